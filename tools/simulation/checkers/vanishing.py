"""Nothing vanishes: what a game says must survive in a value never shrinks below what was saved.

The law, for each key of a store. A function of the user's tells what of a value must survive: a
number that may not fall, a set that may not lose a member, a list that may not lose one however
often it is in there, or a dictionary of such. Once a call that wrote a value is acknowledged, no
later value of the key may keep less. An acknowledged removal begins anew.

This sees losses that `no_lost_writes` cannot: an UpdateAsync whose function ignores what it was
given, data that a script itself forgot, items of two threads of one server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bridge.errors import LostWrite, UsageError
from bridge.stubs.datastore.address import Address
from bridge.tools.simulation.checkers.histories import History, KeyHistory, where
from bridge.tools.simulation.checkers.reports import Finding

__all__ = ["NothingVanishes", "nothing_vanishes", "shortfall"]


def nothing_vanishes(*stores: str, keep: Callable[[Any], Any]) -> NothingVanishes:
    """The law that what `keep` finds in a value never shrinks, see the module.

    Parameters:
        stores: names of the stores it holds for; none means all.
        keep: from a value, as Python data, what must survive: None, a number, a set, a list or a
            dictionary of these. It is not called for a key that holds nothing.
    """
    return NothingVanishes(stores, keep)


@dataclass(frozen=True)
class NothingVanishes:
    """See `nothing_vanishes`."""

    stores: tuple[str, ...]
    keep: Callable[[Any], Any]

    def find(self, history: History, only: Address | None = None) -> Iterator[Finding]:
        """What went against it, key by key; the first loss of each key."""
        history.need_calls("nothing_vanishes")
        for key in history.keys(self.stores, only):
            found = self._first(key)
            if found is not None:
                yield found

    def _first(self, key: KeyHistory) -> Finding | None:
        saved: list[tuple[int, Any]] = []  # acknowledged writes and what they kept, newest last
        for number, write in enumerate(key.writes, 1):
            index = key.maker(number)
            acknowledged = index is not None and key.calls[index].acknowledged
            if write.operation in ("RemoveAsync", "RemoveVersionAsync") and acknowledged:
                saved.clear()
                continue
            kept = None if write.version.deleted else key.asked(self.keep, number)
            for earlier, floor in reversed(saved):
                gone = shortfall(floor, kept)
                if gone is not None:
                    return _finding(key, earlier, number, gone)
            if acknowledged:
                # What contains all of an earlier floor stands for it from now on.
                saved = [entry for entry in saved if shortfall(entry[1], kept) is not None]
                saved.append((number, kept))
        return None


def _finding(key: KeyHistory, earlier: int, number: int, gone: str) -> Finding:
    steps = [
        key.write_step(earlier, "was acknowledged"),
        key.write_step(number, "took it away"),
    ]
    return Finding(LostWrite, f"{where(key.address)}: {gone} after it was saved", tuple(steps))


def shortfall(floor: Any, kept: Any, path: str = "") -> str | None:
    """What of `floor` is not in `kept`, as a sentence; None when nothing is missing.

    Parameters:
        path: where in the value this is, for the sentence.

    Raises:
        UsageError: it is nothing that can be compared in this way.
    """
    if floor is None:
        return None
    if isinstance(floor, bool | int | float):
        if isinstance(kept, bool | int | float) and kept >= floor:
            return None
        return f"{path or 'it'} fell from {floor!r} to {'nothing' if kept is None else repr(kept)}"
    if isinstance(floor, Mapping):
        inner = kept if isinstance(kept, Mapping) else {}
        for name in floor:
            under = f"{path}.{name}" if path else str(name)
            gone = shortfall(floor[name], inner.get(name), under)
            if gone is not None:
                return gone
        return None
    if not isinstance(floor, set | frozenset | list | tuple):
        raise UsageError(
            f"keep gave {floor!r}: it must give None, a number, a set, a list or a dictionary"
        )
    missing = Counter(floor) - Counter(kept or ())
    if not missing:
        return None
    ordered = sorted(missing, key=repr)
    return f"{ordered[0]!r}{f' of {path}' if path else ''} is gone"
