"""Where a thread may yield (prelude/yielding.lua); the outcomes are those of Luau itself."""

from __future__ import annotations

import pytest

REFUSED = "false attempt to yield across metamethod/C-call boundary"
PRELUDE = """
local yield = coroutine.yield
local function try(f) print(coroutine.resume(coroutine.create(f))) end
local function object(event, f)
    return setmetatable({}, { [event] = f or function() yield(event) return 1 end })
end
"""


@pytest.mark.parametrize(
    "body",
    [
        "return object('__index').x",
        "object('__newindex').x = 1",
        "return object('__add') + 1",
        "return nil - object('__sub')",
        "return -object('__unm')",
        "local a = object('__eq') return a == setmetatable({}, getmetatable(a))",
        "local a = object('__lt') return a < setmetatable({}, getmetatable(a))",
        "local a = object('__le') return a <= setmetatable({}, getmetatable(a))",
        "return #object('__len')",
        "return object('__concat') .. 'x'",
        "return object('__idiv') // 2",
        "return tostring(object('__tostring'))",
        "return `{object('__tostring')}`",
        "for _ in object('__iter') do end",
        "table.sort({ 3, 2, 1 }, function(a, b) yield() return a < b end)",
        "string.gsub('abc', 'b', function() yield() end)",
        "table.foreach({ 1 }, function() yield() end)",
        "return object('__index', yield).x",
        "return table.freeze(object('__index')).x",
        "local function deep() yield() end return object('__index', function() deep() end).x",
    ],
)
def test_yields_below_callbacks_are_refused(printed, body):
    (line,) = printed(f"{PRELUDE} try(function() {body} end)")
    assert line.replace("\t", " ") == REFUSED


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("return object('__call')()", "true __call"),
        ("for _ in function() yield('iterator') end do end", "true iterator"),
        ("pcall(function() yield('pcall') end)", "true pcall"),
        ("xpcall(function() yield('xpcall') end, print)", "true xpcall"),
        ("pcall(tostring, object('__tostring')) yield('later')", "true later"),
        (
            "return object('__index', function() "
            "return coroutine.wrap(function() yield(7) end)() end).x",
            "true 7",
        ),
        (
            "return tostring(object('__tostring', function() "
            "return coroutine.wrap(function() yield('inner') end)() end))",
            "true inner",
        ),
    ],
)
def test_yields_elsewhere_are_not(printed, body, outcome):
    (line,) = printed(f"{PRELUDE} try(function() {body} end)")
    assert line.replace("\t", " ") == outcome


def test_isyieldable_tells_the_same(printed):
    assert printed(
        PRELUDE + "local tell = coroutine.isyieldable print(tell())\n"
        "print(object('__index', function() return tell() end).x)\n"
        "print(tostring(object('__tostring', function() return tostring(tell()) end)))\n"
        "table.sort({ 2, 1 }, function() print(tell()) return false end)\n"
        "print(pcall(tell))"
    ) == ["true", "false", "false", "false", "true\ttrue"]


def test_a_thread_that_failed_in_a_callback_yields_afterwards_at_any_depth(printed):
    assert printed(
        PRELUDE + "local function body()\n"
        "  for i = 1, 3 do pcall(tostring, object('__tostring', error)) yield(i) end\n"
        "  return 'end' end\n"
        "local inner = coroutine.wrap(body)\n"
        "print(inner()) print(coroutine.wrap(function() return inner() end)())\n"
        "print(inner(), inner())"
    ) == ["1", "2", "3\tend"]


def test_the_engine_refuses_to_wait_below_callbacks(engine):
    lines = engine.printed(
        "local object = setmetatable({}, { __index = function() return task.wait(1) end })\n"
        "print(pcall(function() return object.x end))\n"
        "print(pcall(tostring, setmetatable({}, { __tostring = function() task.wait() end })))\n"
        "task.wait(1) print('waited')"
    )
    assert lines == [
        "false thread is not yieldable",
        "false thread is not yieldable",
        "waited",
    ]


def test_a_suspended_thread_shows_the_library_function(printed):
    assert printed(
        "local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co)\n"
        "print(debug.info(co, 0, 'n'), debug.info(co, 0, 'f') == coroutine.yield)"
    ) == ["yield\ttrue"]
