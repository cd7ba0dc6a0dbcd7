"""Programs that never end or want too much: each is stopped, and its VM goes on.

Limits are small, so that the suite is fast; nothing else about a stop depends on their size.
"""

from __future__ import annotations

import pytest

from bridge.errors import ScriptError, ScriptTimeout
from bridge.vm import VM, Limits

TIMEOUT = "Script timeout: exhausted allowed execution time"
MEMORY = "not enough memory"
LIMITS = Limits(budget=400_000, memory_bytes=24 << 20)

ENDLESS = {
    "while": "while true do end",
    "repeat": "repeat until false",
    "for": "for i = 1, math.huge do end",
    "for with step zero": "for i = 2, 1, 0 do end",
    "generic for": "for k in function() return 1 end do end",
    "generalized iteration": (
        "for k in setmetatable({}, { __call = function() return 1 end }) do end"
    ),
    "pcall in a loop": "while true do pcall(function() while true do end end) end",
    "failing pcall in a loop": "while true do pcall(error) end",
    "pcall of a library function": "while true do pcall(string.rep) end",
    "xpcall with a handler": "while true do xpcall(function() while true do end end, print) end",
    "handler of xpcall": "xpcall(error, function() while true do end end)",
    "handler within a handler": (
        "xpcall(error, function() xpcall(error, function() while true do end end) end)"
    ),
    "coroutine": "coroutine.wrap(function() while true do end end)()",
    "coroutines in a loop": (
        "while true do coroutine.resume(coroutine.create(function() while true do end end)) end"
    ),
    "coroutine that yields": (
        "local c = coroutine.wrap(function() while true do coroutine.yield() end end)"
        " while true do c() end"
    ),
    "new coroutines": "while true do coroutine.wrap(function() end)() end",
    "comparator": "table.sort({ 3, 2, 1 }, function() while true do end end)",
    "sorting in a loop": (
        "while true do table.sort({ 3, 2, 1 }, function(a, b) return a < b end) end"
    ),
    "gsub callback": "string.gsub('abc', '.', function() while true do end end)",
    "foreach callback": "table.foreach({ 1 }, function() while true do end end)",
    "__index": "return setmetatable({}, { __index = function() while true do end end }).x",
    "__newindex": "setmetatable({}, { __newindex = function() while true do end end }).x = 1",
    "__eq": (
        "local m = { __eq = function() while true do end end }"
        " return setmetatable({}, m) == setmetatable({}, m)"
    ),
    "__lt": (
        "local m = { __lt = function() while true do end end }"
        " return setmetatable({}, m) < setmetatable({}, m)"
    ),
    "__len": "return #setmetatable({}, { __len = function() while true do end end })",
    "__concat": "return setmetatable({}, { __concat = function() while true do end end }) .. 'x'",
    "__call": "setmetatable({}, { __call = function() while true do end end })()",
    "__iter": "for k in setmetatable({}, { __iter = function() while true do end end }) do end",
    "__tostring": "tostring(setmetatable({}, { __tostring = function() while true do end end }))",
    "__tostring in print": (
        "print(setmetatable({}, { __tostring = function() while true do end end }))"
    ),
    "__unm": "return -setmetatable({}, { __unm = function() while true do end end })",
    "recursion that branches": (
        "local function f(n) return n < 2 and n or f(n - 1) + f(n - 2) end return f(60)"
    ),
    "functions that double without loop or branch": (
        "local t = {} for i = 1, 60 do t[i] = function() t[i + 1]() t[i + 1]() end end"
        " t[61] = function() end t[1]()"
    ),
    "pcall tree": "local function f() pcall(f) pcall(f) end f()",
    "printing": "while true do print('x') end",
    "loadstring in a loop": "while true do loadstring('return 1') end",
    "huge texts printed": "while true do print(string.rep('x', 100000)) end",
    "string.rep in a loop": "while true do string.rep('x', 100000) end",
    "concatenation in a loop": (
        "local s = string.rep('x', 100000) while true do local t = s .. '.' end"
    ),
    "insertion in front": "local t = {} while true do table.insert(t, 1, 1) end",
    "clones": "local t = table.create(10000, 1) while true do table.clone(t) end",
}

