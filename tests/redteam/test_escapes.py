"""Programs that try to get out of the sandbox or to change what they share with others.

Every program returns what it could see or do; the expected result is that of a closed sandbox.
"""

from __future__ import annotations

import pytest

from bridge.vm import VM

READONLY = "attempt to modify a readonly table"
ENVIRONMENTS = {
    "globals of LuaJIT": (
        "return python, ffi, jit, io, package, require, module, dofile, loadfile, load, bit",
        (None,) * 11,
    ),
    "dangerous members": (
        "return string.dump, os.execute, os.getenv, os.exit, os.remove, os.tmpname,"
        " debug.getregistry,"
        " debug.getupvalue, debug.setmetatable, debug.sethook, debug.getlocal, debug.setfenv",
        (None,) * 12,
    ),
    "python's names": (
        "return __builtins__, __import__, eval, exec, lupa, os.system",
        (None,) * 6,
    ),
    "environment of library functions": (
        "local e = getfenv(0) for _, f in { string.rep, coroutine.wrap(print), coroutine.yield,"
        " string.gmatch('a', 'a'), (ipairs({})), (pairs({})), print, getfenv } do"
        " if getfenv(f) ~= e then return f end end return e.python, e._G == _G",
        (None, True),
    ),
    "setfenv on library functions": (
        "local r = {} for i, f in { string.rep, coroutine.wrap(print), coroutine.yield, print,"
        " string.gmatch('a', 'a'), (ipairs({})) } do r[i] = pcall(setfenv, f, {}) end"
        " return unpack(r)",
        (False,) * 6,
    ),
    "setfenv on levels of pcall": (
        "return pcall(setfenv, 1, {}), pcall(setfenv, 99, {}), pcall(setfenv, -1, {})",
        (False, False, False, "invalid argument #1 to 'setfenv' (level must be non-negative)"),
    ),
    "setfenv(0) stays in its thread": (
        "coroutine.wrap(function() setfenv(0, {}) end)() return getfenv(0).print == print",
        (True,),
    ),
    "own environment cannot reach the shared one": (
        "return pcall(setmetatable, getfenv(), {})",
        (False, "cannot change a protected metatable"),
    ),
    "lowered names are no globals": (
        "setfenv(1, setmetatable({}, { __index = function(_, k) return k end }))"
        " return _R, _B, _E, R, P, G, B",
        ("_R", "_B", "_E", "R", "P", "G", "B"),
    ),
    "assigned lowered names change nothing": (
        "_R = nil _B = nil _E = nil R = nil for i = 1, 3 do end return `{1}` .. #{ 1 }",
        ("11",),
    ),
    "locals named as lowered names": (
        "local _R, _B, _E, _1 = 1, 2, 3, 4 for i = 1, 3 do if i == 2 then continue end _1 += i end"
        " return _R, _B, _E, _1, `{_R}`",
        (1, 2, 3, 8, "1"),
    ),
}

LIBRARIES = {
    "rawset": ("return pcall(rawset, string, 'rep', 1)", (False, READONLY)),
    "assignment": ("return (pcall(function() math.pi = 3 end))", (False,)),
    "table.clear": ("return pcall(table.clear, table)", (False, READONLY)),
    "table.insert": ("return pcall(table.insert, _G, 1)", (False, READONLY)),
    "table.move": ("return pcall(table.move, { 1 }, 1, 1, 1, string)", (False, READONLY)),
    "table.sort": ("return pcall(table.sort, _G)", (False, READONLY)),
    "setmetatable": ("return pcall(setmetatable, string, {})", (False, READONLY)),
    "table.freeze metatable": ("return getmetatable(string), getmetatable(_G)", (None, None)),
    "metatable of strings, read": ("return getmetatable('').__index == string", (True,)),
    "metatable of strings, replaced": (
        "local m = getmetatable('') return pcall(rawset, m, '__index', {}), pcall(table.clear, m)",
        (False, False, READONLY),
    ),
    "field of a string": (
        "return pcall(function() local s = 'x' s.y = 1 end)",
        (False, "main:1: attempt to index string with 'y'"),
    ),
    "metatables of basic types": (
        "return getmetatable(nil), getmetatable(true), getmetatable(1), getmetatable(print),"
        " getmetatable(coroutine.create(print)), getmetatable(buffer.create(1))",
        (None,) * 6,
    ),
    "setmetatable of basic types": (
        "local r = {} for i, v in { true, 1, 'x', print, coroutine.create(print), newproxy(true),"
        " vector.one, buffer.create(1) } do r[i] = pcall(setmetatable, v, {}) end return unpack(r)",
        (False,) * 8,
    ),
    "a library as metatable": (
        "local t = setmetatable({}, string) return t.rep, #t, (pcall(function() return t + 1 end))",
        (None, 0, False),
    ),
    "a shared table seen by two scripts": (
        "local ok = pcall(rawset, _G, 'shared', 1) return ok, _G.shared",
        (False, None),
    ),
}

