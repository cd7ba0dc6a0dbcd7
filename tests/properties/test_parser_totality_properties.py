"""Law: every byte string has a tree, and diagnostics that point into it; nothing is raised."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.parser import parse
from bridge.syntax.tokens import KINDS

SWEEP = max(1, round(100_000 * float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))))
"""Examples of the slow sweep; CI sets a smaller number."""

_WORDS = [
    *sorted(KINDS),
    "x", "y", "f", "T", "type", "export", "const", "continue", "read", "write", "typeof", "self",
    "1", "0x1F", "1e5", "10i", "'s'", '"s"', "[[s]]", "`s`", "`a{", "}b{", "}c`", "`", "'", "[=[",
    "--[[", "--c\n", "\n", " ", "@native", "@[", "$", "\\", "\xff", "\xe2\x88\x92", "<<", ">>",
]  # fmt: skip

token_soups = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)
byte_strings = st.binary(max_size=80)
ascii_soups = st.text(st.sampled_from("abx019.\"'`{}[]()<>=~+-*/%^#:;,|&?!@$\\ \n"), max_size=60)
texts = st.one_of(
    byte_strings,
    token_soups.map(lambda text: text.encode("latin-1")),
    ascii_soups.map(lambda text: text.encode("latin-1")),
)


def check(data: bytes) -> None:
    source = Source(data)
    result = parse(source)
    for found in result.diagnostics:
        begin, end = found.span
        assert 0 <= begin <= end <= len(source.text)
        assert found.message
        assert found.render()
    if not result.diagnostics:
        assert not contains_error(result.chunk)


def contains_error(root: ast.Node) -> bool:
    pending: list[object] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, ast.ErrorExpression | ast.ErrorStatement | ast.TypeError):
            return True
        if isinstance(item, ast.Node):
            pending.extend(getattr(item, name) for name in item.CHILDREN)
        elif isinstance(item, tuple):
            pending.extend(item)
    return False


@settings(max_examples=1000, deadline=None)
@given(texts)
def test_every_byte_string_has_a_tree(data: bytes) -> None:
    check(data)


@pytest.mark.slow
@settings(max_examples=SWEEP, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_every_byte_string_has_a_tree_in_a_long_sweep(data: bytes) -> None:
    check(data)
