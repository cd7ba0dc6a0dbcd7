"""Global functions without a file of their own (prelude/base.lua)."""

from __future__ import annotations


def test_raw_functions_pass_metamethods_by(shown):
    table = "setmetatable({ 1, 2 }, { __index = function() return 9 end, __len = print })"
    assert shown(f"rawget({table}, 'x'), rawlen({table}), rawequal({table}, {table})") == (
        "nil 2 false"
    )


def test_rawset_refuses_keys_no_table_has(refused):
    assert refused("rawset, {}, nil, 1") == "table index is nil"
    assert refused("rawset, {}, 0 / 0, 1") == "table index is NaN"
    assert refused("rawset, table.freeze({}), 1, 1") == "attempt to modify a readonly table"


def test_select_counts_from_either_end(shown, refused):
    assert shown("select('#', nil, nil), select(-1, 1, 2), (select(2, 'a', 'b', 'c'))") == "2 2 b"
    assert refused("select, 0") == "invalid argument #1 to 'select' (index out of range)"


def test_protected_metatables_stay(refused, shown):
    locked = "setmetatable({}, { __metatable = 'locked' })"
    assert shown(f"getmetatable({locked})") == "locked"
    assert refused(f"setmetatable, {locked}, nil") == "cannot change a protected metatable"


def test_unpack_gives_a_range(shown, refused):
    assert shown("unpack({ 1, 2, 3 }, 2)") == "2 3"
    assert "too many results to unpack" in refused("unpack, {}, 1, 1e6")


def test_proxies_take_metamethods_but_no_finalizer(printed):
    assert printed(
        "local p = newproxy(true) local m = getmetatable(p) m.__gc = print\n"
        "m.__len = function() return 7 end print(m.__gc, #p, getmetatable(newproxy()))"
    ) == ["nil\t7\tnil"]
