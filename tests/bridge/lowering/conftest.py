"""What tests of lowering share: lowering a snippet, comparing with golden pairs, running it."""

from pathlib import Path

import pytest
from luaparser import ast as lua_trees

from bridge.lowering import LoweringOptions, lower
from bridge.source import Source
from bridge.vm import VM

PAIRS = Path(__file__).resolve().parents[2] / "golden" / "lowering"
CLOSING = " end"


def body_of(text, *, budget=False, imports=False):
    """The lowered snippet without the frame around it."""
    lowered = lower(Source(text, "case"), LoweringOptions(budget, imports)).text
    _, opening, rest = lowered.partition(" return function(...)")
    assert opening
    assert rest.endswith(CLOSING)
    return rest.removesuffix(CLOSING)


def read_pairs(name):
    """Cases `(title, program, expected)` of a golden file, separated by blank lines."""
    for case in (PAIRS / f"{name}.txt").read_text().strip("\n").split("\n\n"):
        lines = [line for line in case.split("\n") if not line.startswith("#")]
        program = "\n".join(line for line in lines if not line.startswith("=>"))
        expected = "\n".join(line[2:].strip() for line in lines if line.startswith("=>"))
        yield program, expected


@pytest.fixture
def body():
    return body_of


@pytest.fixture
def assert_pairs():
    """Every pair of a golden file: equal as trees, on the same number of lines."""

    def check(name, **options):
        for program, expected in read_pairs(name):
            actual = body_of(program, **options)
            assert actual.count("\n") == program.count("\n"), program
            same = lua_trees.parse(actual) == lua_trees.parse(expected)
            assert same, f"{program}\n  lowers to\n{actual}\n  instead of\n{expected}"

    return check


@pytest.fixture
def run():
    """What a program prints, line by line; an error ends it as Luau reports it."""

    def check(text):
        lines = []
        VM(output=lambda kind, line: lines.append(line)).run(Source(text, "case"))
        return lines

    return check
