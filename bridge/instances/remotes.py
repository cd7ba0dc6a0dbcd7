"""Clients as a server sees them: what it sends to each is recorded, what they send is delivered.

The wire of remotes only (engine.md g); argument rules are in `prelude/arguments_copy.lua`. Knows no
Players service: a client is the Player instance.
"""

from __future__ import annotations

from dataclasses import dataclass

from bridge.errors import UsageError
from bridge.instances.tree import EngineRefusal, Instance
from bridge.instances.values import encode
from bridge.instances.world import World
from bridge.vm import LuaTable, LuaValue

__all__ = ["RemoteCall", "RemoteMessage", "Remotes"]


@dataclass(frozen=True, slots=True)
class RemoteMessage:
    """One event a server sent to one client.

    Attributes:
        arguments: plain Python values; tables as lists and dictionaries, instances as Instance.
    """

    remote: Instance
    player: Instance
    arguments: tuple[object, ...]


class RemoteCall:
    """A RemoteFunction that a client has invoked.

    Attributes:
        finished: the callback has returned or failed.
        values: what it returned, plain; or the error's text alone.
    """

    def __init__(self) -> None:
        self.finished = False
        self.ok = False
        self.values: tuple[object, ...] = ()


class Remotes:
    """The remotes of one server.

    Attributes:
        sent: every event the server has sent to a client, oldest first.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.sent: list[RemoteMessage] = []
        self._calls: dict[int, RemoteCall] = {}
        self._last_call = 0
        world.vm.bind("remote.sent", self._record)
        world.vm.bind("remote.invoke_client", self._invoke_client)
        world.vm.bind("remote.returned", self._returned)

    def _record(self, remote: int, player: int, count: int, *arguments: object) -> None:
        world = self._world
        padded = (*arguments, *(None,) * count)[:count]
        shown = tuple(self._plain(argument) for argument in padded)
        self.sent.append(RemoteMessage(world[remote], world[player], shown))

    def _invoke_client(self, remote: int, player: int, _count: int, *_arguments: object) -> None:
        raise EngineRefusal(
            f"InvokeClient of {self._world[remote].class_name} is not modelled by luau-bridge "
            "(simulated clients answer no calls)"
        )

    def fire_server(self, remote: Instance, player: Instance, *arguments: object) -> None:
        """A client fires a RemoteEvent at the server."""
        if not remote.is_a("BaseRemoteEvent"):
            raise UsageError(f"fire_server: {remote!r} is no remote event")
        self._world.call("remote.receive", remote.id, player.id, *encode(arguments))

    def invoke_server(self, remote: Instance, player: Instance, *arguments: object) -> RemoteCall:
        """A client invokes a RemoteFunction; the call is finished when the callback is."""
        if not remote.is_a("RemoteFunction"):
            raise UsageError(f"invoke_server: {remote!r} is no remote function")
        self._last_call += 1
        call = self._calls[self._last_call] = RemoteCall()
        self._world.call("remote.invoke", self._last_call, remote.id, player.id, *encode(arguments))
        return call

    def disconnect(self, player: Instance) -> None:
        """The client of a player is gone."""

    def _returned(self, number: int, ok: bool, count: int, *values: object) -> None:
        call = self._calls.pop(number)
        call.finished, call.ok = True, ok
        padded = (*values, *(None,) * count)[:count]
        call.values = tuple(self._plain(value) for value in padded)

    def _plain(self, value: object) -> object:
        if isinstance(value, LuaTable):
            return self._plain_items(value.to_python())
        if isinstance(value, LuaValue):
            found = self._world.instance(value)
            return value if found is None else found
        return value

    def _plain_items(self, value: object) -> object:
        if isinstance(value, list):
            return [self._plain_items(item) for item in value]
        if isinstance(value, dict):
            return {key: self._plain_items(item) for key, item in value.items()}
        return self._plain(value)
