"""What a simulated client sends and receives: Python values of any shape as Luau values, and back.

The Python half of `prelude/classes/payload.lua`. Values cross in pieces of letters and primitives
that the other side runs on a stack, so neither depth nor size is bounded by the border. Cycles and
other shapes that scripts refuse cross too: refusing is the engine's business. Knows no remotes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from bridge.errors import UsageError
from bridge.instances.byte_strings import bytes_of
from bridge.instances.tree import Instance
from bridge.instances.values import EnumItem
from bridge.instances.world import World
from bridge.vm import LuaValue

__all__ = [
    "Buffer",
    "Datatype",
    "Enclosing",
    "Named",
    "Nested",
    "Odd",
    "PayloadReader",
    "Repeated",
    "pieces",
    "push_payload",
    "vector",
]

PIECE_LENGTH: Final = 200
"""Letters in one crossing."""

Token: TypeAlias = tuple[str, object]
NO_VALUE: Final = object()


class Odd(Enum):
    """Values that no client can send as they are: they arrive as nil."""

    FUNCTION = "f"
    THREAD = "h"
    USERDATA = "u"
    CLIENT_INSTANCE = "p"
    """An instance the client has made: the server has none like it."""


@dataclass(frozen=True, slots=True)
class Datatype:
    """A value of a Roblox datatype, as the class table writes it: `Datatype("UDim", [0.5, 10])`."""

    name: str
    form: object

    @property
    def text(self) -> str:
        """Name and JSON."""
        return f"{self.name} {json.dumps({self.name: self.form})}"


@dataclass(frozen=True, slots=True)
class Buffer:
    """A buffer of these bytes."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Named:
    """The instance of that full name; one that only the client has when there is none."""

    path: str


@dataclass(frozen=True, slots=True)
class Enclosing:
    """The table around this place, `levels` further out: a cycle that can be written down."""

    levels: int = 0


@dataclass(frozen=True, slots=True)
class Nested:
    """A value inside that many tables."""

    depth: int
    value: object = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """An array of that many times the same value."""

    count: int
    value: object = 0


def vector(x: float, y: float, z: float) -> Datatype:
    """A Vector3."""
    return Datatype("Vector3", [x, y, z])


def push_payload(world: World, values: Sequence[object]) -> None:
    """Puts values on the stack of the VM; see `pieces`."""
    for piece in pieces(world, values):
        world.call("payload.push", *piece)


def pieces(world: World, values: Sequence[object]) -> list[tuple[object, ...]]:
    """Values as arguments for `payload.push`, in one or more calls.

    Lists and tuples become arrays, mappings tables with their keys; a container inside itself is
    the same table. None inside a list is a hole.

    Raises:
        UsageError: a value has no Luau form.
    """
    made: list[tuple[object, ...]] = []
    letters: list[str] = []
    raws: list[object] = []
    for letter, raw in _tokens(world, values):
        letters.append(letter)
        if raw is not NO_VALUE:
            raws.append(raw)
        if len(letters) == PIECE_LENGTH:
            made.append((not made, "".join(letters), *raws))
            letters, raws = [], []
    made.append((not made, "".join(letters), *raws))
    return made


def _tokens(world: World, values: Sequence[object]) -> Iterator[Token]:
    """Letters with their values; a stack of iterators instead of recursion.

    v plain, i instance, e enum item, d datatype, b buffer, r an open table by levels above the
    innermost, t opens a table, c closes it and makes it a value; a appends the last value, s sets
    key and value; z nil; the letters of `Odd`.
    """
    open_containers: list[object] = []
    stack: list[Iterator[Token | tuple[None, object]]] = [iter([(None, value) for value in values])]
    while stack:
        step = next(stack[-1], None)
        if step is None:
            stack.pop()
            if stack:
                open_containers.pop()
                yield "c", NO_VALUE
            continue
        letter, value = step
        if letter is not None:
            yield letter, value
        elif isinstance(value, Enclosing):
            if value.levels >= len(open_containers):
                raise UsageError(f"{value!r}: there is no table so far out")
            yield "r", value.levels
        elif isinstance(value, (list, tuple, Mapping, Nested, Repeated)):
            levels = _levels_above(open_containers, value)
            if levels is not None:
                yield "r", levels
            else:
                open_containers.append(value)
                yield "t", NO_VALUE
                stack.append(_steps(value))
                continue
        else:
            yield _plain(world, value)


