"""More captured or living locals than LuaJIT has room for.

    local function f(a) local b ... return function() return a + b + ... end end
    =>   local function f(a) local _X1={a_1=a} _X1.b_2 = ... return function() return _X1.a_1 + ...

Luau lets a function capture 200 variables, LuaJIT 60. And Luau's constants take none of the 200
locals of a function, LuaJIT's do. The surplus of a block lives in a table that the block makes when
it is entered, so that every round of a loop and every call has variables of its own.

Which those are is known after a walk over the whole program; a second walk writes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bridge.diagnostics import Diagnostic
from bridge.errors import LuauSyntaxError
from bridge.lowering.emitter import Emitter
from bridge.syntax import ast
from bridge.syntax.visitor import walk

__all__ = ["Boxes", "boxes_for", "has_room_for", "leave_function", "note_locals"]

_UPVALUES_MAX = 60
_OWN_UPVALUES = 5
"""Runtime table, tick, numbering of keys, iteration, exports."""

_ROOM = _UPVALUES_MAX - _OWN_UPVALUES

_LOCALS_MAX = 180
"""From here on locals of a function are boxed; the rest of LuaJIT's 200 is for blocks and loops."""


def leave_function(node: ast.Function, inner: set[ast.Variable], out: Emitter) -> None:
    """Count what a finished function captured, and hand on what is not its parent's own."""
    if not inner:
        return
    depth = out.depth
    out.captured.update(variable for variable in inner if variable.function_depth < depth)
    count = len(inner)
    if count > out.captured_max:
        out.captured_max = count
    if count > _ROOM:
        out.crowded.append((node, inner))


def has_room_for(own: int, out: Emitter) -> bool:
    """Whether every function may capture `own` locals of the chunk's frame besides its own."""
    return out.captured_max + own <= _UPVALUES_MAX


def note_locals(variables: tuple[ast.Variable, ...], out: Emitter) -> None:
    """Count new locals; those for which the function has no room are noted."""
    out.active += len(variables)
    if out.active > _LOCALS_MAX:
        out.surplus.extend(variables)


@dataclass
class Boxes:
    """Where the surplus lives.

    Attributes:
        places: variables -> the field that holds them.
        openings: blocks -> what they begin with.
    """

    places: dict[ast.Variable, str] = field(default_factory=dict)
    openings: dict[ast.Block, str] = field(default_factory=dict)


@dataclass
class _Scope:
    """The variables of a block: by statement, because those of one statement go together."""

    block: ast.Block
    groups: list[tuple[ast.Variable, ...]]
    entering: frozenset[ast.Variable]
    table: str = ""


class _Plan:
    def __init__(self, chunk: ast.Chunk, out: Emitter) -> None:
        self._out = out
        self._scopes = [
            _scope(block, entering) for block, entering in _blocks(chunk) if block.statements
        ]
        self._home = {
            variable: scope
            for scope in self._scopes
            for group in scope.groups
            for variable in group
        }
        self.boxes = Boxes()

    def box(self, scope: _Scope, group: tuple[ast.Variable, ...]) -> None:
        names = self._out.names
        if not scope.table:
            scope.table = names.box()
        for variable in group:
            self.boxes.places[variable] = names.field(scope.table, variable.name)

    def box_surplus(self) -> None:
        """Box the locals that a function has no room for."""
        surplus = set(self._out.surplus)
        for scope in self._scopes:
            for group in scope.groups:
                if not surplus.isdisjoint(group):
                    self.box(scope, group)

    def relieve(self, captured: set[ast.Variable]) -> bool:
        """Box captured variables until a function has room; False if that cannot be."""
        while self._upvalues(captured) > _ROOM:
            best: _Scope | None = None
            most = 0
            for scope in self._scopes:
                gained = sum(len(captured.intersection(group)) for group in self._free(scope))
                if not scope.table:
                    gained -= 1
                if gained > most:
                    best, most = scope, gained
            if best is None:
                return False
            for group in reversed(self._free(best)):
                if not captured.isdisjoint(group):
                    self.box(best, group)
                if self._upvalues(captured) <= _ROOM:
                    break
        return True

    def _free(self, scope: _Scope) -> list[tuple[ast.Variable, ...]]:
        return [group for group in scope.groups if group[0] not in self.boxes.places]

    def _upvalues(self, captured: set[ast.Variable]) -> int:
        places = self.boxes.places
        plain = sum(variable not in places for variable in captured)
        return plain + len({self._home[each].table for each in captured if each in places})

    def close(self) -> Boxes:
        """Write what each block begins with."""
        for scope in self._scopes:
            if scope.table:
                places = self.boxes.places
                start = len(scope.table) + 1
                copies = ", ".join(
                    f"{places[variable][start:]}={variable.name}"
                    for group in scope.groups
                    for variable in group
                    if variable in scope.entering and variable in places
                )
                self.boxes.openings[scope.block] = f" local {scope.table}={{{copies}}}"
        return self.boxes


def boxes_for(chunk: ast.Chunk, out: Emitter) -> Boxes:
    """Places for what a first walk had no room for.

    Raises:
        LuauSyntaxError: a function captures variables of more blocks than LuaJIT has upvalues for.
    """
    plan = _Plan(chunk, out)
    plan.box_surplus()
    for function, captured in out.crowded:
        if not plan.relieve(captured):
            name = f"function '{function.name}'" if function.name else "this function"
            text = (
                f"{name} captures {len(captured)} variables of too many blocks; "
                f"LuaJIT has room for {_ROOM}. Move some of them into a table"
            )
            problem = Diagnostic(out.source, function.span, text)
            raise LuauSyntaxError(problem.render(), (problem,), problem.headline())
    return plan.close()


def _blocks(chunk: ast.Chunk) -> list[tuple[ast.Block, tuple[ast.Variable, ...]]]:
    """Every block, with the variables that exist when it is entered."""
    entering: dict[ast.Block, tuple[ast.Variable, ...]] = {}
    blocks: list[ast.Block] = []
    for node in walk(chunk.body):
        if isinstance(node, ast.Block):
            blocks.append(node)
        elif isinstance(node, ast.Function):
            own = (node.self_variable,) if node.self_variable is not None else ()
            entering[node.body] = (*own, *node.parameters)
        elif isinstance(node, ast.NumericFor):
            entering[node.body] = (node.variable,)
        elif isinstance(node, ast.GenericFor):
            entering[node.body] = node.variables
    return [(block, entering.get(block, ())) for block in blocks]


def _scope(block: ast.Block, entering: tuple[ast.Variable, ...]) -> _Scope:
    groups: list[tuple[ast.Variable, ...]] = [(variable,) for variable in entering]
    for statement in block.statements:
        match statement:
            case ast.LocalStatement(exported=False, variables=variables):
                groups.append(variables)
            case ast.LocalFunction(exported=False, variable=variable):
                groups.append((variable,))
            case _:
                continue
    return _Scope(block, groups, frozenset(entering))