FROZEN = {
    "writers": (
        "local t = table.freeze({ a = 1, 5 }) for _, f in { rawset, table.insert, table.clear,"
        " table.remove, table.sort, setmetatable } do pcall(f, t, 1, 2) end return t.a, t[1], #t",
        (1, 5, 1),
    ),
    "metatable of a frozen table is the program's own": (
        "local m = { x = 1 } local t = table.freeze(setmetatable({}, m)) "
        "return getmetatable(t) == m, getmetatable(table.freeze({}))",
        (True, None),
    ),
    "an iterator keeps no hold of the storage": (
        "local t = table.freeze({ 1, 2 }) for _, v in t do pcall(rawset, t, 1, 9) end return t[1]",
        (1,),
    ),
    "a clone is not the storage": (
        "local t = table.freeze({ 1 }) local c = table.clone(t) c[1] = 9 return t[1], c[1]",
        (1, 9),
    ),
}

COLLECTOR = {
    "__gc by assignment": (
        "local n = 0 local m = getmetatable(newproxy(true)) m.__gc = function() n += 1 end m = nil"
        " collectgarbage() collectgarbage() return n",
        (0,),
    ),
    "__gc by rawset": (
        "local n = 0 local m = getmetatable(newproxy(true))"
        " rawset(m, '__gc', function() n += 1 end) local seen = rawget(m, '__gc') m = nil"
        " collectgarbage() collectgarbage() return n, seen",
        (0, None),
    ),
    "__gc past the guard": (
        "local n = 0 local m = getmetatable(newproxy(true)) setmetatable(m, nil)"
        " m.__gc = function() n += 1 end m = nil collectgarbage() collectgarbage() return n",
        (0,),
    ),
    "__gc of a clone": (
        "local n = 0 local m = table.clone(getmetatable(newproxy(true)))"
        " m.__gc = function() n += 1 end setmetatable({}, m) m = nil"
        " collectgarbage() collectgarbage() return n",
        (0,),
    ),
    "__mode empties tables and nothing else": (
        "local t = setmetatable({ {} }, { __mode = 'v' }) collectgarbage() return #t, _G.print"
        " == print",
        (0, True),
    ),
    "newproxy's metatable is fresh": (
        "return getmetatable(newproxy(true)) ~= getmetatable(newproxy(true)),"
        " getmetatable(newproxy())",
        (True, None),
    ),
}

FRAMES = {
    "functions of frames inside pcall": (
        "local seen = {} pcall(function() for i = 0, 9 do local f = debug.info(i, 'f')"
        " if f and debug.info(f, 's') == '[C]' then seen[debug.info(f, 'n')] = true end end end)"
        " return seen.info, seen.getregistry, seen.require",
        (True, None, None),
    ),
    "functions of a suspended thread": (
        "local co = coroutine.create(function() pcall(coroutine.yield) end) coroutine.resume(co)"
        " local bad = 0 for i = 0, 9 do local f = debug.info(co, i, 'f')"
        " if f and getfenv(f) ~= getfenv() then bad += 1 end end return bad",
        (0,),
    ),
    "prelude functions of a comparator's stack": (
        "local names = {} table.sort({ 1, 2 }, function(a, b) for i = 0, 9 do"
        " local f = debug.info(i, 'f') if f then names[debug.info(i, 's')] = true end end"
        " return a < b end) local n = 0 for name in names do n += 1 end"
        " return n, names['[C]'], names.main",
        (2, True, True),
    ),
    "odd arguments of debug.info": (
        "return (pcall(debug.info, -1, 'f')), (pcall(debug.info, 1, 'ff')), (pcall(debug.info,"
        " {}, 's')),"
        " (pcall(debug.info, 1, ('s'):rep(1000))), debug.info(1e9, 'f')",
        (False, False, False, False),
    ),
    "tracebacks of odd threads": (
        "local failed = coroutine.create(error) coroutine.resume(failed)"
        " local closed = coroutine.create(print) coroutine.close(closed)"
        " return debug.traceback(failed), debug.traceback(closed), debug.traceback(failed, 'm',"
        " 1e9)",
        ("", "", "m\n"),
    ),
    "a chunk named as the prelude": (
        "local f = loadstring('error(\"x\")', '=\\1prelude/base') return pcall(f)",
        (False, "?prelude/base:1: x"),
    ),
    "a chunk named as the prelude has no hidden frames": (
        "local f = loadstring('return debug.info(1, \"s\")', '=\\1prelude/base') return f()",
        ("?prelude/base",),
    ),
    "a chunk named as another": (
        "local f = loadstring('local x x.y()', '=main') return pcall(f)",
        (False, "main:1: attempt to index nil with 'y'"),
    ),
    "a spoofed position": (
        "return pcall(error, 'main:99: attempt to index a nil value', 0)",
        (False, "main:99: attempt to index a nil value"),
    ),
    "a spoofed stop": (
        "return pcall(error, 'Script timeout: exhausted allowed execution time', 0)",
        (False, "Script timeout: exhausted allowed execution time"),
    ),
}

