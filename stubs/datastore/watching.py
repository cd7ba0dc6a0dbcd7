"""OnUpdate: a connection that is told of every change of a key. Deprecated, and still there.

Documented on the class page GlobalDataStore (2026-08): writes of this server run the function
immediately, those of other servers are polled for once a minute. Counted as request type OnUpdate
(class page DataStoreService). Knows no method but its own; the service says what was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bridge.scheduler import Event
from bridge.stubs.context import ServerContext
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.budget import Budgets
from bridge.stubs.datastore.call import Call, Leg
from bridge.stubs.datastore.calls import StoreCalls, state_of
from bridge.stubs.datastore.errors import DataStoreError, request_dropped
from bridge.stubs.datastore.versions import Version
from bridge.stubs.service import Callback, Connection, Instance, JsonText, Request, method

__all__ = ["POLL_US", "Watch", "WatchMembers"]

POLL_US = 60_000_000
"""`Once every minute, OnUpdate polls for changes by other servers` (class page)."""

KIND = "OnUpdate"


@dataclass(slots=True)
class Watch:
    """One key that somebody on this server watches.

    Attributes:
        store: the object whose OnUpdate came first; requests are made in its name.
        connections: who is told, in the order they came.
        known: whether `text` has been learned yet.
        text: JSON the key held when this server last knew; None when it held nothing.
        timer: the next poll.
    """

    store: Instance
    address: Address
    connections: list[Connection] = field(default_factory=list)
    known: bool = False
    text: str | None = None
    timer: Event | None = None


class WatchMembers(StoreCalls):
    """The member OnUpdate of GlobalDataStore.

    Attributes:
        watched: every key that somebody watches; while it is empty, writes look no further.
    """

    budgets: Budgets

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.watched: dict[Address, Watch] = {}

    @method(
        KIND,
        on="GlobalDataStore",
        parameters=("key: string", "callback: function"),
        returns=("connection",),
    )
    def on_update(self, target: Instance, key: str, callback: Callback) -> Connection:
        """Calls `callback` with the new value whenever a key changes; nil when it was removed.

        Does not yield. Takes one request of type OnUpdate, which fetches what the key holds, and
        one more at each poll (inferred: the rate is then that of the keys watched). Connections to
        one key share its polls.

        Raises:
            DataStoreError: the key is refused, or the budget is used up; no text is known for the
                second, so it is that of the other methods that have no queue.
        """
        state = state_of(target)
        try:
            address = state.address(key, self.rules)
            if not self.budgets.take(KIND, self.context.clock.now_us):
                raise request_dropped(KIND)
        except DataStoreError as error:
            callback.release()
            self.context.log("error", error.output_line(KIND, state.name))
            raise
        watch = self.watched.get(address)
        connection = callback.connect(KIND)
        if watch is None:
            watch = self.watched[address] = Watch(target, address)
        watch.connections.append(connection)
        connection.on_close = lambda: self._disconnected(watch, connection)
        if watch.timer is None:
            self._look(watch)
        return connection

    def note_write(self, target: Instance, key: str, version: Version | None) -> None:
        """This server has the answer to a write of its own: whoever watches the key is told."""
        watch = self.watched.get(state_of(target).address(key, self.rules))
        if watch is not None:
            text = None if version is None else version.text
            tell, watch.known, watch.text = not watch.known or watch.text != text, True, text
            if tell:
                self._tell(watch)

    def _poll(self, watch: Watch) -> None:
        """A poll that finds no budget is left out; the next one comes a minute later."""
        if self.budgets.take(KIND, self.context.clock.now_us):
            self._look(watch)
        else:
            self._arm(watch)

    def _look(self, watch: Watch) -> None:
        """Reads the key; what it held first is where changes count from (inferred)."""
        self._arm(watch)
        request = Request(self.context, watch.store, KIND)
        call = Call(KIND, watch.address, request)

        def arrived(version: Version | None) -> None:
            text = None if version is None else version.text
            tell, watch.known, watch.text = watch.known and watch.text != text, True, text
            request.reply()
            if tell:
                self._tell(watch)

        self.door.round_trip(call, Leg(KIND), lambda: self.backend.read(watch.address), arrived)

    def _arm(self, watch: Watch) -> None:
        watch.timer = self.context.after(POLL_US, lambda: self._poll(watch))

    def _tell(self, watch: Watch) -> None:
        for connection in tuple(watch.connections):
            connection.fire(None if watch.text is None else JsonText(watch.text))

    def _disconnected(self, watch: Watch, connection: Connection) -> None:
        """Nobody polls for a key that nobody watches."""
        watch.connections.remove(connection)
        if not watch.connections and watch.timer is not None:
            self.context.agenda.cancel(watch.timer)
            watch.timer = None
            del self.watched[watch.address]
