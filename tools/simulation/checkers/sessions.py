"""At most one owner per key: session locks, from what the calls of each server told it.

The laws, for each key whose values name an owner (locks.py):

- **One at a time.** A server believes to own a key from the answer that showed it its own lock in
  there, until an answer shows it something else, it calls for a change that takes its lock out, the
  lock it was shown expires, or the server ends. No two servers believe so at once.
- **Only the owner writes.** What is the owner's changes in a write only if its server owned the key
  before, or does afterwards; and it does not change as a lock comes back that was gone, be it known
  by its one-time token or because its server never heard that it had lost the key: that is an old
  session that saves, over what came after it.
- **The dead let go.** When the lock of a server that has ended is over, a server that looks at the
  key can have it: the lock is not still the same a while later.

Whose lock it is, follows from who wrote it first. What a test writes is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any, NamedTuple

from bridge.errors import SessionConflict, UsageError
from bridge.scheduler import MICROSECONDS, seconds_to_us
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.operations import TEST_SERVER, Outcome
from bridge.stubs.datastore.storage import LOADED_SERVER
from bridge.tools.simulation.checkers.histories import History, KeyHistory, where
from bridge.tools.simulation.checkers.locks import Lock, OwnerRule, SessionRule
from bridge.tools.simulation.checkers.reports import Finding

__all__ = ["OneOwner", "one_owner"]


def one_owner(
    *stores: str,
    owner: SessionRule | OwnerRule,
    data: Callable[[Any], Any] | None = None,
    overlap_seconds: float = 0,
    dead_after_seconds: float = 600,
    takeover_seconds: float = 60,
    one_time: bool | None = None,
) -> OneOwner:
    """The law that a key has one owner at most, see the module.

    Parameters:
        stores: names of the stores it holds for; none means all.
        owner: a rule of locks.py, or a function from value and key info to a `Lock`, a text (who;
            it never expires) or None.
        data: from a value, what only its owner may change; by default the rule's, or all of it.
        overlap_seconds: for how long two servers may believe so, e.g. while clocks differ.
        dead_after_seconds: when a lock without an end is over, after its server ended.
        takeover_seconds: how long a server that looks at such a key may take to own it.
        one_time: whether each session has a token of its own (a GUID, not the JobId): one that
            comes back is then an old session that saves. By default as the rule says, or not.
    """
    rule = owner if isinstance(owner, SessionRule) else SessionRule(owner, lambda value: value)
    if data is not None:
        rule = replace(rule, data=data)
    if one_time is not None:
        rule = replace(rule, one_time=one_time)
    return OneOwner(
        stores,
        rule,
        overlap_us=seconds_to_us(overlap_seconds),
        dead_after_us=seconds_to_us(dead_after_seconds),
        takeover_us=seconds_to_us(takeover_seconds),
    )


@dataclass(frozen=True)
class OneOwner:
    """See `one_owner`."""

    stores: tuple[str, ...]
    rule: SessionRule
    overlap_us: int
    dead_after_us: int
    takeover_us: int

    def find(self, history: History, only: Address | None = None) -> Iterator[Finding]:
        """What went against it, key by key; the first of each kind."""
        history.need_calls("one_owner")
        for key in history.keys(self.stores, only):
            sessions = _Sessions(key, self.rule)
            if not sessions.used:
                continue
            found = (
                _two_owners(sessions, self.overlap_us),
                _stranger(sessions),
                _held_by_the_dead(sessions, self.dead_after_us, self.takeover_us),
            )
            yield from (finding for finding in found if finding is not None)


class _Told(NamedTuple):
    """At a time a server learned how the key is after so many writes, from which call."""

    at_us: int
    number: int
    call: int


class _Belief(NamedTuple):
    """A server believed to own a key, from what one call told it."""

    begin_us: int
    end_us: float
    server: int
    call: int


class _Sessions:
    """The locks of one key after each of its writes, and whose they are."""

    def __init__(self, key: KeyHistory, rule: SessionRule) -> None:
        self.key = key
        self.rule = rule
        self.locks: list[Lock | None] = [None]
        self.server_of: dict[str, int] = {}
        for number, write in enumerate(key.writes, 1):
            info = key.info(number)
            lock = None if info is None else _lock(key.asked(rule.owner, number, info))
            self.locks.append(lock)
            if lock is not None:
                self.server_of.setdefault(lock.token, write.server)
        self.used = bool(self.server_of)
        self.told = self._facts()

    def owner(self, number: int) -> int | None:
        """The server whose lock is in the key after so many writes."""
        lock = self.locks[number]
        return None if lock is None else self.server_of[lock.token]

    def data(self, number: int) -> Any:
        """What is the owner's, after so many writes."""
        held = self.key.version(number) is not None
        return self.key.asked(self.rule.data, number) if held else None

    def comes_back(self, number: int) -> bool:
        """Whether a write put in the lock of an earlier session; only one-time tokens tell."""
        lock = self.locks[number]
        if lock is None or not self.rule.one_time:
            return False
        return any(each is not None and each.token == lock.token for each in self.locks[:number])

    def expires_us(self, number: int) -> float:
        """When the lock in the key is over, as Unix microseconds."""
        lock = self.locks[number]
        return inf if lock is None else lock.expires_at * MICROSECONDS

    def _facts(self) -> dict[int, list[_Told]]:
        """What each server was told, in order of time, its own plans to let go included."""
        told: dict[int, list[_Told]] = {}
        for index, call in enumerate(self.key.calls):
            if call.server == TEST_SERVER:
                continue
            facts = told.setdefault(call.server, [])
            landed = call.landed
            if landed is None:
                if call.told_us is not None and call.looked is not None:
                    facts.append(_Told(call.told_us, call.looked, index))
                continue
            if self.owner(landed) != call.server and self.owner(landed - 1) == call.server:
                facts.append(_Told(call.invoked_us, landed, index))
            elif call.outcome is Outcome.OK:
                assert call.returned_us is not None
                facts.append(_Told(call.returned_us, landed, index))
        for facts in told.values():
            facts.sort()
        return told


