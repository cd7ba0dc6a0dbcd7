"""Opening LuaJIT: the only file of the project that imports lupa.

Rule 1: nothing outside this folder touches a lupa object. Rule 2: nothing in this folder knows
about time or Roblox services.
"""

from __future__ import annotations

from typing import Any, NoReturn

from bridge.errors import BridgeError, UsageError

try:
    import lupa.luajit21 as _luajit
except ImportError as error:  # pragma: no cover - depends on the installed wheel
    raise BridgeError(
        "lupa has no LuaJIT 2.1 on this platform (no module lupa.luajit21); luau-bridge needs it. "
        "Install a lupa wheel that includes it: pip install --only-binary=:all: 'lupa>=2.8'"
    ) from error

__all__ = [
    "EngineError",
    "EngineMemoryError",
    "RawFunction",
    "RawObject",
    "RawTable",
    "Runtime",
    "compile_chunk",
    "open_runtime",
]

Runtime = Any
"""A lupa `LuaRuntime`; untyped because lupa ships no stubs."""

EngineError: type[Exception] = _luajit.LuaError
EngineMemoryError: type[Exception] = _luajit.LuaMemoryError


def _deny(_object: object, name: object, _is_setting: bool) -> NoReturn:
    """No attribute of a Python object can be read or set from Lua, whatever its name."""
    raise AttributeError(f"attribute access from Lua is denied: {name!r}")


def open_runtime(max_memory: int | None = None) -> Runtime:
    """A fresh LuaJIT state; strings cross as bytes, Python attributes do not cross at all."""
    return _luajit.LuaRuntime(
        encoding=None,
        register_eval=False,
        register_builtins=False,
        unpack_returned_tuples=True,
        attribute_filter=_deny,
        max_memory=max_memory,
    )


def compile_chunk(text: bytes, name: bytes) -> bytes:
    """Bytecode of a Lua chunk, made in a throw-away state; a syntax error is a `BridgeError`."""
    runtime = open_runtime()
    dump = runtime.execute(
        b"local text, name = ... local f, problem = loadstring(text, name)"
        b" if not f then return false, problem end return true, string.dump(f)",
        text,
        name,
    )
    if not dump[0]:
        raise BridgeError(f"prelude file does not compile: {dump[1].decode('utf-8', 'replace')}")
    return bytes(dump[1])


def _sample_types() -> tuple[type, type, type]:
    """lupa does not export the classes of its wrappers: take them from one value of each kind."""
    runtime = open_runtime()
    version = runtime.execute(b"return jit and jit.version or _VERSION").decode()
    if not version.startswith("LuaJIT 2.1"):
        raise UsageError(f"luau-bridge needs LuaJIT 2.1, lupa offers {version}")
    table, function, userdata = runtime.execute(b"return {}, function() end, newproxy(true)")
    return type(table), type(function), type(userdata)


RawTable, RawFunction, RawObject = _sample_types()
