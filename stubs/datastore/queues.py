"""The queues of one server's data store requests: who waits for the budget, and who goes next.

Documented in CD-ERR: each queue is first in, first out, and holds 30; under the older rules a write
whose key was written less than 6 s ago waits as well, and lets others pass. Knows no trip.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from bridge.scheduler import Event
from bridge.stubs.context import ServerContext
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.budget import Budgets
from bridge.stubs.datastore.call import Call
from bridge.stubs.profiles import DataStoreRules

__all__ = ["RequestQueues", "Waiting"]

QUEUE_WARNING = (
    "DataStore request was added to queue. If request queue fills, further requests will be "
    "dropped. Try sending fewer requests.Key = {key}"
)
"""Captured in 2026; there really is no space before `Key`."""


class Waiting(NamedTuple):
    """A request on its way out.

    Attributes:
        bucket: the budget it takes from.
        cools: whether the rule of so many seconds between writes of one key applies.
        go: sends it.
        requests: how many of the budget's requests it takes.
    """

    call: Call
    bucket: str
    cools: bool
    go: Callable[[], None]
    requests: int


class RequestQueues:
    """The queues of one server, by name.

    Attributes:
        sent: requests that went out, at once or after waiting.
        queued: requests that had to wait.
    """

    def __init__(self, context: ServerContext, budgets: Budgets, rules: DataStoreRules) -> None:
        self._context = context
        self._budgets = budgets
        self._rules = rules
        self._queues: dict[str, deque[Waiting]] = {}
        self._pumps: dict[str, Event] = {}
        self._written_at: dict[Address, int] = {}
        self.sent = self.queued = 0

    def length(self, name: str) -> int:
        """How many requests wait there."""
        return len(self._queues.get(name, ()))

    def send_now(self, name: str, waiting: Waiting) -> bool:
        """Sends a request if the budget allows, nothing holds it back and nobody is before it."""
        now_us = self._context.clock.now_us
        queue = self._queues.get(name, ())
        overtakes = not queue or all(self._cooling_us(entry, now_us) for entry in queue)
        if overtakes and not self._cooling_us(waiting, now_us) and self._take(waiting, now_us):
            self._start(waiting)
            return True
        return False

    def add(self, name: str, waiting: Waiting) -> None:
        """The request waits, at the end of a queue."""
        self.queued += 1
        self._queues.setdefault(name, deque()).append(waiting)
        self._context.log("warn", QUEUE_WARNING.format(key=waiting.call.address.key))
        self._arm(name)

    def pump(self) -> None:
        """Sends what may go now: a budget has changed."""
        for name in self._queues:
            self._pump(name)

    def clear(self) -> None:
        """What waits is lost."""
        self._queues.clear()

    def _cooling_us(self, waiting: Waiting, now_us: int) -> int:
        """How long the 6 s rule of older engines still holds a write back."""
        if not waiting.cools:
            return 0
        written_us = self._written_at.get(waiting.call.address)
        if written_us is None:
            return 0
        return max(0, written_us + self._rules.write_cooldown_us - now_us)

    def _take(self, waiting: Waiting, now_us: int) -> bool:
        return self._budgets.take(waiting.bucket, now_us, waiting.requests)

    def _start(self, waiting: Waiting) -> None:
        if waiting.cools:
            self._written_at[waiting.call.address] = self._context.clock.now_us
        self.sent += 1
        waiting.go()

    def _pump(self, name: str) -> None:
        """First in, first out; a request whose key is held back is skipped for now (documented)."""
        queue = self._queues.get(name)
        if not queue:
            return
        now_us = self._context.clock.now_us
        held: list[Waiting] = []
        ready: list[Waiting] = []
        keys: set[Address] = set()
        while queue:
            waiting = queue.popleft()
            address = waiting.call.address
            if (waiting.cools and address in keys) or self._cooling_us(waiting, now_us):
                held.append(waiting)
            elif self._take(waiting, now_us):
                ready.append(waiting)
                keys.add(address)
            else:
                held.append(waiting)
                break
        queue.extendleft(reversed(held))
        for waiting in ready:
            self._start(waiting)
        self._arm(name)

    def _arm(self, name: str) -> None:
        """Schedules the next look at a queue for when its first movable request may go."""
        armed = self._pumps.pop(name, None)
        if armed is not None:
            self._context.agenda.cancel(armed)
        now_us = self._context.clock.now_us
        waits: list[int] = []
        for waiting in self._queues.get(name, ()):
            budget_us = self._budgets.wait_us(waiting.bucket, now_us, waiting.requests)
            if budget_us is None:
                break
            cooling_us = self._cooling_us(waiting, now_us)
            waits.append(max(budget_us, cooling_us, 1))
            if not cooling_us:
                break
        if waits:
            self._pumps[name] = self._context.after(min(waits), lambda: self._pump(name))