BYTECODE = {
    "bytecode as source": ("return (loadstring('\\27LJ\\2\\0'))", (None,)),
    "bytecode as chunk name": ("return loadstring('return 1', '\\27LJ')()", (1,)),
    "bytecode in a literal": ("return loadstring('return \"\\27LJ\"')()", ("\x1bLJ",)),
    "64-bit literals": (
        "return (loadstring('return 1LL')), (loadstring('return 1ULL'))",
        (None, None),
    ),
    "goto": ("return (loadstring('goto x ::x::'))", (None,)),
    "goto is a name": ("local goto = 5 for i = 1, 2 do continue end return goto", (5,)),
    "types run nothing": (
        "local n = 0 local f = function() n += 1 end local x: typeof(f()) = 1 return n",
        (0,),
    ),
    "long strings end where they end": (
        "return loadstring('return [==[ ]] os = nil --]=] ]==]')(), os ~= nil",
        (" ]] os = nil --]=] ", True),
    ),
    "a NUL ends the source": ("return loadstring('return 1\\0 .. os.execute()')()", (1,)),
}

CDATA = {
    "arithmetic on a buffer": (
        "return (pcall(function() return buffer.create(8) + 1 end))",
        (False,),
    ),
    "index of a buffer": (
        "local b = buffer.create(8) return (pcall(function() return b[0] end)),"
        " (pcall(function() b[0] = 1 end)), (pcall(function() return #b end)), (pcall(function()"
        " b() end))",
        (False,) * 4,
    ),
    "bounds of a buffer": (
        "local b = buffer.create(8) local r = {} for i, c in { { buffer.readu32, -1 },"
        " { buffer.readu32, 5 }, { buffer.readu8, 2 ^ 31 }, { buffer.readu8, 0 / 0 },"
        " { buffer.readstring, 0, 2 ^ 31 }, { buffer.fill, 4, 0, 2 ^ 31 - 1 },"
        " { buffer.writestring, 6, 'abc' }, { buffer.readbits, 60, 8 }, { buffer.readf64, 1 / 0"
        " } } do"
        " r[i] = pcall(c[1], b, unpack(c, 2)) end return unpack(r)",
        (False,) * 9,
    ),
    "members of an integer": (
        "return (pcall(function() return (5i).x end)), (pcall(function() return (5i)[0] end)),"
        " (pcall(function() return (5i)() end)), (pcall(function() return 5i + 1 end))",
        (False,) * 4,
    ),
    "members of a vector": (
        "local v = vector.one return (pcall(function() v.x = 2 end)), (pcall(function() return"
        " v[0] end)),"
        " (pcall(function() return v.__index end)), v.x",
        (False, False, False, 1),
    ),
    "cdata as arguments": (
        "local r = {} for i, c in { { string.rep, 'x', 5i }, { math.floor, vector.one },"
        " { table.create, 5i }, { string.char, 5i }, { getfenv, 1i },"
        " { error, 'x', 1i }, { next, {}, 1i }, { bit32.bor, 5i } } do"
        " r[i] = pcall(unpack(c)) end return unpack(r)",
        (False,) * 8,
    ),
    "an integer is no index": ("local t = { 'x' } return t[1i]", (None,)),
    "comparison of kinds": (
        "return (pcall(function() return 5i < vector.one end)), 5i == buffer.create(1)",
        (False, False),
    ),
}

FORMATS = {
    "%p": ("return (pcall(string.format, '%p', print))", (False,)),
    "%n": ("return (pcall(string.format, '%n', 1))", (False,)),
    "huge widths": (
        "return (pcall(string.format, '%99999d', 1)), (pcall(string.format, '%.999f', 1))",
        (False, False),
    ),
    "widest allowed": ("return #string.format('%99.99f', 1e308) > 300", (True,)),
    "%q of a function": ("return (pcall(string.format, '%q', print))", (False,)),
    "addresses are made up": (
        "return tostring(print) == tostring(print), tostring({}) == tostring({})",
        (True, False),
    ),
    "os.date": (
        "return (pcall(os.date, '%Ez')), (pcall(os.time, { year = 1e300, month = 1, day = 1 }))",
        (False, True),
    ),
    "packing": (
        "local r = {} for i, c in { { string.pack, 'i17', 1 }, { string.unpack, 'z', 'x' },"
        " { string.unpack, 's8', ('\\255'):rep(7) .. '\\127' },"
        " { string.packsize, ('c2147483647'):rep(3) }, { string.unpack, 'c1000000000', 'x' } } do"
        " r[i] = pcall(unpack(c)) end return unpack(r)",
        (False,) * 5,
    ),
}

CASES = {
    f"{family}: {name}": case
    for family, cases in {
        "environments": ENVIRONMENTS, "libraries": LIBRARIES, "frozen tables": FROZEN,
        "collector": COLLECTOR, "frames": FRAMES, "bytecode": BYTECODE, "cdata": CDATA,
        "formats": FORMATS,
    }.items()
    for name, case in cases.items()
}  # fmt: skip


@pytest.fixture(scope="module")
def vm() -> VM:
    """One for all: no case may leave anything behind that another could see."""
    return VM()


@pytest.mark.parametrize(("program", "result"), CASES.values(), ids=CASES.keys())
def test_the_sandbox_stays_closed(vm: VM, program: str, result: tuple[object, ...]) -> None:
    assert vm.run(program) == result
