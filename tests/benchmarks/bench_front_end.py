"""Speed of the front end, stage by stage, on the programs of the golden corpus.

Run by hand: `python tests/benchmarks/bench_front_end.py`. Stages are compared in one run; a number
alone says little. The warm row reads the disk cache in place of all three stages.
"""

import gc
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from bridge.lowering import cache, lower, lower_tree
from bridge.source import Source
from bridge.syntax.lexer import tokenize
from bridge.syntax.parser import parse

CORPUS = Path(__file__).resolve().parents[1] / "golden" / "luau.jsonl"
ROUNDS = 7


def seconds(action):
    """The best of several runs, in seconds."""
    best = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        begin = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - begin)
    return best


def warm(texts):
    """Seconds to read every chunk from the disk cache, with nothing in memory."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LUAU_BRIDGE_CACHE"] = folder
        for text in texts:
            cache.lowered(Source(text))

        def read():
            cache._memory.clear()
            for text in texts:
                cache.lowered(Source(text))

        return seconds(read)


def main():
    entries = map(json.loads, CORPUS.read_text().splitlines())
    texts = [entry["source"] for entry in entries if entry["area"].startswith("program-")]
    size = sum(map(len, texts)) / 1000
    lines = sum(text.count("\n") for text in texts)
    lex = seconds(lambda: [tokenize(text) for text in texts])
    lex_and_parse = seconds(lambda: [parse(Source(text)) for text in texts])
    trees = [(source, parse(source).chunk) for source in map(Source, texts)]
    walk = seconds(lambda: [lower_tree(source, chunk) for source, chunk in trees])
    cold = seconds(lambda: [lower(Source(text)) for text in texts])
    rows = {
        "lex": lex,
        "parse (without lex)": lex_and_parse - lex,
        "lower (without parse)": walk,
        "all, cold": cold,
        "all, from disk": warm(texts),
    }
    out = sys.stdout.write
    out(f"{len(texts)} programs, {size:.0f} KB, {lines} lines\n")
    for name, taken in rows.items():
        out(
            f"{name:22} {size / taken:8.0f} KB/s {lines / taken:9.0f} lines/s {taken / cold:6.1%}\n"
        )


if __name__ == "__main__":
    main()
