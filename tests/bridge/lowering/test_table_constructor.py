"""Constructors whose length follows Luau's border rule."""

from itertools import product

import pytest


def test_forms(assert_pairs):
    assert_pairs("table_constructor")


def luau_border(filled):
    """`#` of a fresh array of exactly these slots: luaH_getn's search."""
    count = len(filled)
    if count == 0 or filled[-1]:
        return count
    base, rest = 0, count
    while rest > 1:
        half = rest // 2
        if filled[base + half]:
            base += half
        rest -= half
    return base + 1 if filled[base] else base


@pytest.mark.parametrize("kinds", ["cvn", "cvN"])
def test_lengths_with_holes(run, kinds):
    texts = {"c": "1", "v": "some", "n": "none", "N": "nil"}
    cases = [case for count in range(1, 5) for case in product(kinds, repeat=count)]
    # Where only variables are listed, LuaJIT's own search decides when the last is nil.
    cases = [c for c in cases if c[-1] not in "nN" or "c" in c or "N" in c]
    lines = [f"print(#{{{', '.join(texts[kind] for kind in case)}}})" for case in cases]
    expected = [str(luau_border([kind not in "nN" for kind in case])) for case in cases]
    assert run("local some, none = 1, nil\n" + "\n".join(lines)) == expected


def test_open_constructors_count_every_value(run):
    program = """
    local function f(...) return ... end
    print(#{ f(1, nil, 3) }, #{ 0, f(1, nil, 3) }, #{ x = 1, f(1, nil, 3) })
    print(#{ f() }, #{ f(1, nil) })
    local t = { a = "r", 1, nil, f(nil, 5) }
    print(#t, t.a, t[4], t[3], select("#", unpack({ f(1, nil, nil, 4) })))
    """
    assert run(program) == ["3\t4\t3", "0\t1", "4\tr\t5\tnil\t4"]


def test_items_run_in_source_order(run):
    program = """
    local log = {}
    local function n(x) table.insert(log, x) return x end
    local t = { n("a"), [n("k")] = n("v"), n("b"), r = n("c"), n("d") }
    print(table.concat(log, " "), t[1], t[2], t[3], t.k, t.r)
    """
    assert run(program) == ["a k v b c d\ta\tb\td\tv\tc"]


def test_long_open_constructors(run):
    items = ", ".join("x" for _ in range(300))
    assert run(f"local x = 1 local function f() return 2, 3 end print(#{{ {items}, f() }})") == [
        "302"
    ]


def test_a_later_item_replaces_an_earlier_one_whatever_is_constant(run):
    program = """
    local function f() return 7 end
    local a, b = { x = f(), x = 1 }, { [f()] = 1, [7] = 2 }
    local c, d = { [1] = f(), "y" }, { f(), [1] = "z" }
    local e, g = { x = f(), x = nil }, { [2] = (-0), 1, 3 }
    print(a.x, b[7], c[1], d[1], e.x, g[2], ({ x = 1, x = f() }).x)
    """
    assert run(program) == ["1\t2\ty\tz\tnil\t3\t7"]
