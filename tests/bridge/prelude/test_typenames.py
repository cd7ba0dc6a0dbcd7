"""Type names, tostring and identities (prelude/typenames.lua)."""

from __future__ import annotations


def test_names_of_types(shown):
    assert (
        shown(
            "type(vector.zero), type(buffer.create(1)), type(newproxy()), typeof(nil), typeof(1i)"
        )
        == "vector buffer userdata nil integer"
    )


def test_addresses_are_numbers_in_order_of_first_use(printed):
    assert printed("local a, b = {}, {} print(b) print(a) print(b)") == [
        "table: 0x00005f0000000020",
        "table: 0x00005f0000000040",
        "table: 0x00005f0000000020",
    ]


def test_tostring_asks_the_metatable_for_a_text(shown, refused):
    assert shown("setmetatable({}, { __tostring = function() return 'shown' end })") == "shown"
    assert shown("setmetatable({}, { __tostring = function() return 5 end })") == "5"
    assert refused("tostring, setmetatable({}, { __tostring = function() end })") == (
        "'__tostring' must return a string"
    )


def test_keys_are_ranked_apart_from_addresses(printed):
    assert printed(
        "local a, b = {}, {} tostring(b) local t = { [a] = 'a', [b] = 'b' }\n"
        "for _, v in t do print(v) end"
    ) == ["a", "b"]


def test_a_value_is_needed(refused):
    assert refused("type") == refused("typeof") == refused("tostring") == "missing argument #1"
