"""What scripts did to data stores, as they saw it: calls with their interval, sight and effect.

A checker compares such a history with what one register per key could have answered. Recorded only
when a test asks for it. Knows no server and no Luau value; times are universe microseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NamedTuple

from bridge.stubs.datastore.address import Address

__all__ = ["UNSEEN", "Change", "Operation", "OperationLog", "Outcome"]


class _Unseen:
    """The caller learned nothing about the value."""

    def __repr__(self) -> str:
        return "UNSEEN"


UNSEEN: Final = _Unseen()


class Outcome(Enum):
    """What a caller knows of its call. Roblox documents that a write which failed may have
    landed, so a failed or unanswered write may take effect once, at any time after its call."""

    PENDING = "pending"
    OK = "ok"
    FAILED = "failed"


class Change(NamedTuple):
    """What a call does to a key: "set" to a text, "add" a number, "remove"."""

    kind: str
    text: str = ""
    delta: int = 0


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

    def __str__(self) -> str:
        until = "..." if self.returned_us is None else f"{self.returned_us} us"
        told = "" if isinstance(self.seen, _Unseen) else f" saw {self.seen}"
        wanted = "" if self.change is None else f" {' '.join(str(p) for p in self.change if p)}"
        return (
            f"server {self.server} {self.method}({self.address.key})"
            f" {self.invoked_us} us to {until} {self.outcome.value}:{told}{wanted}"
        )


@dataclass(slots=True)
class OperationLog:
    """The calls of all servers, in the order they began.

    Parameters:
        now_us: the universe's clock.
    """

    now_us: Callable[[], int]
    operations: list[Operation] = field(default_factory=list)

    def begin(self, server: int, method: str, address: Address) -> Operation:
        """A call begins now."""
        operation = Operation(server, method, address, self.now_us())
        self.operations.append(operation)
        return operation

    def end(self, operation: Operation, ok: bool) -> None:
        """Its caller has the answer now."""
        operation.returned_us = self.now_us()
        operation.outcome = Outcome.OK if ok else Outcome.FAILED
