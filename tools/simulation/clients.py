"""Simulated clients: what a player's device does with remotes, honest or hostile.

A client fires and invokes remotes, receives what the server fires to it, answers InvokeClient. It
owns no Lua: what it sends is built from Python values and converted as the engine converts what a
client sends, so a test reaches exactly what an exploiter reaches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bridge.errors import UsageError
from bridge.instances.remotes import RemoteCall, RemoteMessage, ServerInvocation
from bridge.instances.tree import Instance
from bridge.scheduler import seconds_to_us
from bridge.tools.simulation.device import Device
from bridge.tools.simulation.link import RateLimit

if TYPE_CHECKING:
    from bridge.tools.simulation.server import Server

__all__ = ["Client", "Clients", "Later"]

LEFT_TEXT = "Player disconnected while the remote function was being invoked"
"""InvokeClient throws when the client disconnects (class page); the words are made up."""

RECORD_LENGTH = 10_000
"""Events that a client remembers: a long run must not fill the memory."""

Handler = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Later:
    """What an `answer` handler returns to take its time: the value, some seconds later."""

    seconds: float
    value: object = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event on its way to a client, or there."""

    due_us: int
    message: RemoteMessage


class Client(Device):
    """The device of one player; see `Device` for what it does without remotes."""

    def __init__(self, server: Server, player: Instance) -> None:
        super().__init__(server, player)
        self._rates: dict[str, RateLimit] = {}
        self._record: list[Arrival] = []
        self._handlers: dict[int, list[Handler]] = {}
        self._answers: dict[int, Handler | None] = {}
        self._invocations: list[ServerInvocation] = []

    # Sending ----------------------------------------------------------------------------------

    def fire(self, remote: Instance | str, *arguments: object) -> None:
        """`RemoteEvent:FireServer`: arrives in stage 0 of the next frame at the earliest.

        Parameters:
            remote: the instance, or its full name.
            arguments: see `bridge.instances.payload`; lists and dictionaries become tables.

        Raises:
            ScriptError: the arguments cannot travel (`tables cannot be cyclic`).
            UsageError: there is no such remote event, or the player has left.
        """
        found = self._remote(remote, "BaseRemoteEvent")
        remotes = self._server.game.remotes
        message = remotes.accept(arguments)
        reliable = found.class_name != "UnreliableRemoteEvent"
        if not reliable and message.size_bytes > self._server.settings.remotes.unreliable_bytes:
            remotes.forget(message)
            return self._drop("size")
        delay_us = self._up.delay_us(reliable=reliable, name=found.name)
        if delay_us is None:
            remotes.forget(message)
            return self._drop("loss")

        def arrive() -> None:
            if self._admit(found.class_name):
                self._trace("remote.received", found, message.size_bytes)
                remotes.deliver(message, found, self.player)
            else:
                remotes.forget(message)

        self._arrive(arrive, delay_us)
        return None

    def start_invoke(self, remote: Instance | str, *arguments: object) -> RemoteCall:
        """`RemoteFunction:InvokeServer` without waiting: look at `call.finished` later.

        Raises:
            ScriptError, UsageError: as `fire`.
        """
        found = self._remote(remote, "RemoteFunction")
        remotes, call = self._server.game.remotes, RemoteCall()
        message = remotes.accept(arguments)

        def arrive() -> None:
            if not self._admit("RemoteFunction"):
                remotes.forget(message)
                return
            self._trace("remote.invoked", found, message.size_bytes)
            if not remotes.deliver_call(message, found, self.player, call):
                self._drop("queue")

        self._arrive(arrive, self._up.delay_us(reliable=True, name=found.name) or 0)
        return call

    def invoke(
        self, remote: Instance | str, *arguments: object, timeout_seconds: float = 600
    ) -> Any:
        """`RemoteFunction:InvokeServer`: lets time pass until the server has answered.

        Returns:
            None, the one result, or a tuple of the results.

        Raises:
            UsageError: the callback failed (the client's InvokeServer throws its text), or there
                was no answer in time.
        """
        call = self.start_invoke(remote, *arguments)
        self._server.universe.run_until(lambda: call.finished, timeout_seconds)
        if not call.finished:
            raise UsageError(f"invoke: no answer within {timeout_seconds:g} simulated seconds")
        if not call.ok:
            raise UsageError(f"invoke: the server's callback failed: {call.value}")
        values = call.values
        return None if not values else values[0] if len(values) == 1 else values

    def flood(self, remote: Instance | str, count: int, *arguments: object) -> None:
        """Fires `count` times in one go."""
        for _ in range(count):
            self.fire(remote, *arguments)

    def _admit(self, class_name: str) -> bool:
        limit = self._rates.get(class_name)
        if limit is None:
            rules, clock = self._server.settings.remotes, self._server.universe.clock
            limit = self._rates[class_name] = RateLimit(rules.rate_per_second, clock)
        admitted = limit.admit()
        if not admitted:
            self._drop("rate")
        return admitted

    def _trace(self, kind: str, remote: Instance, size_bytes: int) -> None:
        self._server.universe.trace.append(
            kind,
            server=self._server.index,
            name=self.player.name,
            remote=remote.full_name(),
            bytes=size_bytes,
        )

    # Receiving --------------------------------------------------------------------------------

    @property
    def received(self) -> list[RemoteMessage]:
        """Events that have arrived, oldest first; the newest `RECORD_LENGTH` at least."""
        now_us = self._server.universe.clock.now_us
        return [each.message for each in self._record if each.due_us <= now_us]

    def on(self, remote: Instance | str, handler: Handler) -> None:
        """`OnClientEvent:Connect`: calls `handler(*arguments)` for each event that arrives.

        Reliable events that came before the first handler are delivered now.
        """
        found = self._remote(remote, "BaseRemoteEvent")
        first = found.id not in self._handlers
        self._handlers.setdefault(found.id, []).append(handler)
        if not first:
            return
        now_us = self._server.universe.clock.now_us
        for arrival in [each for each in self._record if each.message.remote is found]:
            if arrival.due_us > now_us:
                self._schedule(arrival)
            elif found.class_name != "UnreliableRemoteEvent":
                self._deliver(arrival)

    def sent(self, message: RemoteMessage, size_bytes: int) -> None:
        """The server has fired an event to this client."""
        reliable = message.remote.class_name != "UnreliableRemoteEvent"
        if size_bytes > self._server.settings.remotes.unreliable_bytes:
            return self._drop("size")
        delay_us = self._down.delay_us(reliable=reliable, name=message.remote.name)
        if delay_us is None:
            return self._drop("loss")
        due_us = self._server.game.context.next_frame_us(delay_us)
        arrival = Arrival(due_us, message)
        self._record.append(arrival)
        if len(self._record) > 2 * RECORD_LENGTH:
            del self._record[:RECORD_LENGTH]
        # Nobody listens: nothing needs to happen when it arrives.
        if message.remote.id in self._handlers:
            self._schedule(arrival)
        return None

    def _schedule(self, arrival: Arrival) -> None:
        delay_us = arrival.due_us - self._server.universe.clock.now_us
        self._server.game.context.after(delay_us, lambda: self._deliver(arrival))

    def _deliver(self, arrival: Arrival) -> None:
        if self.connected:
            for handler in tuple(self._handlers[arrival.message.remote.id]):
                handler(*arrival.message.arguments)

    # Answering --------------------------------------------------------------------------------

    def answer(self, remote: Instance | str, handler: Handler | None) -> None:
        """`OnClientInvoke = handler`: what it returns goes back, what it raises is thrown there.

        A tuple is several results, `Later(seconds, value)` an answer that takes its time. Without
        a handler the server waits; None takes the handler away.
        """
        found = self._remote(remote, "RemoteFunction")
        self._answers[found.id] = handler
        waiting = [each for each in self._invocations if each.remote is found]
        for invocation in waiting if handler is not None else ():
            self._run(invocation)

    def invoked(self, invocation: ServerInvocation) -> None:
        """The server invokes this client."""
        if not self.connected:
            self._fail(invocation, LEFT_TEXT)
            return
        self._invocations.append(invocation)
        delay_us = self._down.delay_us(reliable=True) or 0
        self._server.game.context.at_next_frame(lambda: self._run(invocation), delay_us)

    def _run(self, invocation: ServerInvocation) -> None:
        handler = self._answers.get(invocation.remote.id)
        if handler is None or invocation not in self._invocations:
            return
        try:
            result = handler(*invocation.arguments)
        except UsageError:
            raise
        except Exception as problem:  # whatever a client's code throws is thrown on the server
            text = str(problem)
            self._reply_later(invocation, 0.0, lambda: self._fail(invocation, text))
            return
        seconds = 0.0
        if isinstance(result, Later):
            seconds, result = result.seconds, result.value
        values = result if isinstance(result, tuple) else (result,)
        self._reply_later(invocation, seconds, lambda: self._reply(invocation, values))

    def _reply_later(
        self, invocation: ServerInvocation, seconds: float, act: Callable[[], object]
    ) -> None:
        def arrive() -> None:
            if invocation in self._invocations:
                self._invocations.remove(invocation)
                act()

        delay_us = (self._up.delay_us(reliable=True) or 0) + seconds_to_us(seconds)
        self._server.game.context.at_next_frame(arrive, delay_us)

    def _reply(self, invocation: ServerInvocation, values: tuple[object, ...]) -> None:
        self._server.game.remotes.push_answer(values)
        self._server.resume(invocation.token, True)

    def _fail(self, invocation: ServerInvocation, text: str) -> None:
        self._server.resume(invocation.token, False, text)

    # Leaving ----------------------------------------------------------------------------------

    def gone(self) -> None:
        """The player has left: what awaits an answer fails, nothing arrives any more."""
        self.connected = False
        waiting, self._invocations = self._invocations, []
        for invocation in waiting:
            self._fail(invocation, LEFT_TEXT)