TOO_LARGE = {
    "table of tables": "local t = {} while true do t[#t + 1] = {} end",
    "table under pcall": "local t = {} while true do pcall(function() t[#t + 1] = { #t } end) end",
    "doubled string": "local s = 'x' while true do s = s .. s end",
    "doubled interpolation": "local s = 'x' while true do s = `{s}{s}` end",
    "strings": "local t = {} for i = 1, 1e6 do t[i] = string.rep('x', 1e5) .. i end",
    "string.rep": "return string.rep('x', 2 ^ 30)",
    "table.concat": (
        "local s = string.rep('y', 1e6) local t = {} for i = 1, 1e4 do t[i] = s end"
        " return table.concat(t)"
    ),
    "table.create": "return table.create(2 ^ 26, 1)",
    "buffer.create": "return buffer.create(2 ^ 30)",
    "buffers": "local t = {} for i = 1, 1e4 do t[i] = buffer.create(1e6) end",
    "closures": "local t = {} while true do t[#t + 1] = function() return t end end",
    "vectors": "local t = {} while true do t[#t + 1] = vector.create(#t, 2, 3) end",
    "proxies": "local t = {} while true do t[#t + 1] = newproxy(true) end",
    "gsub result": "return string.gsub(string.rep('x', 1e5), 'x', string.rep('y', 1e4))",
    "comparator": (
        "local t = {} table.sort({ 3, 2, 1 }, function() while true do t[#t + 1] = {} end end)"
    ),
    "__index": (
        "local t = {} return setmetatable({}, { __index = function() while true do t[#t + 1] ="
        " {} end"
        " end }).x"
    ),
    "keys": "local t = {} for i = 1, 1e7 do t['k' .. i] = i end",
}

REFUSED = {
    "recursion": ("local function f() return 1 + f() end return f()", "main:1: stack overflow"),
    "recursion in tail position": (
        "local function f() return f() end f()",
        "main:1: stack overflow",
    ),
    "recursion with varargs": (
        "local function f(...) return 1 + f(1, ...) end f()",
        "main:1: stack overflow",
    ),
    "__index recursion": (
        "local t = setmetatable({}, { __index = function(t, k) return t[k .. 'x'] end }) return"
        " t.x",
        "main:1: C stack overflow",
    ),
    "__index chain": (
        "local a, b = {}, {} setmetatable(a, { __index = b }) setmetatable(b, { __index = a })"
        " return a.x",
        "main:1: '__index' chain too long; possible loop",
    ),
    "__newindex chain": (
        "local a, b = {}, {} setmetatable(a, { __newindex = b }) setmetatable(b, { __newindex ="
        " a }) a.x = 1",
        "main:1: '__newindex' chain too long; possible loop",
    ),
    "__call chain": (
        "local t = {} setmetatable(t, { __call = t }) t()",
        "main:1: attempt to call a table value",
    ),
    "__tostring recursion": (
        "local t t = setmetatable({}, { __tostring = function() return tostring(t) end })"
        " tostring(t)",
        "C stack overflow",
    ),
    "gsub recursion": (
        "local function f() return (string.gsub('a', 'a', f)) end f()",
        "C stack overflow",
    ),
    "sort recursion": (
        "local function f() table.sort({ 1, 2, 3 }, f) return true end f()",
        "C stack overflow",
    ),
    "too many results": ("return unpack({}, 1, 1e8)", "main:1: too many results to unpack"),
    "pattern recursion": (
        "return (string.rep('a', 300)):find(string.rep('a-', 250) .. 'b')",
        "main:1: pattern too complex",
    ),
    "nested patterns": (
        "return ('x'):find(string.rep('(', 40) .. 'x' .. string.rep(')', 40))",
        "main:1: too many captures",
    ),
}

