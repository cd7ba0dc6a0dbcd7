"""Whole files: every recorded program, hot comments, deep nesting."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from bridge.source import Source
from bridge.syntax.parser import parse


def test_programs_luau_accepts_parse_without_a_problem(golden: list[dict[str, Any]]) -> None:
    failures = []
    accepted = [case for case in golden if case["area"] != "syntax-error"]
    for case in accepted:
        failures += [
            f"{case['id']}: {found.headline()}"
            for found in parse(Source(case["source"], "case")).diagnostics
        ]
    assert accepted
    assert failures == []


def test_programs_luau_rejects_get_its_own_first_message(golden: list[dict[str, Any]]) -> None:
    failures = []
    rejected = [case for case in golden if case["area"] == "syntax-error"]
    for case in rejected:
        found = parse(Source(case["source"], "case")).diagnostics
        headline = found[0].headline() if found else "accepted"
        if headline != case["error"]:
            failures.append(f"{case['id']}: {headline!r} instead of {case['error']!r}")
    assert rejected
    assert failures == []


def test_hot_comments_know_whether_they_head_the_file() -> None:
    text = "--!strict \n-- !x\nlocal a --!nolint X\n--[[!y]]"
    found = parse(Source(text)).chunk.hot_comments
    assert [(comment.text, comment.header) for comment in found] == [
        ("strict", True),
        ("nolint X", False),
    ]


def test_an_empty_file_is_a_chunk() -> None:
    result = parse(Source(""))
    assert result.chunk.body.statements == ()
    assert result.diagnostics == ()


DEEP = {
    "(": "expression",
    "x={": "expression",
    "f(": "expression",
    "a[": "expression",
    "x=not ": "expression",
    "x=`{": "expression",
    "if a then ": "expression",
    "while a do ": "expression",
    "do ": "block",
    "local function f() ": "block",
    "local x: (": "type annotation",
    "local x: {": "type annotation",
    "local x: A<": "type annotation",
}


@pytest.mark.parametrize("text", DEEP)
def test_deep_nesting_is_a_problem_not_a_crash(text: str) -> None:
    repeated = text.removeprefix("x=").removeprefix("local x: ")
    program = text + repeated * 100_000
    limit = sys.getrecursionlimit()
    (found,) = parse(Source(program)).diagnostics
    assert found.message == (
        f"Exceeded allowed recursion depth; simplify your {DEEP[text]} to make the code compile"
    )
    assert sys.getrecursionlimit() == limit


def test_an_elseif_chain_counts_as_nesting() -> None:
    def chain(count: int) -> str:
        return "if a then " + "elseif a then " * count + "end"

    assert parse(Source(chain(900))).diagnostics == ()
    assert parse(Source(chain(1100))).diagnostics


@pytest.mark.parametrize("words", [("local", "const"), ("export", "type")])
def test_parsing_twice_gives_equal_results(words: tuple[str, str]) -> None:
    text = f"{words[0]} {words[1]} x = 1"
    first, second = parse(Source(text)), parse(Source(text))
    assert [d.message for d in first.diagnostics] == [d.message for d in second.diagnostics]
