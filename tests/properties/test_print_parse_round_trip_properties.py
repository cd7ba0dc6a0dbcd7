"""Printing and parsing are inverse: a printed tree parses to the same tree."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.parser import parse
from bridge.syntax.printer import print_chunk

CORPUS = Path(__file__).resolve().parents[1] / "golden" / "luau.jsonl"
PROGRAMS = [json.loads(line)["source"] for line in CORPUS.read_text().splitlines()]

NAMES = st.sampled_from(["a", "b", "self", "continue", "type", "goto", "export"])
TEXTS = st.binary(max_size=6).map(lambda raw: raw.decode("latin-1"))
SPAN = (0, 0)
SIGNS = ["+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or"]


def assert_round_trip(chunk):
    printed = print_chunk(chunk)
    again = parse(Source(printed))
    assert not again.diagnostics, f"{again.diagnostics[0].render()}\n{printed}"
    assert ast.same_tree(chunk, again.chunk), printed
    assert print_chunk(again.chunk) == printed


@pytest.mark.parametrize("part", range(8))
def test_every_golden_program_survives(part):
    for program in PROGRAMS[part::8]:
        result = parse(Source(program))
        if not result.diagnostics:
            assert_round_trip(result.chunk)


def grouped(expression):
    return ast.Group(SPAN, expression)


LEAVES = st.one_of(
    st.just(ast.Nil(SPAN)),
    st.booleans().map(lambda value: ast.Boolean(SPAN, value)),
    st.floats(min_value=0, allow_nan=False).map(lambda value: ast.Number(SPAN, abs(value))),
    st.integers(min_value=0, max_value=2**63 - 1).map(lambda value: ast.Integer(SPAN, value)),
    TEXTS.map(lambda value: ast.String(SPAN, value)),
    NAMES.map(lambda name: ast.Global(SPAN, name)),
    st.just(ast.Varargs(SPAN)),
)


def compound(parts):
    lists = st.lists(parts, max_size=3).map(tuple)
    prefixes = st.one_of(NAMES.map(lambda name: ast.Global(SPAN, name)), parts.map(grouped))
    items = st.one_of(
        parts.map(lambda value: ast.TableItem(SPAN, "list", None, value)),
        st.builds(
            lambda name, value: ast.TableItem(SPAN, "record", ast.String(SPAN, name), value),
            NAMES,
            parts,
        ),
        st.builds(lambda key, value: ast.TableItem(SPAN, "general", key, value), parts, parts),
    )
    return st.one_of(
        st.builds(lambda e, a: ast.Call(SPAN, e, a), prefixes, lists),
        st.builds(lambda e, n, a: ast.MethodCall(SPAN, e, n, SPAN, (), a), prefixes, NAMES, lists),
        st.builds(lambda e, n: ast.IndexName(SPAN, e, n, SPAN), prefixes, NAMES),
        st.builds(lambda e, i: ast.IndexExpression(SPAN, e, i), prefixes, parts),
        st.lists(items, max_size=4).map(lambda found: ast.Table(SPAN, tuple(found))),
        st.builds(
            lambda sign, e: ast.Unary(SPAN, sign, grouped(e)),
            st.sampled_from(["not", "-", "#"]),
            parts,
        ),
        st.builds(
            lambda sign, a, b: ast.Binary(SPAN, sign, 0, grouped(a), grouped(b)),
            st.sampled_from(SIGNS),
            parts,
            parts,
        ),
        st.builds(
            lambda c, a, b: grouped(ast.IfExpression(SPAN, c, a, b, False)), parts, parts, parts
        ),
        st.lists(st.tuples(TEXTS, parts), min_size=1, max_size=3).map(
            lambda pairs: ast.InterpolatedString(
                SPAN, (*(text for text, _ in pairs), "end"), tuple(e for _, e in pairs)
            )
        ),
    )


@given(st.recursive(LEAVES, compound, max_leaves=12))
def test_generated_expressions_survive(expression):
    statement = ast.Return(SPAN, (grouped(expression),))
    assert_round_trip(ast.Chunk(SPAN, (), ast.Block(SPAN, (statement,)), (), False))
