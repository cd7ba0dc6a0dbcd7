"""The door with a short way through it, for requests that take no time and meet no obstacle.

Knows no method; what is in the way, and what the request does at the backend, is for others.
"""

from __future__ import annotations

from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.door import RequestDoor

__all__ = ["InstantDoor"]


class InstantDoor(RequestDoor):
    """A door that can say yes to a request at once."""

    def at_once(
        self, operation: str, request_type: str, address: Address, size: int, window: str
    ) -> bool:
        """Whether a request takes no time and nothing stands in its way; then it is through.

        `submit` and `round_trip` in one, for the calls that tests make by the ten thousand. False
        leaves everything as it was, so that the long way can say what stands in the way.

        Parameters:
            size, window: what it counts as in which throughput of its key, "read" or "write".
        """
        context, backend, budgets, rules = self._context, self._backend, self._budgets, self._rules
        server, now_us = context.server, context.clock.now_us
        if (
            not self.instant
            or self._closed
            or self._denied
            or server.closing
            or not server.alive
            or rules.write_cooldown_us
            or self._queues.length(rules.queues.get(request_type, ""))
            or context.faults.concerns("datastore")
        ):
            return False
        bucket = budgets.bucket_of(operation, request_type)
        if not budgets.covers(bucket, now_us):
            return False
        players = context.universe.number_of_players
        if not backend.admit(address, request_type, window, size, players, now_us):
            return False
        budgets.take(bucket, now_us)
        self._queues.sent += 1
        backend.count(operation)
        self._note(operation, address, "ok")
        return True
