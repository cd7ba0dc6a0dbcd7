"""The first line of a lowered chunk: locals of an enclosing function, for what the program needs.

    print(#t)
    =>   local _R=... local _Rlen=_Rlen local _Iprint=_R.import("print")
         _R.imported(function() return _Iprint end) return function(...) _Iprint(_Rlen(t)) end

A local that is never assigned is a constant to LuaJIT's compiler, a member of a table is not. The
program itself stands in the inner function and keeps its 200 locals. By the function given to
`imported` the VM can reach the imports again, should they no longer hold.
"""

from __future__ import annotations

from bridge.lowering import moved_lines
from bridge.lowering.emitter import Emitter

__all__ = ["own_locals", "text"]


def own_locals(out: Emitter) -> dict[str, str]:
    """Locals of the frame around the program but for the runtime table, and their values."""
    names = out.names
    runtime = names.runtime
    found = {}
    if out.tick:
        found[names.tick] = f"{runtime}.B"
    if out.numbers_keys:
        found[names.key] = f"{runtime}.K"
    if out.iterates:
        found[names.loop] = f"{runtime}.iter"
    if _hosts(names.exports, out):
        found[names.exports] = "{}"
    for name, local in out.helpers.items():
        found[local] = f"{runtime}.{name}"
    for path, local in out.imports.items():
        arguments = ", ".join(f'"{part}"' for part in path)
        found[local] = f"{runtime}.import({arguments})"
    return found


def _hosts(table: str, out: Emitter) -> bool:
    return any(place.startswith(f"{table}.") for place in out.places.values())


def text(out: Emitter) -> str:
    """The frame's statements."""
    parts = [f"local {out.names.runtime}=..."]
    parts += [f"local {name}={value}" for name, value in own_locals(out).items()]
    if out.imports:
        held = ", ".join(out.imports.values())
        parts.append(f"{out.names.runtime}.imported(function() return {held} end)")
    moved = moved_lines.specification(out)
    if moved:
        parts.append(f'{out.names.runtime}.moved("{moved}")')
    return " ".join(parts)
