"""What scripts did to data stores, as they saw it: calls with their interval, sight and effect.

Checkers compare such a history with what one register per key could have answered, and with what
really took effect. Recorded only when a test asks for it. Knows no server and no Luau value; times
are Unix microseconds of the true clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypedDict, Unpack

from bridge.stubs.counts import Counts, count_calls, counts_by, table
from bridge.stubs.datastore.address import Address
from bridge.stubs.outcome import Outcome as Outcome

__all__ = ["HELD", "TEST_SERVER", "UNSEEN", "Change", "Operation", "OperationLog", "Outcome"]

TEST_SERVER = -1
"""Server index of what a test does through its handles."""

HELD = "held before"
"""Method name of the entry that tells what a key held before its first call."""


class _Unseen:
    """The caller learned nothing about the value."""

    def __repr__(self) -> str:
        return "UNSEEN"


UNSEEN: Final = _Unseen()


class Change(NamedTuple):
    """What a call does to a key: "set" to a text, "add" a number, "remove"."""

    kind: str
    text: str = ""
    delta: int = 0


class Where(TypedDict, total=False):
    """Which calls: those of a store, a key, a scope, a server."""

    store: str | None
    key: str | None
    scope: str | None
    server: int | None


@dataclass(slots=True)
class Operation:
    """One call of a script.

    Attributes:
        server: index of the caller's server.
        method: e.g. "UpdateAsync".
        address: the key.
        invoked_us, returned_us: the call's interval; `returned_us` None while it is pending.
        seen: JSON text the caller saw the key hold right before its own change (None: nothing), or
            `UNSEEN` for calls that look at nothing.
        change: what it wanted to do; None for reads and for a cancelled UpdateAsync.
        cached: answered from the server's read cache, which promises no freshness.
        told_us: when the caller saw it; None as long as it has not.
        looked: how many writes the key had had when the call last came to the backend, that is
            which of `StoreHandle.history` was the last; None for what a cache answered.
        landed: which write of the key it made, counted from 1; None when it made none, or has not
            yet. Callers cannot know this: it is the truth behind `outcome`.
        error: what pcall saw of a call that the store refused; empty for others.
        queued: how often it waited in a queue.
        dropped: refused because its queue was full.
    """

    server: int
    method: str
    address: Address
    invoked_us: int
    returned_us: int | None = None
    outcome: Outcome = Outcome.PENDING
    seen: str | _Unseen | None = UNSEEN
    change: Change | None = None
    cached: bool = False
    told_us: int | None = None
    looked: int | None = None
    landed: int | None = None
    error: str = ""
    queued: int = 0
    dropped: bool = False

    @property
    def acknowledged(self) -> bool:
        """Whether its caller was told that it has changed the key."""
        return self.outcome is Outcome.OK and self.change is not None

    def __str__(self) -> str:
        until = "..." if self.returned_us is None else f"{self.returned_us} us"
        told = "" if isinstance(self.seen, _Unseen) else f" saw {self.seen}"
        wanted = "" if self.change is None else f" {' '.join(str(p) for p in self.change if p)}"
        return (
            f"server {self.server} {self.method}({self.address.key})"
            f" {self.invoked_us} us to {until} {self.outcome.value}:{told}{wanted}"
        )


@dataclass(slots=True, repr=False)
class OperationLog:
    """The calls of all servers, in the order they began.

    `log.count("SetAsync", key="Player_7").landed == 3` says in one line what happened.

    What a key held before its first call stands there as a call of a test, `HELD`, that ended the
    instant before.

    Parameters:
        now_us: the universe's clock.
        held: the text a key holds now, None for nothing, and how many writes it has had.

    Attributes:
        operations: calls about one key.
        listings: requests for pages, whose address has no key.
        ended: when servers that used data stores ended, by index.
        on_change: called with the key after a call has landed or ended.
    """

    now_us: Callable[[], int]
    held: Callable[[Address], tuple[str | None, int]]
    operations: list[Operation] = field(default_factory=list)
    listings: list[Operation] = field(default_factory=list)
    ended: dict[int, int] = field(default_factory=dict)
    on_change: list[Callable[[Address], None]] = field(default_factory=list)
    _known: set[Address] = field(default_factory=set)

    def begin(self, server: int, method: str, address: Address) -> Operation:
        """A call begins now."""
        now_us = self.now_us()
        if address not in self._known:
            self._meet(address, *self.held(address))
        operation = Operation(server, method, address, now_us)
        self.operations.append(operation)
        return operation

    def end(self, operation: Operation, ok: bool) -> None:
        """Its caller has the answer now."""
        operation.returned_us = self.now_us()
        operation.outcome = Outcome.OK if ok else Outcome.FAILED
        self.changed(operation.address)

    def note(
        self, method: str, address: Address, change: Change, landed: int, seen: str | None
    ) -> None:
        """A test has changed a key, in no time.

        Parameters:
            landed: which write of the key this was.
            seen: what the key held before.
        """
        now_us = self.now_us()
        if address not in self._known:
            self._meet(address, seen, landed - 1)
        operation = Operation(
            TEST_SERVER, method, address, now_us, now_us, Outcome.OK, seen, change,
            told_us=now_us, looked=landed - 1, landed=landed,
        )  # fmt: skip
        self.operations.append(operation)
        self.changed(address)

    def _meet(self, address: Address, text: str | None, writes: int) -> None:
        self._known.add(address)
        if text is not None:
            before_us = self.now_us() - 1
            held = Operation(TEST_SERVER, HELD, address, before_us, before_us, Outcome.OK)
            held.change, held.landed = Change("set", text), writes
            self.operations.append(held)

    def changed(self, address: Address) -> None:
        """Tells those who look on."""
        for tell in self.on_change:
            tell(address)

    # Counting -------------------------------------------------------------------------------

    def __repr__(self) -> str:
        found = self.select()
        title = f"history of data stores, {len(found)} call{'s' * (len(found) != 1)}"
        return table(title, counts_by(found, lambda each: f"{_place(each)} {each.method}"))

    def select(
        self,
        method: str | None = None,
        *,
        store: str | None = None,
        key: str | None = None,
        scope: str | None = None,
        server: int | None = None,
    ) -> list[Operation]:
        """The calls of scripts that are all of this, in the order they began."""
        found = [
            each
            for each in (*self.operations, *self.listings)
            if each.server >= 0
            and method in (None, each.method)
            and store in (None, each.address.name)
            and key in (None, each.address.key)
            and scope in (None, each.address.scope)
            and server in (None, each.server)
        ]
        return sorted(found, key=lambda each: each.invoked_us)

    def count(self, method: str | None = None, **where: Unpack[Where]) -> Counts:
        """How many calls of scripts came, and what became of them."""
        return count_calls(self.select(method, **where))

    def counts_by_key(self) -> dict[str, Counts]:
        """Counts by key, as `store/key`, or `store/scope/key` where the scope is another."""
        return counts_by(self.select(), _place)

    def counts_by_store(self) -> dict[str, Counts]:
        """Counts by name of the store."""
        return counts_by(self.select(), lambda each: each.address.name)

    def counts_by_server(self) -> dict[int, Counts]:
        """Counts by index of the server."""
        indexes = sorted({each.server for each in self.select()})
        return {index: self.count(server=index) for index in indexes}

    def begin_listing(self, server: int, method: str, address: Address) -> Operation:
        """A request for a page begins now."""
        listing = Operation(server, method, address, self.now_us())
        self.listings.append(listing)
        return listing

    def end_listing(self, listing: Operation, ok: bool) -> None:
        """Its caller has the answer now."""
        listing.returned_us = self.now_us()
        listing.outcome = Outcome.OK if ok else Outcome.FAILED


def _place(operation: Operation) -> str:
    """Where a call went, as a reader writes it."""
    name, scope, key, _ = operation.address
    return "/".join((name, key) if scope in ("global", "") else (name, scope, key))
