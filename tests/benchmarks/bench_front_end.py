"""Speed of the front end, stage by stage, on the programs of the golden corpus.

Run by hand: `python tests/benchmarks/bench_front_end.py`. Targets: 300 KB/s cold, and a warm start,
which reads the disk cache in place of all three stages, in less than 5 % of the cold time.

Stages take turns in every round and CPU time counts, because machines have other things to do; each
stage's least time and its share of that round's cold time are shown, the share as least, median and
greatest over the rounds.
"""

import gc
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bridge.lowering import cache, lower, lower_tree
from bridge.source import Source
from bridge.syntax.lexer import tokenize
from bridge.syntax.parser import parse

CORPUS = Path(__file__).resolve().parents[1] / "golden" / "luau.jsonl"
ROUNDS = 15


def seconds(action):
    """CPU seconds of one run."""
    gc.collect()
    begin = time.process_time()
    action()
    return time.process_time() - begin


def stages(texts):
    """Name of each stage -> what runs it over all programs."""
    trees = [(source, parse(source).chunk) for source in map(Source, texts)]
    for text in texts:
        cache.lowered(Source(text))

    def read():
        cache._memory.clear()
        for text in texts:
            cache.lowered(Source(text))

    return {
        "lex": lambda: [tokenize(text) for text in texts],
        "lex and parse": lambda: [parse(Source(text)) for text in texts],
        "lower": lambda: [lower_tree(source, chunk) for source, chunk in trees],
        "all, cold": lambda: [lower(Source(text)) for text in texts],
        "all, from disk": read,
    }


def main():
    entries = map(json.loads, CORPUS.read_text().splitlines())
    texts = [entry["source"] for entry in entries if entry["area"].startswith("program-")]
    size = sum(map(len, texts)) / 1000
    lines = sum(text.count("\n") for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LUAU_BRIDGE_CACHE"] = folder
        runs = stages(texts)
        rounds = [{name: seconds(run) for name, run in runs.items()} for _ in range(ROUNDS)]
    out = sys.stdout.write
    out(f"{len(texts)} programs, {size:.0f} KB, {lines} lines, {ROUNDS} rounds\n")
    for name in runs:
        least = min(each[name] for each in rounds)
        shares = [each[name] / each["all, cold"] for each in rounds]
        spread = f"{min(shares):6.1%} {statistics.median(shares):6.1%} {max(shares):6.1%}"
        out(f"{name:15} {size / least:8.0f} KB/s {lines / least:9.0f} lines/s {spread}\n")


if __name__ == "__main__":
    main()
