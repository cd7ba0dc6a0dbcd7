"""Receipts are granted exactly once: what players paid for, against what is saved for them.

Two laws, for two ways of saving. `receipts_granted` is for values that hold the PurchaseIds they
were granted (as Roblox' guide and ProfileStore's have it):

- **Saved before acknowledged.** When a server answers PurchaseGranted, the id is in a saved value.
- **Once.** No id is in there twice, in one value or in two keys.
- **For ever.** What was acknowledged stays in there, and no receipt goes lost for want of a
  handler.

`receipts_counted` is for values that only count: the sum in each key is, at every answer and now,
no less than what was acknowledged and no more than what was paid and asked about.

Source of the rules: class page MarketplaceService (cloud-services.md 9.1) and D CD-PDP.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bridge.errors import ReceiptViolation, UsageError
from bridge.scheduler import MICROSECONDS
from bridge.stubs.datastore.address import Address
from bridge.stubs.marketplace import Purchases, Receipt
from bridge.tools.simulation.checkers.histories import History, KeyHistory, line, where
from bridge.tools.simulation.checkers.reports import Finding

__all__ = ["ReceiptsCounted", "ReceiptsGranted", "receipts_counted", "receipts_granted"]

Granted: TypeAlias = Callable[[Any], Iterable[str] | Mapping[str, int]]


def receipts_granted(*stores: str, granted: Granted, may_forget: bool = False) -> ReceiptsGranted:
    """The law for values that hold the PurchaseIds they were granted, see the module.

    Parameters:
        stores: names of the stores that may hold them; none means all.
        granted: from a value, the PurchaseIds in it, each as often as it was granted; or how often
            by id.
        may_forget: whether ids may leave a value again, as those of a cache of the newest ones do.
            One that comes back after that was granted twice.
    """
    return ReceiptsGranted(stores, granted, may_forget)


def receipts_counted(
    *stores: str,
    key: Callable[[Receipt], str],
    amount: Callable[[Any], float],
    worth: Callable[[Receipt], float] = lambda receipt: 1,
) -> ReceiptsCounted:
    """The law for values that only count what was bought, see the module.

    Parameters:
        stores: names of the stores that may hold them; none means all.
        key: in which key a receipt is counted.
        amount: from a value, how much was ever bought: it never falls when something is spent.
        worth: how much a receipt adds.
    """
    return ReceiptsCounted(stores, key, amount, worth)


@dataclass(frozen=True)
class ReceiptsGranted:
    """See `receipts_granted`."""

    stores: tuple[str, ...]
    granted: Granted
    may_forget: bool

    def find(self, history: History, only: Address | None = None) -> Iterator[Finding]:
        """What went against it, receipt by receipt; the first thing of each."""
        keys = [_Ledger(key, self.granted) for key in history.keys(self.stores)]
        for receipt in Purchases.of(history.universe).receipts:
            told = _Receipt(receipt, [each for each in keys if receipt.purchase_id in each.times])
            found = self._first(told, history.universe.epoch_us)
            if found is not None:
                yield found

    def _first(self, told: _Receipt, epoch_us: int) -> Finding | None:
        if told.receipt.lost:
            return told.finding("was acknowledged for want of a handler, and granted by nobody")
        twice = told.twice(self.may_forget)
        if twice is not None:
            return twice
        for answer in told.receipt.answers:
            if not any(each.held_at(told.id, epoch_us + answer.at_us) for each in told.keys):
                if self.may_forget and told.saved_before(epoch_us + answer.at_us):
                    continue
                saved = [each.step(told.id, 0, "saved only here") for each in told.keys]
                what = "before it was saved" if saved else "and is saved nowhere"
                return told.finding(f"was acknowledged {what}", *saved)
        if told.receipt.answers and not self.may_forget:
            return told.lost()
        return None


def _ids(key: KeyHistory, granted: Granted, number: int) -> Iterable[str] | Mapping[str, int]:
    """What a user's function found, if it is what was asked for; a bare text would be letters."""
    found = key.asked(granted, number)
    if isinstance(found, str) or not isinstance(found, Iterable):
        raise UsageError(
            "receipts_granted: granted(value) gives the PurchaseIds in a value as a list ([] for "
            f"none) or as {{id: count}}; of {where(key.address)} it gave {found!r}"
        )
    return found


class _Ledger:
    """How often each PurchaseId is in one key, after each of its writes.

    Attributes:
        times: by id, the writes that changed it: number of the write, count from there on.
    """

    def __init__(self, key: KeyHistory, granted: Granted) -> None:
        self.key = key
        self.times: dict[str, list[tuple[int, int]]] = {}
        before: Counter[str] = Counter()
        for number in range(1, len(key.writes) + 1):
            held = key.version(number) is not None
            now = Counter(_ids(key, granted, number)) if held else Counter()
            if now != before:
                for purchase in sorted(now.keys() | before.keys()):
                    if now[purchase] != before[purchase]:
                        changes = self.times.setdefault(purchase, [])
                        changes.append((number, now[purchase]))
            before = now

    def held_at(self, purchase: str, unix_us: int) -> bool:
        """Whether it was in there at a time."""
        count = 0
        for number, after in self.times[purchase]:
            if self.key.writes[number - 1].at_us > unix_us:
                break
            count = after
        return count > 0

    def step(self, purchase: str, change: int, remark: str) -> str:
        """The call that changed it, by position among its changes."""
        return self.key.write_step(self.times[purchase][change][0], remark)


