"""Values without operators: what a buffer and an integer refuse, and in which words."""

from __future__ import annotations

from collections.abc import Callable

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


def test_operators_are_refused_in_the_words_of_luau(printed: Print) -> None:
    source = """
        local b = buffer.create(2)
        for _, f in {
            function() return b + 1 end,
            function() return -b end,
            function() return b < b end,
            function() return b.x end,
            function() b[0] = 1 end,
            function() return b() end,
            function() return b % b end,
        } do print((select(2, pcall(f)))) end
    """
    assert printed(source) == [
        "case:4: attempt to perform arithmetic (add) on buffer and number",
        "case:5: attempt to perform arithmetic (unm) on buffer",
        "case:6: attempt to compare buffer < buffer",
        "case:7: attempt to index buffer with 'x'",
        "case:8: attempt to index buffer with number",
        "case:9: attempt to call a buffer value",
        "case:10: attempt to perform arithmetic (mod) on buffer",
    ]


def test_nothing_of_the_ffi_shows(printed: Print) -> None:
    source = """
        local b = buffer.create(4)
        for _, name in { "length", "bytes", "_x", 0, 1 } do
            print((pcall(function() return b[name] end))) end
        print(getmetatable(b), getmetatable(5i), type(b), type(5i), type(vector.zero))
    """
    assert printed(source) == [
        "false",
        "false",
        "false",
        "false",
        "false",
        "nil\tnil\tbuffer\tinteger\tvector",
    ]


def test_identity_is_equality(printed: Print) -> None:
    source = """
        local a, b = buffer.create(1), buffer.create(1)
        local t = { [a] = "a" }
        print(a == a, a == b, a == nil, a ~= 1, t[a], t[b], rawequal(a, a))
    """
    assert printed(source) == ["true\tfalse\tfalse\ttrue\ta\tnil\ttrue"]
