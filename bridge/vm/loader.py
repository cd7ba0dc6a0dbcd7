"""The prelude as bytecode: which files in which order, compiled once per process.

Knows nothing of a running VM.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bridge.errors import UsageError
from bridge.vm.runtime import compile_chunk

__all__ = ["CORE", "LIBRARIES", "PRELUDE", "SCHEDULER", "prelude_chunk"]

# bootstrap makes P; frames and arguments raise errors; readonly comes before everything that looks
# at tables; errors before whatever calls user code.
CORE = (
    "bootstrap",
    "frames",
    "arguments",
    "numbers",
    "readonly",
    "typenames",
    "errors",
    "operations",
    "vm_messages",
    "basetypes",
    "ordering",
    "operators",
    "tracebacks",
    "yielding",
    "coroutine",
    "base",
    "entry",
    "imports",
    "environment",
)

# Luau's libraries. Patterns need their analysis and matcher, value types their shared metatables,
# buffers the integer type.
LIBRARIES = (
    "string",
    "pattern_analysis",
    "pattern_matcher",
    "patterns",
    "format",
    "pack",
    "table",
    "sort",
    "math",
    "random",
    "noise",
    "bit32",
    "utf8",
    "opaque",
    "integer",
    "buffer",
    "vector",
    "os",
    "debug",
)

PRELUDE = CORE + LIBRARIES

SCHEDULER = (
    "output", "chance", "clock", "threads", "timers", "deferred", "task", "handler_order",
    "connections", "signal", "heartbeat", "close", "require_path", "script", "engine_globals",
    "load_module",
)  # fmt: skip
"""Tasks, clocks, signals and scripts: what a server's VM has besides, before its DataModel."""


def _prelude_text(name: str) -> bytes:
    resource = files("bridge").joinpath("prelude", f"{name}.lua")
    if not resource.is_file():
        raise UsageError(f"no prelude file {name!r}")
    return resource.read_bytes()


@cache
def prelude_chunk(name: str) -> tuple[bytes, bytes]:
    """Bytecode of `bridge/prelude/<name>.lua` and its chunk name.

    Byte 1 after the `=` marks prelude functions: no user chunk name can start with it.
    """
    chunk_name = f"=\x01prelude/{name}".encode()
    return compile_chunk(_prelude_text(name), chunk_name), chunk_name
