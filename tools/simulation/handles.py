"""Luau values in Python's hands: a module whose functions are called as attributes.

Knows no scheduling: a server does the calling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bridge.errors import UsageError
from bridge.instances.tree import Instance
from bridge.instances.world import World
from bridge.vm import LuaFunction, LuaTable, LuaValue

if TYPE_CHECKING:
    from bridge.tools.simulation.server import Server

__all__ = ["FunctionHandle", "TableHandle", "unwrapped", "wrapped"]


class FunctionHandle:
    """A Luau function of a server. Calling it runs the simulation until it returns.

    One result is returned as it is, none as None, several as a tuple.
    """

    __slots__ = ("_name", "_server", "function")

    def __init__(self, server: Server, function: LuaFunction, name: str) -> None:
        self._server = server
        self._name = name
        self.function = function

    def __call__(self, *arguments: object, timeout_seconds: float = 600) -> Any:
        """Call it; raises ScriptError when it fails."""
        return self._server.call(self.function, *arguments, timeout_seconds=timeout_seconds)

    def __repr__(self) -> str:
        return f"<Luau function {self._name}>"


class TableHandle:
    """A Luau table of a server, usually what a ModuleScript returned.

    `module.Get("key")` calls a function with a dot, `module.call("Get", "key")` a method with a
    colon: the table itself is its first argument. Fields that are no functions are plain values.
    Names that Python does not allow are read with `module["name"]`.
    """

    __slots__ = ("_name", "_server", "table")

    def __init__(self, server: Server, table: LuaTable, name: str) -> None:
        self._server = server
        self._name = name
        self.table = table

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = self[name]
        if value is None:
            raise AttributeError(f"{self._name} has no field {name!r}")
        return value

    def __getitem__(self, key: str | int | float | bool) -> Any:
        """A field as Luau reads it, `__index` included; None when there is none."""
        value = self._server.index_table(self.table, key)
        return wrapped(self._server, value, f"{self._name}.{key}")

    def call(self, method: str, *arguments: object, timeout_seconds: float = 600) -> Any:
        """Call a method with a colon: `self` is passed."""
        function = self._server.index_table(self.table, method)
        if not isinstance(function, LuaFunction):
            raise UsageError(f"{self._name} has no method {method!r}")
        return self._server.call(function, self.table, *arguments, timeout_seconds=timeout_seconds)

    def to_python(self) -> Any:
        """A copy as lists and dictionaries."""
        return self.table.to_python()

    def __repr__(self) -> str:
        return f"<Luau table {self._name}>"


def wrapped(server: Server, value: object, name: str) -> object:
    """Functions and tables as handles, instances as Instance, other values as they are."""
    if isinstance(value, LuaFunction):
        return FunctionHandle(server, value, name)
    if isinstance(value, LuaTable):
        return TableHandle(server, value, name)
    if isinstance(value, LuaValue):
        instance = server.game.world.instance(value)
        return value if instance is None else instance
    return value


def unwrapped(value: object) -> object:
    """The opposite of `wrapped`, for arguments."""
    if isinstance(value, FunctionHandle):
        return value.function
    if isinstance(value, TableHandle):
        return value.table
    if isinstance(value, Instance) and isinstance(value.tree, World):
        return value.tree.handle(value)
    return value
