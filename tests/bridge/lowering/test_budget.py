"""Ticks end runaway code in every form."""

import pytest

from bridge.errors import ScriptTimeout
from bridge.lowering.budget import names_metamethods
from bridge.vm import VM, Limits

ENDLESS = {
    "while": "while true do end",
    "repeat": "repeat local x = 1 until x == 2",
    "continue": "while true do continue end",
    "numeric for": "for i = 1, math.huge do end",
    "zero step": "for i = 3, 1, 0 do end",
    "generic for": "for _ in function() return 1 end do end",
    "coroutine": "coroutine.wrap(function() while true do end end)()",
    "protected": "while true do pcall(function() while true do end end) end",
    "metamethod": (
        "local t = setmetatable({}, { __index = function() while true do end end }) print(t.x)"
    ),
    "recursion": "local function f(n) if n > 0 then f(n - 1) f(n - 1) end end f(60)",
    "callbacks": (
        "local t, depth = table.create(100, 1), 0 local function f() depth += 1"
        " if depth < 40 then table.foreach(t, f) end depth -= 1 end f()"
    ),
    "index recursion": (
        "local t = setmetatable({}, { __index = function(t, k)"
        " if k <= 0 then return 1 end return t[k - 1] + t[k - 2] end }) print(t[90])"
    ),
}

# Operations that run a metamethod of `a`.
OPERATIONS = {
    "__add": "a + a", "__sub": "a - 1", "__mul": "2 * a", "__div": "a / a", "__idiv": "a // a",
    "__mod": "a % a", "__pow": "a ^ a", "__concat": "a .. a", "__unm": "-a", "__lt": "a < a",
    "__le": "a <= a", "__eq": "a == make()", "__len": "#a", "__index": "a.x", "__tostring": "`{a}`",
}  # fmt: skip


@pytest.mark.parametrize("event", OPERATIONS)
def test_metamethods_that_double_their_work_end(event):
    """2^60 operations without one call in the text of the metamethod."""
    result = '"text"' if event == "__tostring" else "1"
    program = f"""
        local depth, class, make = 0, {{}}, nil
        make = function() return setmetatable({{}}, class) end
        class.{event} = function()
            if depth > 60 then return {result} end
            depth += 1
            local first = {OPERATIONS[event]}
            local second = {OPERATIONS[event]}
            depth -= 1
            return {result}
        end
        a = make()
        print({OPERATIONS[event]})
    """
    with pytest.raises(ScriptTimeout):
        VM(limits=Limits(budget=200_000)).run(program)


def test_classes_alone_put_nobody_on_the_alert():
    assert not names_metamethods("local Class = {} Class.__index = Class")
    assert not names_metamethods("local t = { __mode = 'k' } local x__add = 1")
    assert names_metamethods("local Class = {} Class.__index = Base")
    assert names_metamethods("return setmetatable({}, { __add = f })")


def test_forms(assert_pairs):
    assert_pairs("budget", budget=True)


@pytest.mark.parametrize("form", ENDLESS)
def test_endless_code_ends(form):
    machine = VM(limits=Limits(budget=200_000))
    with pytest.raises(ScriptTimeout):
        machine.run(ENDLESS[form])


def test_the_budget_counts_the_same_in_every_run():
    # The first budget that lets the program pass is the same number every time.
    program = "local n = 0 for i = 1, 100 do n += i end while n > 5000 do n -= 1 end"

    def passes(budget):
        try:
            VM(limits=Limits(budget=budget)).run(program)
        except ScriptTimeout:
            return False
        return True

    assert [passes(budget) for budget in (149, 150)] == [False, True]
    assert [passes(budget) for budget in (149, 150)] == [False, True]