SOURCES = {
    "parentheses": "'return ' .. ('('):rep(1e5) .. '1' .. (')'):rep(1e5)",
    "tables": "'return ' .. ('{'):rep(5e4) .. ('}'):rep(5e4)",
    "functions": "('return function() '):rep(5e3) .. (' end'):rep(5e3)",
    "blocks": "('do '):rep(5e4) .. ('end '):rep(5e4)",
    "unary operators": "'return ' .. ('not '):rep(1e5) .. '1'",
    "types": "'local x: ' .. ('{'):rep(1e5) .. 'n' .. ('}'):rep(1e5)",
    "function types": "'local x: ' .. ('(n) -> '):rep(2e4) .. 'n'",
    "calls": "'f' .. ('()'):rep(5e4)",
    "fields": "'return x' .. ('.y'):rep(5e4)",
    "additions": "'return 1' .. ('+1'):rep(2e4)",
    "concatenations": "'return x' .. ('..x'):rep(2e4)",
    "powers": "'return 1' .. ('^1'):rep(2e4)",
    "if expressions": "'return ' .. ('if x then 1 else '):rep(3e3) .. '2'",
    "elseif": "'if x then' .. (' elseif x then '):rep(2e4) .. ' end'",
    "signs that only LuaJIT finds too many": "'return ' .. ('- '):rep(500) .. '1'",
    "functions that only LuaJIT finds too many": (
        "('return function() '):rep(250) .. (' end'):rep(250)"
    ),
    "locals": "('local a = f() '):rep(300)",
    "parameters": "'return function(' .. ('a,'):rep(300) .. 'a) end'",
    "arguments": "'return f(' .. ('1,'):rep(300) .. '1)'",
    "jumps": "'while x do ' .. ('x=x+1 '):rep(2e4) .. ' end'",
}
LUAUS_WORDS = ("Exceeded ", "Out of ")


def limited() -> VM:
    return VM(limits=LIMITS)


@pytest.mark.parametrize("program", ENDLESS.values(), ids=ENDLESS.keys())
def test_what_never_ends_is_stopped_and_cannot_catch_it(program: str) -> None:
    vm = limited()
    with pytest.raises(ScriptTimeout, match=TIMEOUT):
        vm.run(f"pcall(function() {program} end) print('caught') while true do end")
    assert vm.run("return 1 + 1") == (2,)


def test_a_stop_prints_nothing_more() -> None:
    lines: list[str] = []
    vm = VM(limits=LIMITS, output=lambda _kind, text: lines.append(text))
    with pytest.raises(ScriptTimeout):
        vm.run(
            "xpcall(function() pcall(function() coroutine.wrap(function() while true do end"
            " end)() end)"
            " print('inner') end, print) print('outer')"
        )
    assert lines == []


@pytest.mark.parametrize("program", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_what_wants_too_much_memory_fails_and_leaves_the_vm_usable(program: str) -> None:
    vm = VM(limits=Limits(memory_bytes=24 << 20))
    with pytest.raises(ScriptError, match=MEMORY):
        vm.run(program)
    assert vm.run("local t = {} for i = 1, 1e4 do t[i] = { i } end return #t") == (10_000,)


def test_memory_that_stays_taken_leaves_errors_and_no_crash() -> None:
    vm = VM(limits=Limits(memory_bytes=16 << 20))
    for _ in range(5):
        with pytest.raises(ScriptError, match=MEMORY):
            vm.run("held = held or {} while true do held[#held + 1] = { #held } end")
        with pytest.raises(ScriptError, match=MEMORY):
            vm.run("local t = {} for i = 1, 1e7 do t[i] = ('x'):rep(1000) .. i end")
    assert vm.run("return ('x'):rep(3)") == ("xxx",)


@pytest.mark.parametrize(("program", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_goes_too_deep_fails_as_in_luau(program: str, message: str) -> None:
    vm = VM()
    with pytest.raises(ScriptError) as caught:
        vm.run(program)
    assert caught.value.message == message
    assert vm.run("return 1 + 1") == (2,)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_sources_too_large_to_compile_are_refused_in_luaus_words(source: str) -> None:
    function, problem = VM().run(f"return loadstring({source}, '=bomb')")
    assert function is None
    assert problem.startswith("bomb:1: ")
    assert problem.removeprefix("bomb:1: ").startswith(LUAUS_WORDS)