class Clients:
    """The clients of one server, by player."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._by_player: dict[int, Client] = {}
        game = server.game
        game.remotes.on_fire.append(self._fired)
        game.remotes.on_sent.append(self._sent)
        game.remotes.on_invoked.append(self._invoked)
        game.players.on_left.append(self._left)

    def of(self, player: Instance) -> Client:
        """The client of a Player, also of one who has left."""
        client = self._by_player.get(player.id)
        if client is None:
            client = self._by_player[player.id] = Client(self._server, player)
            client.connected = self._server.game.players.present(player)
        return client

    def named(self, name: str) -> Client:
        """The client of the player of that name.

        Raises:
            UsageError: there is none on this server.
        """
        player = self._server.game.players.find(name)
        if player is None:
            raise UsageError(f"client: no player {name!r} on this server")
        return self.of(player)

    def _fired(self, remote: Instance, players: int) -> None:
        self._server.universe.trace.append(
            "remote.sent", server=self._server.index, remote=remote.full_name(), players=players
        )

    def _sent(self, message: RemoteMessage, size_bytes: int) -> None:
        self.of(message.player).sent(message, size_bytes)

    def _invoked(self, invocation: ServerInvocation) -> None:
        self.of(invocation.player).invoked(invocation)

    def _left(self, player: Instance) -> None:
        client = self._by_player.pop(player.id, None)
        if client is not None:
            client.gone()
