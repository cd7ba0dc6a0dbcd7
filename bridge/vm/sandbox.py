"""What a program may reach: Luau's globals, each with the reason it is safe to have.

An allow-list, never a deny-list: bootstrap.lua empties LuaJIT's global table before the first line
of user code, and only what the prelude puts back exists. tests/bridge/vm/test_sandbox.py walks
everything a program can reach and compares it with this file. Knows nothing of the engine: the
globals of Roblox are added by the prelude files that implement them.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FORBIDDEN", "GLOBALS"]

_PURE = "computes from its arguments only"
_CHECKED = "the prelude's own version, which sees through read-only tables"

GLOBALS: Mapping[str, str] = {
    "_G": "the frozen table of these globals; a script's own globals lie in front of it",
    "_VERSION": "a string",
    "assert": _PURE,
    "bit32": _PURE,
    "buffer": "bytes behind an opaque value; every access is bounds-checked",
    "collectgarbage": "only 'collect' and 'count'",
    "coroutine": "threads of this VM; a stop of the run passes through them",
    "debug": "only Luau's info and traceback: no hooks, upvalues, registry or metatables",
    "error": _PURE,
    "gcinfo": "a number",
    "getfenv": "environments of Luau functions and threads; never the prelude's",
    "getmetatable": "hides the metatables of basic types",
    "integer": _PURE,
    "ipairs": _CHECKED,
    "loadstring": "compiles Luau through our own front end; no bytecode",
    "math": "computes; random draws from the VM's seed",
    "newproxy": "an empty userdata whose metatable takes no __gc",
    "next": _CHECKED,
    "os": "only clock, date, difftime and time, all of the VM's own clock",
    "pairs": _CHECKED,
    "pcall": "never catches a stop of the run",
    "print": "goes to the VM's output callback",
    "rawequal": _PURE,
    "rawget": _CHECKED,
    "rawlen": _CHECKED,
    "rawset": _CHECKED,
    "select": _PURE,
    "setfenv": "Luau functions only",
    "setmetatable": _CHECKED,
    "string": "no dump; callbacks count as C calls",
    "table": _CHECKED,
    "tonumber": _PURE,
    "tostring": "addresses are numbers of first use",
    "type": _PURE,
    "typeof": _PURE,
    "unpack": _CHECKED,
    "utf8": _PURE,
    "vector": _PURE,
    "xpcall": "never catches a stop of the run",
}
"""Global name -> why a program may have it."""

FORBIDDEN: Mapping[str, str] = {
    "bit": "LuaJIT's own; bit32 replaces it",
    "dofile": "reads files",
    "ffi": "calls any C function",
    "io": "reads and writes files",
    "jit": "turns the compiler off and inspects machine code",
    "load": "accepts bytecode, which LuaJIT does not verify",
    "loadfile": "reads files",
    "module": "writes globals of LuaJIT",
    "package": "loads C libraries",
    "python": "lupa's way into the host process",
}
"""LuaJIT globals that must not come back, and what they would give away."""