def _lock(found: Lock | str | None) -> Lock | None:
    if found is None or isinstance(found, Lock):
        return found
    if not isinstance(found, str):
        raise UsageError(f"owner gave {found!r}: it must give a Lock, a text or None")
    return Lock(found)


# Two at once ----------------------------------------------------------------------------------


def _two_owners(sessions: _Sessions, overlap_us: int) -> Finding | None:
    """Two servers that both believed to own the key."""
    beliefs = sorted(
        belief
        for server, told in sessions.told.items()
        for belief in _beliefs(sessions, server, told, sessions.key.now_us + (overlap_us == 0))
    )
    longest: _Belief | None = None
    for belief in beliefs:
        if longest is not None and longest.server != belief.server:
            shared_us = min(longest.end_us, belief.end_us) - belief.begin_us
            if shared_us > overlap_us:
                return _overlap(sessions, longest, belief, shared_us)
        if longest is None or belief.end_us > longest.end_us:
            longest = belief
    return None


def _beliefs(
    sessions: _Sessions, server: int, told: Sequence[_Told], now_us: int
) -> Iterator[_Belief]:
    """What a server believed; where no overlap is allowed, `now_us` is past the present instant,
    so that what begins in it counts at once and not only when something else happens."""
    key, newest = sessions.key, 0
    end_us = min(key.ended.get(server, now_us), now_us)
    current: _Belief | None = None
    for fact in told:
        if fact.number < newest:
            continue  # an answer that was overtaken
        newest = fact.number
        if current is not None:
            yield current._replace(end_us=min(current.end_us, fact.at_us))
        current = None
        if sessions.owner(fact.number) == server and fact.at_us < end_us:
            until_us = min(sessions.expires_us(fact.number), end_us)
            current = _Belief(fact.at_us, until_us, server, fact.call)
    if current is not None:
        yield current


def _overlap(sessions: _Sessions, first: _Belief, second: _Belief, shared_us: float) -> Finding:
    key = sessions.key
    steps = [
        key.step(key.calls[belief.call], f"server {belief.server} owns it, as told at "
                 f"{key.seconds(belief.begin_us):.3f} s")
        for belief in (first, second)
    ]  # fmt: skip
    lasting = f"for {shared_us / MICROSECONDS:.3f} s " if shared_us > 1 else ""
    headline = (
        f"{where(key.address)}: servers {first.server} and {second.server} both believed to own it "
        f"{lasting}from {key.seconds(second.begin_us):.3f} s on"
    )
    return Finding(SessionConflict, headline, tuple(steps))


