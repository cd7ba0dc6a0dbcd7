"""Argument checks of the libraries (prelude/arguments.lua)."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("string.rep", "missing argument #1 to 'rep' (string expected)"),
        ("string.rep, 'x', nil", "invalid argument #2 to 'rep' (number expected, got nil)"),
        ("string.rep, {}, 1", "invalid argument #1 to 'rep' (string expected, got table)"),
        ("table.insert, 5, 1", "invalid argument #1 to 'insert' (table expected, got number)"),
        ("coroutine.create, {}", "invalid argument #1 to 'create' (function expected, got table)"),
        ("coroutine.status, 1", "invalid argument #1 to 'status' (thread expected, got number)"),
        ("math.abs, newproxy()", "invalid argument #1 to 'abs' (number expected, got userdata)"),
    ],
)
def test_what_is_wrong_is_named(refused, call, message):
    assert refused(call) == message


def test_numbers_and_their_texts_stand_for_each_other(shown):
    assert shown("('x'):rep('3'), string.len(12.5), math.max('2', 1)") == "xxx 4 2"


def test_integers_are_cut_to_32_bits_and_unsigned_ones_wrap(shown):
    assert shown("('abcdef'):sub(1.9, 3.9), bit32.band(-1.5), bit32.band(2 ^ 32 + 5)") == (
        "abc 4294967295 5"
    )


def test_an_error_stands_at_the_line_of_the_call(printed):
    assert printed("print(select(2, pcall(function()\n\nstring.rep()\nend)))") == [
        "case:3: missing argument #1 to 'rep' (string expected)"
    ]