class _Receipt:
    """A receipt and the keys that ever held its id."""

    def __init__(self, receipt: Receipt, keys: list[_Ledger]) -> None:
        self.receipt = receipt
        self.keys = keys
        self.id = receipt.purchase_id

    def saved_before(self, unix_us: int) -> bool:
        """Whether any key had it at some time up to then."""
        first_us = [each.key.writes[each.times[self.id][0][0] - 1].at_us for each in self.keys]
        return any(at_us <= unix_us for at_us in first_us)

    def twice(self, may_forget: bool) -> Finding | None:
        """It was granted more than once, in one value, in two keys, or again."""
        for ledger in self.keys:
            changes, place = ledger.times[self.id], where(ledger.key.address)
            for index, (_, count) in enumerate(changes):
                if count > 1:
                    steps = [ledger.step(self.id, at, "granted") for at in {0: 0, index: 0}]
                    return self.finding(f"was granted {count} times in {place}", *steps)
            grown = [at for at, (_, count) in enumerate(changes) if count]
            if may_forget and len(grown) > 1:
                steps = [ledger.step(self.id, at, "granted") for at in grown[:2]]
                return self.finding(f"was granted again in {place}, which had forgotten it", *steps)
        holding = [each for each in self.keys if each.times[self.id][-1][1]]
        if len(holding) > 1:
            places = " and ".join(where(each.key.address) for each in holding)
            steps = [each.step(self.id, 0, "granted") for each in holding]
            return self.finding(f"was granted in {places}", *steps)
        return None

    def lost(self) -> Finding | None:
        """It was acknowledged and is in no value any more."""
        if any(each.times[self.id][-1][1] for each in self.keys):
            return None
        steps = [each.step(self.id, at, remark) for each in self.keys
                 for at, remark in ((0, "granted"), (-1, "took it away"))]  # fmt: skip
        return self.finding("was acknowledged, and is saved no longer", *steps)

    def finding(self, what: str, *steps: str) -> Finding:
        """Who bought what, and what became of it."""
        receipt = self.receipt
        answers = [
            line(answer.at_us / MICROSECONDS, answer.server, "answered PurchaseGranted")
            for answer in receipt.answers
        ]
        headline = (
            f"receipt {self.id} (product {receipt.product_id}, user {receipt.user_id}) {what}"
        )
        return Finding(ReceiptViolation, headline, tuple(sorted([*steps, *answers])))


@dataclass(frozen=True)
class ReceiptsCounted:
    """See `receipts_counted`."""

    stores: tuple[str, ...]
    key: Callable[[Receipt], str]
    amount: Callable[[Any], float]
    worth: Callable[[Receipt], float]

    def find(self, history: History, only: Address | None = None) -> Iterator[Finding]:
        """What went against it, key by key; the first thing of each."""
        receipts: dict[str, list[Receipt]] = {}
        for receipt in Purchases.of(history.universe).receipts:
            receipts.setdefault(self.key(receipt), []).append(receipt)
        keys: dict[str, list[KeyHistory]] = {}
        for each in history.keys(self.stores):
            keys.setdefault(each.address.key, []).append(each)
        for name, bought in receipts.items():
            found = self._first(name, bought, keys.get(name, []), history.universe.epoch_us)
            if found is not None:
                yield found

    def _first(
        self, name: str, bought: list[Receipt], keys: list[KeyHistory], epoch_us: int
    ) -> Finding | None:
        answers = sorted((receipt.answers[0].at_us, index) for index, receipt in enumerate(bought)
                         if receipt.answers)  # fmt: skip
        owed = 0.0
        for at_us, index in answers:
            owed += self.worth(bought[index])
            saved = self._saved(keys, epoch_us + at_us)
            if saved < owed:
                return _short(name, owed, saved, at_us, bought[index])
        lost = [receipt for receipt in bought if receipt.lost]
        most = sum(self.worth(receipt) for receipt in bought if receipt.asked and not receipt.lost)
        saved = self._saved(keys, None)
        if lost:
            headline = f"key {name}: a receipt was acknowledged for want of a handler"
            return Finding(ReceiptViolation, headline)
        if owed <= saved <= most:
            return None
        steps = tuple(key.write_step(len(key.writes), "saved last") for key in keys if key.writes)
        headline = f"key {name}: {saved:g} saved, {owed:g} acknowledged, {most:g} asked for"
        return Finding(ReceiptViolation, headline, steps)

    def _saved(self, keys: list[KeyHistory], until_us: int | None) -> float:
        total = 0.0
        for key in keys:
            number = sum(until_us is None or write.at_us <= until_us for write in key.writes)
            total += key.asked(self.amount, number) if key.version(number) is not None else 0
        return total


def _short(name: str, owed: float, saved: float, at_us: int, receipt: Receipt) -> Finding:
    told = f"answered PurchaseGranted for {receipt.purchase_id} (product {receipt.product_id})"
    step = line(at_us / MICROSECONDS, receipt.answers[0].server, told)
    headline = f"key {name}: {saved:g} was saved when {owed:g} had been acknowledged"
    return Finding(ReceiptViolation, headline, (step,))
