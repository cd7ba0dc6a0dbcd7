"""Values at the border: how each Python type enters Lua and each Lua type comes out.

The only place where lupa's objects are wrapped and unwrapped; knows no service and no time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from bridge.errors import UsageError

__all__ = ["Border", "LuaFunction", "LuaTable", "LuaThread", "LuaValue"]

EXACT_INTEGER_MAX = 1 << 53
"""Beyond it a double no longer holds every integer, so numbers come back as floats."""


UNCHANGED = frozenset({type(None), bool, float})
"""Types that pass either way as they are."""

UNCHANGED_INWARD = UNCHANGED | {bytes}

SLICE = 2000
"""Values fetched per call; LuaJIT returns at most about 8,000."""


class _Doors(Protocol):
    """What wrapped values need from their VM."""

    def call_raw(self, function: object, *args: object) -> tuple[object, ...]: ...
    def call_export(self, name: str, *args: object) -> tuple[object, ...]: ...


class LuaValue:
    """A Lua value Python can only hold and hand back: userdata, buffers, vectors."""

    __slots__ = ("_doors", "raw")

    def __init__(self, raw: object, doors: _Doors) -> None:
        self.raw = raw
        self._doors = doors

    def __repr__(self) -> str:
        return f"<Luau {self.describe()}>"

    def describe(self) -> str:
        """What `tostring` would show without calling user code."""
        return str(self._doors.call_export("vm.describe", self)[0])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LuaValue):
            return NotImplemented
        return bool(self._doors.call_export("vm.raw_equal", self, other)[0])

    def __hash__(self) -> int:
        return hash(self.describe())


class LuaFunction(LuaValue):
    """A Luau function; calling it runs it to its end in a thread of its own."""

    __slots__ = ()

    def __call__(self, *args: object) -> object:
        """The results: None for none, the value for one, a tuple for more."""
        return _unpack(self._doors.call_raw(self.raw, *args))


class LuaThread(LuaValue):
    """A Luau coroutine."""

    __slots__ = ()


class LuaTable(LuaValue):
    """A Luau table; reading and writing obey metatables and read-only tables as Luau does."""

    __slots__ = ()

    def __getitem__(self, key: object) -> Any:
        return _unpack(self._doors.call_export("vm.get", self, key))

    def __setitem__(self, key: object, value: object) -> None:
        self._doors.call_export("vm.set", self, key, value)

    def __contains__(self, key: object) -> bool:
        return self[key] is not None

    def __len__(self) -> int:
        (length,) = self._doors.call_export("vm.length", self)
        assert isinstance(length, (int, float))
        return int(length)

    def __bool__(self) -> bool:
        return True

    def get(self, key: object, default: object = None) -> Any:
        """The value at `key`, or `default` where Luau has nil."""
        value = self[key]
        return default if value is None else value

    def items(self) -> list[tuple[Any, Any]]:
        """Pairs in the VM's own iteration order; metatables are ignored, as `next` ignores them."""
        flat_table, count = self._doors.call_export("vm.items", self)
        flat: list[Any] = []
        for first in range(1, int(count) + 1, SLICE):  # type: ignore[call-overload]
            last = min(first + SLICE - 1, count)  # type: ignore[call-overload]
            flat += self._doors.call_export("vm.slice", flat_table, first, last)
        return list(zip(flat[::2], flat[1::2], strict=True))

    def keys(self) -> list[Any]:
        """Keys in the order of `items`."""
        return [key for key, _ in self.items()]

    def values(self) -> list[Any]:
        """Values in the order of `items`."""
        return [value for _, value in self.items()]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())

    def to_python(self) -> Any:
        """A list for a table with keys 1..n (or none), else a dict; nested tables likewise."""
        return _to_python(self, ())


def _to_python(table: LuaTable, outer: tuple[LuaTable, ...]) -> Any:
    if any(table == other for other in outer):
        raise UsageError("to_python: the table contains itself")
    path = (*outer, table)
    pairs = [
        (key, _to_python(value, path) if isinstance(value, LuaTable) else value)
        for key, value in table.items()
    ]
    if [key for key, _ in pairs] == list(range(1, len(pairs) + 1)):
        return [value for _, value in pairs]
    return dict(pairs)


def _unpack(values: tuple[object, ...]) -> Any:
    if not values:
        return None
    return values[0] if len(values) == 1 else values


class _Rows(dict[type, Callable[[Any], object]]):
    """Conversions by exact type, with one for all others."""

    def __init__(self, otherwise: Callable[[Any], object]) -> None:
        super().__init__()
        self._otherwise = otherwise

    def __missing__(self, kind: type) -> Callable[[Any], object]:
        return self._otherwise