def _levels_above(containers: list[object], value: object) -> int | None:
    for levels, container in enumerate(reversed(containers)):
        if container is value:
            return levels
    return None


def _steps(container: object) -> Iterator[Token | tuple[None, object]]:
    if isinstance(container, Mapping):
        for key, item in container.items():
            if key is None or key != key:
                raise UsageError(f"no Luau table has the key {key!r}")
            yield None, key
            yield None, item
            yield "s", NO_VALUE
    elif isinstance(container, Nested):
        if container.depth < 1:
            raise UsageError(f"{container!r}: a depth is at least 1")
        inner = container.value if container.depth == 1 else _inner(container)
        yield "v", 1
        yield None, inner
        yield "s", NO_VALUE
    elif isinstance(container, Repeated):
        for index in range(1, container.count + 1):
            yield "v", index
            yield None, container.value
            yield "s", NO_VALUE
    elif isinstance(container, (list, tuple)):
        for index, item in enumerate(container, 1):
            yield "v", index
            yield None, item
            yield "s", NO_VALUE


def _inner(container: Nested) -> Nested:
    return Nested(container.depth - 1, container.value)


def _plain(world: World, value: object) -> Token:
    if value is None:
        return "z", NO_VALUE
    if isinstance(value, Odd):
        return value.value, NO_VALUE
    if isinstance(value, Instance):
        return "i", value.id
    if isinstance(value, Named):
        found = world.find(value.path)
        return (Odd.CLIENT_INSTANCE.value, NO_VALUE) if found is None else ("i", found.id)
    if isinstance(value, EnumItem):
        return "e", f"{value.enum}.{value.name}"
    if isinstance(value, Datatype):
        return "d", value.text
    if isinstance(value, Buffer):
        return "b", value.data
    if isinstance(value, (bool, int, float, str, bytes, LuaValue)):
        return "v", value
    raise UsageError(f"no Luau value for {value!r} (type {type(value).__name__})")


class PayloadReader:
    """Puts together what the VM hands over in pieces; arrays become lists, tables dictionaries.

    Datatypes stay Luau values; instances, enum items and buffers are Python's.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._stack: list[object] = []
        self._open: list[list[object] | dict[object, object]] = []
        world.vm.bind("payload.piece", self._piece)

    def take(self) -> tuple[object, ...]:
        """The values since the last call."""
        values = tuple(self._stack)
        self._stack.clear()
        return values

    def _piece(self, letters: str, *raws: object) -> None:
        source = iter(raws)
        stack = self._stack
        for letter in letters:
            if letter == "v":
                stack.append(next(source))
            elif letter == "t":
                self._open.append([])
            elif letter == "a":
                self._list().append(stack.pop())
            elif letter == "s":
                self._set()
            elif letter == "c":
                stack.append(self._open.pop())
            elif letter == "z":
                stack.append(None)
            elif letter == "i":
                number = next(source)
                assert isinstance(number, int)
                stack.append(self._world[number])
            elif letter == "e":
                enum, name, value = str(next(source)).split(".")
                stack.append(EnumItem(enum, name, int(value)))
            else:
                stack.append(Buffer(bytes_of(str(next(source)))))

    def _list(self) -> list[object]:
        innermost = self._open[-1]
        assert isinstance(innermost, list)
        return innermost

    def _set(self) -> None:
        value, key = self._stack.pop(), self._stack.pop()
        innermost = self._open[-1]
        if isinstance(innermost, list):
            innermost = self._open[-1] = {}
        innermost[key] = value
