"""No lost acknowledged write: what a script was told is saved stays, or gives way knowingly.

The law, for each key. A call that was told it succeeded has made a write of the key. That write
stays part of what the key holds, through the writes that build on it, until a write replaces it
whose caller knew of it:

- UpdateAsync and IncrementAsync build on the write right before theirs: the store compares, adds.
- SetAsync builds on what its server knew when it called: the newest write that an answer had shown
  to this server, and this server's own calls before it. What is acknowledged and newer is lost. A
  server that never looked at the key writes blindly, and the last writer wins, as documented.
- RemoveAsync is there to end what was; it is told afterwards what that was. A removal is itself a
  write that can be lost.

A write whose call failed or was never answered may be lost, and may not have been there; it counts
for what others built on. A server is one memory: of two threads of one server that both read and
then set, this law sees nothing; `nothing_vanishes` and `check_ledger` do. Reads are never wrong
here, see `linearizable` for those.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridge.errors import LostWrite
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.operations import TEST_SERVER, Operation, Outcome
from bridge.tools.simulation.checkers.histories import History, KeyHistory, where
from bridge.tools.simulation.checkers.reports import Finding

__all__ = ["NoLostWrites", "no_lost_writes"]

SHOWN = 3
"""Lost calls that a report shows, the newest ones."""

OVERWRITES = ("SetAsync", "RemoveAsync")


def no_lost_writes(
    *stores: str, blind_writes: bool = False, removals: bool = False
) -> NoLostWrites:
    """The law that no acknowledged write is lost, see the module.

    Parameters:
        stores: names of the stores it holds for; none means all.
        blind_writes: whether a SetAsync of a server that never looked at the key must not replace
            what other servers saved.
        removals: whether a RemoveAsync, too, must have known what it removes.
    """
    return NoLostWrites(stores, blind_writes, removals)


@dataclass(frozen=True)
class NoLostWrites:
    """See `no_lost_writes`."""

    stores: Sequence[str] = ()
    blind_writes: bool = False
    removals: bool = False

    def find(self, history: History, only: Address | None = None) -> Iterator[Finding]:
        """What went against it, key by key."""
        history.need_calls("no_lost_writes")
        for key in history.keys(self.stores, only):
            yield from self._unmade(key)
            yield from self._overwritten(key)

    def _unmade(self, key: KeyHistory) -> Iterator[Finding]:
        """Calls that were told they had written, and have not."""
        for call in key.calls:
            if not call.acknowledged or call.landed is not None or call.change is None:
                continue
            if call.change.kind != "remove":  # there may have been nothing to remove
                headline = f"{where(key.address)}: an acknowledged write was never made"
                yield Finding(LostWrite, headline, (key.step(call, "was told it succeeded"),))

    def _overwritten(self, key: KeyHistory) -> Iterator[Finding]:
        known: _Knowledge | None = None  # made when the first write asks for it
        kept: list[int] = []  # indices of acknowledged calls that the key's value builds on
        for number, write in enumerate(key.writes, 1):
            index = key.maker(number)
            if write.operation in OVERWRITES:
                if index is not None and self._judges(write.operation):
                    known = known or _Knowledge(key)
                    lost = self._lost(key, known, kept, index)
                    if lost:
                        yield _finding(key, known, lost, index)
                kept = []
            elif write.server == TEST_SERVER or write.operation == "RemoveVersionAsync":
                kept = []
            if index is not None and key.calls[index].acknowledged:
                kept.append(index)

    def _judges(self, operation: str) -> bool:
        return operation == "SetAsync" or self.removals

    def _lost(
        self, key: KeyHistory, known: _Knowledge, kept: Sequence[int], index: int
    ) -> list[int]:
        """Which of the calls that stand a call overwrites without knowing of them."""
        culprit = key.calls[index]
        newest, looked = known.at(culprit.server, culprit.invoked_us)
        lost = []
        for each in kept:
            call = key.calls[each]
            assert call.landed is not None
            if call.landed <= newest:
                continue
            if call.server == culprit.server:
                if each > index:  # called later, and overtaken
                    lost.append(each)
            elif looked or self.blind_writes:
                lost.append(each)
        return lost


class _Knowledge:
    """Which write of a key each server knew to be there, and when."""

    def __init__(self, key: KeyHistory) -> None:
        told: dict[int, list[tuple[int, int, int]]] = {}
        first_look: dict[int, int] = {}
        for index, call in enumerate(key.calls):
            facts = told.setdefault(call.server, [])
            if call.told_us is not None:
                first_us = first_look.get(call.server, call.told_us)
                first_look[call.server] = min(first_us, call.told_us)
                if call.looked is not None:
                    facts.append((call.told_us, call.looked, index))
            if call.outcome is Outcome.OK and call.landed is not None:
                assert call.returned_us is not None
                facts.append((call.returned_us, call.landed, index))
        self._first_look = first_look
        self._times: dict[int, list[int]] = {}
        self._newest: dict[int, list[tuple[int, int]]] = {}
        for server, facts in told.items():
            facts.sort()
            best = (0, -1)
            newest = []
            for _, number, index in facts:
                best = max(best, (number, index))
                newest.append(best)
            self._times[server] = [at_us for at_us, _, _ in facts]
            self._newest[server] = newest

    def at(self, server: int, at_us: int) -> tuple[int, bool]:
        """The newest write a server knew of at a time, and whether it had ever looked."""
        first_us = self._first_look.get(server)
        return self._entry(server, at_us)[0], first_us is not None and first_us <= at_us

    def source(self, server: int, at_us: int) -> int | None:
        """Index of the call it knew that from."""
        index = self._entry(server, at_us)[1]
        return None if index < 0 else index

    def _entry(self, server: int, at_us: int) -> tuple[int, int]:
        times = self._times.get(server, [])
        position = bisect_right(times, at_us)
        return self._newest[server][position - 1] if position else (0, -1)


def _finding(key: KeyHistory, known: _Knowledge, lost: Sequence[int], index: int) -> Finding:
    culprit = key.calls[index]
    steps: dict[int, str] = {}
    source = known.source(culprit.server, culprit.invoked_us)
    if source is not None:
        steps[source] = f"the newest that server {culprit.server} knew of"
    for each in lost[-SHOWN:]:
        steps[each] = _acknowledged(key, key.calls[each]) + ", and is lost"
    steps[index] = "overwrote it" if len(lost) == 1 else "overwrote them"
    many = "an acknowledged write is" if len(lost) == 1 else f"{len(lost)} acknowledged writes are"
    headline = f"{where(key.address)}: {many} lost"
    lines = tuple(key.step(key.calls[each], steps[each]) for each in sorted(steps))
    return Finding(LostWrite, headline, lines)


def _acknowledged(key: KeyHistory, call: Operation) -> str:
    assert call.returned_us is not None
    return f"acknowledged at {key.seconds(call.returned_us):.3f} s"
