"""Functions that a program's globals are sure to hold, as long as the program leaves them alone.

    print, table.insert   =>   known;   table.instert, helper   =>   not known

For telling apart the calls of one line: a call of `print` is not the one that found nil to call.
"""

from __future__ import annotations

from bridge.syntax import ast

__all__ = ["LIBRARIES", "PLAIN_FUNCTIONS", "is_known_function", "is_known_library"]

_PLAIN = (
    "assert error getfenv getmetatable ipairs loadstring newproxy next pairs pcall print rawequal"
    " rawget rawlen rawset select setfenv setmetatable tonumber tostring type typeof unpack"
    " xpcall"
)

PLAIN_FUNCTIONS = frozenset(_PLAIN.split())

LIBRARIES: dict[str, frozenset[str]] = {
    name: frozenset(members.split())
    for name, members in {
        "bit32": "arshift band bnot bor btest bxor byteswap countlz countrz extract lrotate lshift"
        " replace rrotate rshift",
        "buffer": "copy create fill fromstring len readbits readf32 readf64 readi16 readi32"
        " readi8 readinteger readstring readu16 readu32 readu8 tostring writebits writef32 writef64"
        " writei16 writei32 writei8 writeinteger writestring writeu16 writeu32 writeu8",
        "coroutine": "close create isyieldable resume running status wrap yield",
        "debug": "info traceback",
        "math": "abs acos asin atan atan2 ceil clamp cos cosh deg exp floor fmod frexp isfinite"
        " isinf isnan ldexp lerp log log10 map max min modf noise pow rad random randomseed round"
        " sign sin sinh sqrt tan tanh",
        "os": "clock date difftime time",
        "string": "byte char find format gmatch gsub len lower match pack packsize rep reverse"
        " split sub unpack upper",
        "table": "clear clone concat create find foreach foreachi freeze getn insert isfrozen maxn"
        " move pack remove sort unpack",
        "utf8": "char codepoint codes len offset",
        "vector": "abs angle ceil clamp create cross dot floor lerp magnitude max min normalize"
        " sign",
    }.items()
}
"""Libraries are read-only, so only the global itself can be replaced."""


def is_known_library(node: ast.Expression, replaced: frozenset[str]) -> bool:
    """Whether an expression is a library; `replaced` are the globals the program assigns."""
    return isinstance(node, ast.Global) and node.name in LIBRARIES and node.name not in replaced


def is_known_function(node: ast.Expression, replaced: frozenset[str]) -> bool:
    """Whether an expression is sure to be a function of Luau's library."""
    if isinstance(node, ast.Global):
        return node.name in PLAIN_FUNCTIONS and node.name not in replaced
    return (
        isinstance(node, ast.IndexName)
        and isinstance(node.object, ast.Global)
        and is_known_library(node.object, replaced)
        and node.name in LIBRARIES[node.object.name]
    )