# Strangers ------------------------------------------------------------------------------------


def _stranger(sessions: _Sessions) -> Finding | None:
    """A write of what is the owner's by somebody else."""
    key, locked = sessions.key, False
    for number, write in enumerate(key.writes, 1):
        server, before, after = write.server, sessions.owner(number - 1), sessions.owner(number)
        intrudes = server not in (before, after)
        takes = after == server != before
        suspect = server >= 0 and locked and (intrudes or takes)
        if suspect and sessions.data(number) != sessions.data(number - 1):
            call = key.maker(number)
            revives = takes and (sessions.comes_back(number) or _thought_so(sessions, server, call))
            if intrudes or revives:
                return _intrusion(sessions, number, revives)
        locked = locked or after is not None
    return None


def _thought_so(sessions: _Sessions, server: int, call: int | None) -> bool:
    """Whether a server believed to own the key when it made a call, by a lock not yet over."""
    if call is None:
        return False
    at_us = sessions.key.calls[call].invoked_us
    known = [fact.number for fact in sessions.told.get(server, ()) if fact.at_us <= at_us]
    newest = max(known, default=0)
    return sessions.owner(newest) == server and at_us < sessions.expires_us(newest)


def _intrusion(sessions: _Sessions, number: int, revives: bool) -> Finding:
    key = sessions.key
    server, before = key.writes[number - 1].server, sessions.owner(number - 1)
    holder = "nobody owned it" if before is None else f"server {before} owned it"
    what = "after it had lost it" if revives else "without owning it"
    steps = (
        key.write_step(number - 1, f"after this {holder}"),
        key.write_step(number, f"server {server} wrote {what}"),
    )
    headline = f"{where(key.address)}: server {server} wrote {what}: {holder}"
    return Finding(SessionConflict, headline, steps)


# The dead -------------------------------------------------------------------------------------


def _held_by_the_dead(sessions: _Sessions, dead_after_us: int, takeover_us: int) -> Finding | None:
    """A lock that outlives its server and its own end, though somebody wants the key."""
    key = sessions.key
    for server, told in sessions.told.items():
        for fact in told:
            lock, holder = sessions.locks[fact.number], sessions.owner(fact.number)
            ended_us = None if holder is None else _ended_us(key, holder)
            if lock is None or holder is None or ended_us is None or holder == server:
                continue
            over_us = sessions.expires_us(fact.number)
            if over_us == inf:
                over_us = ended_us + dead_after_us
            until_us = fact.at_us + takeover_us
            patient = until_us <= min(key.now_us, key.ended.get(server, key.now_us))
            if fact.at_us < max(over_us, ended_us) or not patient:
                continue
            if not _changes_hands(sessions, fact.number, lock.token, until_us):
                return _kept(sessions, fact, holder)
    return None


def _ended_us(key: KeyHistory, server: int) -> int | None:
    """When a server ended; those of an earlier run, before this one began."""
    return key.epoch_us if server == LOADED_SERVER else key.ended.get(server)


def _changes_hands(sessions: _Sessions, number: int, token: str, until_us: int) -> bool:
    for later, write in enumerate(sessions.key.writes[number:], number + 1):
        if write.at_us > until_us:
            return False
        lock = sessions.locks[later]
        if lock is None or lock.token != token:
            return True
    return False


def _kept(sessions: _Sessions, fact: _Told, holder: int) -> Finding:
    key = sessions.key
    name = "a server of an earlier run" if holder == LOADED_SERVER else f"server {holder}"
    ended = key.seconds(_ended_us(key, holder) or key.epoch_us)
    steps = (
        key.write_step(fact.number, f"the lock of {name}, which ended at {ended:.3f} s"),
        key.step(key.calls[fact.call], "still met it, and nobody took it over"),
    )
    headline = f"{where(key.address)}: {name} is gone and still owns it"
    return Finding(SessionConflict, headline, steps)
