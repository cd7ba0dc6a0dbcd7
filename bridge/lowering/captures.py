"""More captured or living locals than LuaJIT has room for.

    local a1 ... a150; function f() return a1 + ... + a150 end
    =>   _X.a1_1 ...; function f() return _X.a1_1 + ... end

Luau lets a function capture 200 variables, LuaJIT 60. And Luau's constants take none of the 200
locals of a function, LuaJIT's do. Locals of the chunk outside loops exist once, so the surplus can
live in one table; anything else is refused with the function's name.
"""

from __future__ import annotations

from bridge.diagnostics import Diagnostic
from bridge.errors import LuauSyntaxError
from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["boxes_for", "has_room_for", "leave_function", "make_room"]

_UPVALUES_MAX = 60
_OWN_UPVALUES = 6
"""Runtime table, tick, numbering of keys, iteration, exports, boxes."""

_CHUNK_LOCALS_MAX = 180
"""From here on locals of the chunk are boxed; the rest of LuaJIT's 200 is for blocks and loops."""


def leave_function(node: ast.Function, inner: set[ast.Variable], out: Emitter) -> None:
    """Count what a finished function captured, and hand on what is not its parent's own."""
    if not inner:
        return
    depth = out.depth
    out.captured.update(variable for variable in inner if variable.function_depth < depth)
    count = len(inner)
    if count > out.captured_max:
        out.captured_max = count
    if count > _UPVALUES_MAX - _OWN_UPVALUES:
        out.crowded.append((node, inner))


def has_room_for(own: int, out: Emitter) -> bool:
    """Whether every function may capture `own` locals of the chunk's frame besides its own."""
    return out.captured_max + own <= _UPVALUES_MAX


def make_room(variables: tuple[ast.Variable, ...], out: Emitter) -> None:
    """Box new locals of the chunk when it already has as many as it may."""
    if (
        out.depth == 0
        and out.active + len(variables) > _CHUNK_LOCALS_MAX
        and not out.loops
        and variables[0] not in out.places
    ):
        for variable in variables:
            out.places[variable] = out.names.box(variable.name)


def boxes_for(chunk: ast.Chunk, out: Emitter) -> dict[ast.Variable, str]:
    """Places for the surplus captures of crowded functions, for a second walk.

    Raises:
        LuauSyntaxError: a function captures too many variables of functions or loops.
    """
    groups = _declared_once(chunk.body)
    places: dict[ast.Variable, str] = {}
    for function, captured in out.crowded:
        room = _UPVALUES_MAX - _OWN_UPVALUES
        surplus = sum(variable not in places for variable in captured) - room
        for variables in reversed(groups):
            if surplus <= 0:
                break
            gained = sum(variable in captured and variable not in places for variable in variables)
            if gained:
                surplus -= gained
                places.update((each, out.names.box(each.name)) for each in variables)
        if surplus > 0:
            name = f"function '{function.name}'" if function.name else "this function"
            text = (
                f"{name} captures {len(captured)} variables of enclosing functions and loops; "
                f"LuaJIT allows {room}. Move some of them into a table"
            )
            problem = Diagnostic(out.source, function.span, text)
            raise LuauSyntaxError(problem.render(), (problem,), problem.headline())
    return places


def _declared_once(block: ast.Block) -> list[tuple[ast.Variable, ...]]:
    """Variables that exist once per run of the chunk, grouped by the statement declaring them."""
    groups: list[tuple[ast.Variable, ...]] = []
    for statement in block.statements:
        match statement:
            case ast.LocalStatement(exported=False, variables=variables):
                groups.append(variables)
            case ast.LocalFunction(exported=False, variable=variable):
                groups.append((variable,))
            case ast.Do(body=body):
                groups.extend(_declared_once(body))
            case _:
                # Locals inside other statements belong to loops, branches or functions.
                continue
    return groups