class Border:
    """Conversions of one VM.

    Parameters:
        doors: the VM, for wrapped values to call back into.
        new_table: makes a Lua table from alternating keys and values.
        new_callback: makes a Lua function that calls the Python callable of a number.
        is_thread_box: whether a userdata stands for a thread (see bootstrap.lua).
        raw_types: lupa's classes of tables, functions and other objects.

    Attributes:
        boxed: set when a thread went inward; whoever passes the values on clears it.
    """

    def __init__(
        self,
        doors: _Doors,
        new_table: Callable[..., object],
        new_callback: Callable[[int], object],
        is_thread_box: Callable[[object], bool],
        raw_types: tuple[type, type, type],
    ) -> None:
        self._doors = doors
        self.boxed = False
        self._new_table = new_table
        self._new_callback = new_callback
        self._callback_of: dict[Callable[..., object], object] = {}
        self.callbacks: list[Callable[..., object]] = []
        table, function, other = raw_types
        same = _identity
        self._inward: dict[type, Callable[[Any], object]] = _Rows(self._inward_by_kind)
        self._inward |= {
            type(None): same, bool: same, float: same, bytes: same,
            str: _encode, int: _number, list: self._sequence, tuple: self._sequence,
            dict: self._mapping,
            LuaTable: _raw, LuaFunction: _raw, LuaValue: _raw, LuaThread: self._box,
        }  # fmt: skip
        self._outward: dict[type, Callable[[Any], object]] = {
            type(None): same, bool: same, float: same,
            bytes: _decode, int: _exact,
            table: lambda raw: LuaTable(raw, doors),
            function: lambda raw: LuaFunction(raw, doors),
            other: lambda raw: (LuaThread if is_thread_box(raw) else LuaValue)(raw, doors),
        }  # fmt: skip

    def inward(self, value: object) -> object:
        """A Python value as lupa may pass it to Lua; never a Python object."""
        return self._inward[type(value)](value)

    def outward(self, value: object) -> Any:
        """A value lupa handed over, as the rest of the project sees it."""
        return self._outward[type(value)](value)

    def inward_all(self, values: Sequence[object]) -> list[object]:
        """`inward` of each value."""
        inward = self._inward
        # A call per value is most of the cost, so what is passed as it is is not called for.
        return [
            value if type(value) in UNCHANGED_INWARD else inward[type(value)](value)
            for value in values
        ]

    def results(self, values: Sequence[object]) -> list[object]:
        """`inward_all` for what a host function returns.

        Raises:
            UsageError: a thread is among them.
        """
        self.boxed = False
        wire = self.inward_all(values)
        if self.boxed:
            self.boxed = False
            raise UsageError("a host function cannot return a coroutine")
        return wire

    def outward_all(self, values: Sequence[object]) -> list[Any]:
        """`outward` of each value."""
        outward = self._outward
        return [
            value if type(value) in UNCHANGED else outward[type(value)](value) for value in values
        ]

    def _inward_by_kind(self, value: object) -> object:
        """Subclasses and protocols: enums, string subclasses, any mapping or callable."""
        if isinstance(value, LuaValue):
            return value.raw
        if isinstance(value, str):
            return _encode(value)
        if isinstance(value, int):
            return _number(int(value))
        if isinstance(value, float):
            return float(value)
        if isinstance(value, (bytes, bytearray)):
            return bytes(value)
        if isinstance(value, Mapping):
            return self._mapping(value)
        if callable(value):
            return self._callback(value)
        if isinstance(value, Sequence):
            return self._sequence(value)
        raise UsageError(f"no Luau value for {value!r} (type {type(value).__name__})")

    def _box(self, value: LuaThread) -> object:
        self.boxed = True
        return value.raw

    def _sequence(self, values: Sequence[object]) -> object:
        flat: list[object] = []
        for index, value in enumerate(values, 1):
            flat += (index, self.inward(value))
        return self._new_table(*flat)

    def _mapping(self, values: Mapping[object, object]) -> object:
        flat: list[object] = []
        for key, value in values.items():
            flat += (self.inward(key), self.inward(value))
        return self._new_table(*flat)

    def _callback(self, function: Callable[..., object]) -> object:
        raw = self._callback_of.get(function)
        if raw is None:
            self.callbacks.append(function)
            raw = self._new_callback(len(self.callbacks) - 1)
            self._callback_of[function] = raw
        return raw


def _identity(value: object) -> object:
    return value


def _raw(value: LuaValue) -> object:
    return value.raw


def _encode(value: str) -> bytes:
    return value.encode("utf-8", "surrogateescape")


def _decode(value: bytes) -> str:
    return value.decode("utf-8", "surrogateescape")


def _number(value: int) -> int | float:
    return value if -EXACT_INTEGER_MAX <= value <= EXACT_INTEGER_MAX else float(value)


def _exact(value: int) -> int | float:
    return value if -EXACT_INTEGER_MAX <= value <= EXACT_INTEGER_MAX else float(value)
