"""string.find, match, gmatch and gsub."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('("hello"):find("l"), ("hello"):find("l", -1)', "3 nil"),
        ('("hello"):find("", 6), ("hello"):find("", 7)', "6 nil"),
        ('("a+b"):find("+", 1, true)', "2 2"),
        ('("x"):find("x)")', "nil"),
        ('("k=v"):match("(%w+)=(%w+)")', "k v"),
        ('("a\\0b"):find("[\\0]"), ("a\\0b"):match("[^\\0]+")', "2 a"),
        ('("abc"):match("()b()")', "2 3"),
        ('("[[x]]"):match("%b[]"), ("THE (quick) fox"):find("%f[%a]%a+")', "[[x]] 1 3"),
    ],
)
def test_searches_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('("abc"):gsub("b*", "-")', "-a--c- 4"),
        ('("abc"):gsub("%w", "%0%0", 2)', "aabbc 2"),
        ('("hello"):gsub("^h(.*)$", "%1")', "ello 1"),
        ('("abc"):gsub("b", 1.5)', "a1.5c 1"),
        ('("$a $b"):gsub("%$(%w)", { a = 1, b = false })', "1 $b 2"),
        ('("ab"):gsub("%w", function(c) if c == "a" then return 0.1 end end)', "0.1b 2"),
        (
            '("ab"):gsub("%w", setmetatable({}, { __index = function(_, k) return k .. k end }))',
            "aabb 2",
        ),
        ('("aaa"):gsub("a", "b", -1)', "aaa 0"),
        ('("abc"):gsub("", ".")', ".a.b.c. 4"),
    ],
)
def test_substitutions_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('string.find, "x", "[x"', "malformed pattern (missing ']')"),
        ('string.find, "x", "%"', "malformed pattern (ends with '%')"),
        ('string.find, "x", "(x"', "unfinished capture"),
        ('string.match, "x", "x)"', "invalid pattern capture"),
        ('string.find, "x", "%1"', "invalid capture index %1"),
        ('string.find, "x", "%b"', "malformed pattern (missing arguments to '%b')"),
        ('string.find, "x", "%fx"', "missing '[' after '%f' in pattern"),
        ('string.gsub, "x", "x", "%2"', "invalid capture index"),
        ('string.gsub, "x", "x", "%z"', "invalid use of '%' in replacement string"),
        (
            'string.gsub, "x", "x", true',
            "invalid argument #3 to 'gsub' (string/function/table expected, got boolean)",
        ),
        ('string.gsub, "x", "x", function() return {} end', "invalid replacement value (a table)"),
    ],
)
def test_mistakes_are_raised_when_the_match_gets_there(
    refused: Show, call: str, message: str
) -> None:
    assert refused(call) == message


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('("abc"):find("x[")', "nil"),
        ('("abc"):gsub("x", "%z")', "abc 0"),
        ('("abc"):gsub("(b", "-")', "a-c 1"),
    ],
)
def test_mistakes_that_are_not_reached_are_none(
    shown: Show, expressions: str, expected: str
) -> None:
    assert shown(expressions) == expected


def test_an_anchor_is_a_character_in_gmatch(printed: Print) -> None:
    source = """
        for m in ("^a^a"):gmatch("^a") do print(m) end
    """
    assert printed(source) == ["^a", "^a"]


def test_patterns_recurse_at_most_two_hundred_deep(shown: Show, refused: Show) -> None:
    # Each `?` is one level below the first.
    for items in (189, 190, 198, 199):
        assert shown(f'("a"):rep(400):find(("a?"):rep({items}))') == f"1 {items}"
    assert refused('string.find, ("a"):rep(400), ("a?"):rep(200)') == "pattern too complex"


def test_patterns_have_at_most_thirty_two_captures(shown: Show, refused: Show) -> None:
    assert shown('select("#", ("a"):rep(40):match(("(a)"):rep(32)))') == "32"
    assert refused('string.match, ("a"):rep(40), ("(a)"):rep(33)') == "too many captures"


def test_callbacks_nest_at_most_two_hundred_deep_and_recover(printed: Print) -> None:
    source = """
        local function nest(n)
            if n == 0 then return "x" end
            return (("a"):gsub("a", function() return nest(n - 1) end))
        end
        for _, depth in { 150, 300, 150 } do print(pcall(nest, depth)) end
    """
    assert printed(source) == ["true\tx", "false\tC stack overflow", "true\tx"]


def test_callbacks_cannot_yield(printed: Print) -> None:
    source = """
        local co = coroutine.create(function()
            return ("a"):gsub("a", function() coroutine.yield() end)
        end)
        print(coroutine.resume(co))
    """
    assert printed(source) == ["false\tattempt to yield across metamethod/C-call boundary"]


def test_callbacks_may_substitute_themselves(printed: Print) -> None:
    source = """
        print((("a b"):gsub("%a", function(c) return (c:gsub(".", "<%0>")) end)))
        print(("a,b"):gsub("(%a)(,?)", function(a, b) return b .. a end))
    """
    assert printed(source) == ["<a> <b>", ",ab\t2"]
