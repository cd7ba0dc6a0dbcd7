"""The wire of remotes: what the server sends to clients and what clients send to it (engine.md g).

Rules of arguments are in `prelude/arguments_copy.lua`, queues in `prelude/classes/remote.lua`. A
client is the Player instance here; when things arrive is decided by who calls. Knows no time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bridge.errors import UsageError
from bridge.instances.payload import PayloadReader, pieces, push_payload
from bridge.instances.tree import Instance
from bridge.instances.world import World

__all__ = ["ClientMessage", "RemoteCall", "RemoteMessage", "Remotes", "ServerInvocation"]

RECORD_LENGTH = 100_000
"""Events that are remembered: a long run must not fill the memory."""


@dataclass(frozen=True, slots=True)
class RemoteMessage:
    """One event a server sent to one client.

    Attributes:
        arguments: plain Python values; tables as lists and dictionaries, instances as Instance.
    """

    remote: Instance
    player: Instance
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ServerInvocation:
    """A server's InvokeClient that awaits its answer.

    Attributes:
        token: of the thread that waits.
    """

    remote: Instance
    player: Instance
    arguments: tuple[object, ...]
    token: int


@dataclass(frozen=True, slots=True)
class ClientMessage:
    """What a client has sent, converted, on its way.

    Attributes:
        number: under which the VM keeps it.
        size_bytes: an estimate.
    """

    number: int
    size_bytes: int


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

    @property
    def value(self) -> object:
        """The first result; None when there is none."""
        return self.values[0] if self.values else None


class Remotes:
    """The remotes of one server.

    Attributes:
        sent: events the server has sent to clients, oldest first; the newest `RECORD_LENGTH` at
            least.
        on_fire: told of each fire, with the number of players it goes to.
        on_sent: told of each event for one client, with its size in bytes if the remote is
            unreliable, else 0.
        on_invoked: told of each InvokeClient.
    """

    def __init__(self, world: World, new_token: Callable[[], int]) -> None:
        self._world = world
        self._new_token = new_token
        self._reader = PayloadReader(world)
        self.sent: list[RemoteMessage] = []
        self.on_fire: list[Callable[[Instance, int], object]] = []
        self.on_sent: list[Callable[[RemoteMessage, int], object]] = []
        self.on_invoked: list[Callable[[ServerInvocation], object]] = []
        self._calls: dict[int, RemoteCall] = {}
        self._last_call = 0
        world.vm.bind("remote.sent", self._record)
        world.vm.bind("remote.invoke_client", self._invoke_client)
        world.vm.bind("remote.returned", self._returned)

    # From the server --------------------------------------------------------------------------

    def _record(self, remote: int, size_bytes: int, *players: int) -> None:
        arguments = self._reader.take()
        for watcher in self.on_fire:
            watcher(self._world[remote], len(players))
        for player in players:
            message = RemoteMessage(self._world[remote], self._world[player], arguments)
            self.sent.append(message)
            if len(self.sent) > 2 * RECORD_LENGTH:
                del self.sent[:RECORD_LENGTH]
            for observer in self.on_sent:
                observer(message, size_bytes)

    def _invoke_client(self, remote: int, player: int, _count: int) -> int:
        token = self._new_token()
        invocation = ServerInvocation(
            self._world[remote], self._world[player], self._reader.take(), token
        )
        for observer in self.on_invoked:
            observer(invocation)
        return token

    def push_answer(self, values: tuple[object, ...]) -> None:
        """Put a client's return values where the thread that awaits them takes them from."""
        push_payload(self._world, values)

    # From clients -----------------------------------------------------------------------------

    def accept(self, arguments: tuple[object, ...]) -> ClientMessage:
        """A client's side of sending: the arguments as they travel.

        Raises:
            ScriptError: they cannot travel (`tables cannot be cyclic`).
        """
        *earlier, last = pieces(self._world, arguments)
        for piece in earlier:
            self._world.call("payload.push", *piece)
        number, size_bytes = self._world.call("remote.accept", *last)
        return ClientMessage(int(number), int(size_bytes))

    def forget(self, message: ClientMessage) -> None:
        """The message was lost."""
        self._world.call("remote.forget", message.number)

    def deliver(self, message: ClientMessage, remote: Instance, player: Instance) -> None:
        """An event of a client arrives."""
        self._world.call("remote.deliver", message.number, remote.id, player.id)

    def deliver_call(
        self, message: ClientMessage, remote: Instance, player: Instance, call: RemoteCall
    ) -> bool:
        """An invocation of a client arrives; False when the server's queue is full."""
        self._last_call += 1
        self._calls[self._last_call] = call
        accepted = self._world.call(
            "remote.invoke", self._last_call, message.number, remote.id, player.id
        )
        return bool(accepted)

    def fire_server(self, remote: Instance, player: Instance, *arguments: object) -> None:
        """A client fires a RemoteEvent at the server, which gets it at once."""
        if not remote.is_a("BaseRemoteEvent"):
            raise UsageError(f"fire_server: {remote!r} is no remote event")
        self.deliver(self.accept(arguments), remote, player)

    def invoke_server(self, remote: Instance, player: Instance, *arguments: object) -> RemoteCall:
        """A client invokes a RemoteFunction; the call is finished when the callback is."""
        if not remote.is_a("RemoteFunction"):
            raise UsageError(f"invoke_server: {remote!r} is no remote function")
        call = RemoteCall()
        self.deliver_call(self.accept(arguments), remote, player, call)
        return call

    def _returned(self, number: int, ok: bool, _count: int) -> None:
        call = self._calls.pop(number)
        call.finished, call.ok = True, ok
        call.values = self._reader.take()
