"""What a service method holds of its caller: the request to answer, functions, connections.

Knows no single service and no faults.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from bridge.errors import BridgeError
from bridge.instances.tree import Instance
from bridge.instances.values import decode, encode
from bridge.instances.world import World
from bridge.stubs.context import ServerContext

__all__ = ["Callback", "CallbackResult", "Connection", "Connections", "Request"]


RELEASED_AT_ONCE = 100
"""Functions let go of in one crossing, which takes a tenth of an UpdateAsync."""


class Request:
    """A yielding call in flight: answered once, with `reply` or with `fail`.

    Attributes:
        target: the instance the method was called on.
        method: its name.
        settled: True once it was answered.
        opening: True as long as the script is still inside its call: an answer given now is the
            call's immediate result, and the thread never waits.
        on_settled: called with whether it succeeded, when it is answered.
    """

    # Class attributes until they change: most requests are answered before they are waited for.
    settled = False
    opening = True
    on_settled: Callable[[bool], None] | None = None
    _token = 0
    _answer: Sequence[object] = ()

    def __init__(
        self,
        context: ServerContext,
        target: Instance,
        method: str,
        callbacks: Sequence[Callback] = (),
    ) -> None:
        """`callbacks` are the functions it came with: each goes when the request is settled,
        unless it is kept."""
        self._context = context
        self._callbacks = callbacks
        self.target = target
        self.method = method

    def __repr__(self) -> str:
        state = "settled" if self.settled else "pending"
        return f"<{state} {self.target.class_name}:{self.method}>"

    def opened(self) -> Sequence[object]:
        """What the call itself returns to the VM: the answer, or the token to wait for."""
        self.opening = False
        if self._answer:
            return self._answer
        self._token = self._context.server.new_token()
        return (b"w", self._token)

    def reply(self, *values: object) -> None:
        """The call returns these values."""
        self._settle(True, *encode(values))

    def reply_wire(self, kinds: bytes, *wire: bytes | None) -> None:
        """`reply` with values that are in their form for the border already."""
        plain = self.opening and self.on_settled is None and not (self._callbacks or self.settled)
        if plain and self._context.server.alive:
            self.settled = True
            self._answer = (b"v", kinds, *wire)
        else:
            self._settle(True, kinds, *wire)

    def fail(self, text: str) -> None:
        """The call raises `text`, word for word."""
        self._settle(False, text)

    def _settle(self, ok: bool, *wire: object) -> None:
        if self.settled:
            raise BridgeError(f"{self!r} is answered a second time")
        self.settled = True
        if self._context.server.alive:
            if self.on_settled is not None:
                self.on_settled(ok)
            if self.opening:
                self._answer = self._context.vm.results(("v" if ok else "e", *wire))
            else:
                self._context.server.resume(self._token, ok, *wire)
            for callback in self._callbacks:
                if not callback.kept:
                    callback.release()


@dataclass(frozen=True, slots=True)
class CallbackResult:
    """What calling a function gave.

    Attributes:
        ok: it returned; else it raised `error` or, if `yielded`, wanted to wait.
    """

    ok: bool
    values: tuple[object, ...] = ()
    error: str = ""
    yielded: bool = False


class Connections:
    """The connections of one server that Python fires, by number."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._last_number = 0
        self._open: dict[int, Connection] = {}
        self._released: list[int] = []
        world.vm.bind("connection.closed", self._closed)

    def release(self, number: int) -> None:
        """A function of a script is needed no longer."""
        self._released.append(number)
        if len(self._released) >= RELEASED_AT_ONCE:
            numbers, self._released = self._released, []
            self.world.call("callback.release", *numbers)

    def open(self, callback: Callback, name: str) -> Connection:
        """An RBXScriptConnection over a function."""
        self._last_number += 1
        number = self._last_number
        self.world.call("callback.connect", callback.number, name, number)
        connection = self._open[number] = Connection(self.world, number, callback)
        return connection

    def _closed(self, number: int) -> None:
        connection = self._open.pop(number, None)
        if connection is not None:
            connection.closed()


class Connection:
    """An RBXScriptConnection whose handler Python calls.

    Attributes:
        on_close: called once, when a script disconnects it.
    """

    def __init__(self, world: World, number: int, callback: Callback) -> None:
        self._world = world
        self._callback = callback
        self.number = number
        self.connected = True
        self.on_close: Callable[[], object] | None = None

    def fire(self, *values: object) -> None:
        """Calls the handler as an event does: at once or deferred, in a thread of its own."""
        if self.connected:
            self._world.call("connection.fire", self.number, *encode(values))

    def closed(self) -> None:
        """A script has disconnected it."""
        self.connected = False
        self._callback.release()
        if self.on_close is not None:
            self.on_close()


class Callback:
    """A function that a script handed over."""

    def __init__(self, connections: Connections, number: int) -> None:
        self._connections = connections
        self._world = connections.world
        self.number = number
        self.kept = False

    def keep(self) -> None:
        """The function stays after the request it came with is settled."""
        self.kept = True

    def release(self) -> None:
        """Lets go of the function, some calls later: many go in one crossing."""
        self._connections.release(self.number)

    def invoke(self, *values: object, returns: tuple[str, ...] = ()) -> CallbackResult:
        """Calls it now, in a thread of its own; it must not yield.

        Parameters:
            returns: per result "json" for a JsonValue; anything else comes as it is.
        """
        wanted = _letters(returns)
        result = self._world.call("callback.invoke", self.number, wanted, *encode(values))
        status, *wire = result if isinstance(result, tuple) else (result,)
        if status == "yielded":
            return CallbackResult(False, yielded=True)
        if status == "error":
            return CallbackResult(False, error=str(wire[0]))
        return CallbackResult(True, decode(self._world, wire))

    def spawn(self, *values: object) -> None:
        """Calls it in a new engine thread; errors are reported."""
        self._world.call("callback.spawn", self.number, *encode(values))

    def connect(self, name: str) -> Connection:
        """Makes an RBXScriptConnection over it; the function is kept until that is closed."""
        self.keep()
        return self._connections.open(self, name)


@cache
def _letters(returns: tuple[str, ...]) -> str:
    """What `prelude/wire.lua` is told of the results that are wanted."""
    return "".join("j" if kind == "json" else "v" for kind in returns)
