"""Calls of library functions: looked up once, when the chunk is loaded.

    math.floor(x)   =>   _Imath_floor(x)

Luau does the same: its compiler turns `math.floor` into an import that the loader resolves, as long
as nobody can have changed the script's globals: the program does not assign `math`, and neither
`getfenv`, `setfenv` nor `loadstring` has touched the environment. Then Luau looks up at each call.

So a program that names one of those three, or assigns the global, gets no imports. If another chunk
lays hands on this chunk's environment while it runs, the VM replaces what the locals hold by
functions that look up (`imports.lua`). Only there arguments are evaluated before the lookup, and a
function that replaces one of a single result keeps to it in `return math.floor(x)`.

A lookup takes about twenty instructions of a compiled trace that nothing but a loop can save.
"""

from __future__ import annotations

import re

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = [
    "GLOBALS",
    "IMPORTS_MAX",
    "LIBRARY",
    "gives_one_result",
    "note_written",
    "put_library_function",
    "touches_environments",
]

IMPORTS_MAX = 32
"""Per chunk: every import may take one of the 60 upvalues a function has."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


LIBRARY: dict[str, frozenset[str]] = {
    "bit32": _words(
        "arshift band bnot bor btest bxor byteswap countlz countrz extract lrotate lshift replace",
        "rrotate rshift",
    ),
    "buffer": _words(
        "copy create fill fromstring len readf32 readf64 readi16 readi32 readi8 readstring readu16",
        "readu32 readu8 tostring writef32 writef64 writei16 writei32 writei8 writestring writeu16",
        "writeu32 writeu8",
    ),
    "coroutine": _words("close create isyieldable resume running status wrap yield"),
    "math": _words(
        "abs acos asin atan atan2 ceil clamp cos cosh deg exp floor fmod frexp ldexp lerp log",
        "log10 map max min modf noise pow rad random round sign sin sinh sqrt tan tanh",
    ),
    "os": _words("clock time"),
    "string": _words(
        "byte char find format gmatch gsub len lower match pack rep reverse split sub unpack upper"
    ),
    "table": _words(
        "clear clone concat create find freeze insert isfrozen move pack remove sort unpack"
    ),
    "utf8": _words("char codepoint len offset"),
    "vector": _words("create cross dot magnitude normalize"),
}
"""Members of Luau's libraries that are there in every VM."""

GLOBALS = _words(
    "assert error getmetatable ipairs next pairs pcall print rawequal rawget rawlen rawset select",
    "setmetatable tonumber tostring type typeof unpack xpcall",
)
"""The same without a library."""

_ONE_RESULT = _words(
    "getmetatable rawequal rawget rawlen setmetatable tonumber tostring type typeof",
    "coroutine.create coroutine.status coroutine.wrap math.abs math.ceil math.clamp math.cos",
    "math.exp math.floor math.fmod math.lerp math.log math.max math.min math.pow math.rad",
    "math.random math.round math.sign math.sin math.sqrt math.tan string.format string.len",
    "string.lower string.rep string.reverse string.sub string.upper table.clone table.concat",
    "table.create table.freeze table.pack",
)
"""Those that give exactly one result whenever they return."""

_TOUCHING = re.compile(r"getfenv|setfenv|loadstring")


def touches_environments(text: str) -> bool:
    """Whether a program may change the globals of a chunk by itself."""
    return _TOUCHING.search(text) is not None


def note_written(target: ast.Expression, out: Emitter) -> None:
    """Remember a global that the program assigns."""
    if isinstance(target, ast.Global):
        out.written.add(target.name)


def _path(function: ast.Expression, out: Emitter) -> tuple[str, ...]:
    """The names of an importable function, or none."""
    if not out.importing:
        return ()
    path: tuple[str, ...] = ()
    if isinstance(function, ast.Global):
        if function.name in GLOBALS:
            path = (function.name,)
    elif isinstance(function, ast.IndexName) and isinstance(function.object, ast.Global):
        library = function.object.name
        if function.name in LIBRARY.get(library, ()):
            path = (library, function.name)
    if path and (
        path[0] in out.written or (path not in out.imports and len(out.imports) >= IMPORTS_MAX)
    ):
        return ()
    return path


def gives_one_result(function: ast.Expression, out: Emitter) -> bool:
    """Whether this is an import whose calls have exactly one result."""
    return ".".join(_path(function, out)) in _ONE_RESULT


def put_library_function(function: ast.Expression, out: Emitter) -> bool:
    """Write the import of a called function; False if it has none."""
    path = _path(function, out)
    if not path:
        return False
    local = out.imports.setdefault(path, out.names.library(path))
    at = function.span[0]
    if at >= out.line_end:
        out.reach(at)
    ends = function.name_span[0] if isinstance(function, ast.IndexName) else at
    if ends >= out.line_end:
        out.reach(ends)
    out.put(local)
    return True
