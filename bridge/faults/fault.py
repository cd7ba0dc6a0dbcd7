"""The fault value, the plan that holds several, and the place in a request a fault looks at.

Knows no randomness: whether a fault bites is decided by the injector.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import NamedTuple, TypedDict

from bridge.errors import UsageError
from bridge.faults.delays import Delay
from bridge.faults.kinds import KINDS
from bridge.faults.refining import Refinable
from bridge.faults.schedules import read_schedule

__all__ = ["Fault", "FaultPlan", "Site", "Where", "Window"]


class Site(NamedTuple):
    """Where a request stands when the door asks whether something goes wrong.

    `name` is the data store, topic or map; `server` is the index of a server, 0 for the first.
    """

    operation: str
    name: str = ""
    key: str = ""
    server: int = -1


class Where(TypedDict, total=False):
    """The filters every fault understands; all of them must hold for the fault to bite."""

    probability: float
    operations: tuple[str, ...]
    name: str
    key: str
    key_prefix: str
    server: int
    times: int
    occurrences: tuple[int, ...]
    schedule: str
    every_seconds: float


class Window(Where, total=False):
    """The filters of `Where`, and a half-open window of simulated time."""

    start_seconds: float
    end_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Fault(Refinable):
    """One thing that may go wrong.

    Attributes:
        service, kind: a pair listed in `KINDS`.
        probability: chance that it bites at a matching request.
        operations: method names it is limited to (`("SetAsync",)`); empty means all.
        name, key, server: limits to one data store / topic / map, one key, one server by index
            (0 is the first).
        key_prefix: limits to keys that begin so.
        start_us, end_us: half-open window of simulated time; `end_us` None means for ever.
        every_us: the window comes again so long after its start, and so on; 0 means it does not.
        times: it stops after biting this often; None means never.
        occurrences: it bites exactly at these matching requests (counted from 1), whatever the
            probability says; for schedules that must shrink and replay by hand.
        schedule: the same in words, "fails 3, works 2, again"; see bridge/faults/schedules.py.
        minimum_us, maximum_us: bounds of the delay it draws, where its kind has one.
        delay: instead of those bounds, another distribution.
        text: error text to use instead of the kind's usual one; a body, a reason, a result where
            its kind has one.
        number: what its kind counts, where it counts: an HTTP status, microseconds of a jump.
    """

    service: str
    kind: str
    probability: float = 1.0
    operations: tuple[str, ...] = ()
    name: str | None = None
    key: str | None = None
    key_prefix: str = ""
    server: int | None = None
    start_us: int = 0
    end_us: int | None = None
    every_us: int = 0
    times: int | None = None
    occurrences: tuple[int, ...] = ()
    schedule: str = ""
    minimum_us: int = 0
    maximum_us: int = 0
    delay: Delay | None = None
    text: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        if self.service not in KINDS:
            raise UsageError(f"no fault service {self.service!r}; known: {', '.join(KINDS)}")
        if self.kind not in KINDS[self.service]:
            raise UsageError(
                f"no fault kind {self.kind!r} for service {self.service!r}; known: "
                f"{', '.join(KINDS[self.service])}"
            )
        if not 0.0 <= self.probability <= 1.0:
            raise UsageError(f"probability must lie in 0..1 but got {self.probability!r}")
        if self.end_us is not None and self.end_us < self.start_us:
            raise UsageError(f"end_us={self.end_us} lies before start_us={self.start_us}")
        if self.every_us and (self.end_us is None or self.every_us < self.end_us - self.start_us):
            raise UsageError(
                f"every_us={self.every_us} wants an end_us, and a window that is shorter"
            )
        if not 0 <= self.minimum_us <= self.maximum_us:
            raise UsageError(f"bad delay bounds {self.minimum_us}..{self.maximum_us} us")
        if self.delay is not None and self.maximum_us:
            raise UsageError("a delay has bounds of its own: leave minimum_us and maximum_us out")
        if self.schedule:
            if self.occurrences:
                raise UsageError("give occurrences or a schedule, not both")
            # One way to write each schedule, so that equal ones are equal values.
            object.__setattr__(self, "schedule", str(read_schedule(self.schedule)))

    def __repr__(self) -> str:
        return f"Fault({', '.join(f'{k}={v!r}' for k, v in self._set_fields().items())})"

    def matches(self, site: Site, now_us: int) -> bool:
        """Whether the filters and the window admit this request."""
        if self.every_us and now_us > self.start_us:
            now_us = self.start_us + (now_us - self.start_us) % self.every_us
        return (
            self.start_us <= now_us
            and (self.end_us is None or now_us < self.end_us)
            and (not self.operations or site.operation in self.operations)
            and (self.name is None or self.name == site.name)
            and (self.key is None or self.key == site.key)
            and (not self.key_prefix or site.key.startswith(self.key_prefix))
            and (self.server is None or self.server == site.server)
        )

    def to_data(self) -> dict[str, object]:
        """The fields that differ from their defaults, as JSON can hold them."""
        data = self._set_fields()
        if self.delay is not None:
            data["delay"] = self.delay.to_data()
        return data

    def _set_fields(self) -> dict[str, object]:
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.default is MISSING or getattr(self, field.name) != field.default
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Fault:
        """Inverse of `to_data`; unknown names are refused."""
        known = {field.name for field in fields(cls)}
        unknown = sorted(set(data) - known)
        if unknown:
            raise UsageError(f"unknown fault field(s): {', '.join(unknown)}")
        plain = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        if plain.get("delay") is not None:
            plain["delay"] = Delay.from_data(plain["delay"])
        for name, value in plain.items():
            if not _FORMS[name](value):
                hint = f"; write [{json.dumps(value)}]" if name == "operations" else ""
                raise UsageError(f"fault field {name} cannot be {value!r}{hint}")
        for name in ("service", "kind"):
            if name not in plain:
                raise UsageError(f"a fault needs a {name}")
        return cls(**plain)  # type: ignore[arg-type]  # every form was looked at


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """All faults of a run, in order; equal plans with equal seeds give equal runs."""

    faults: tuple[Fault, ...] = ()

    def to_json(self) -> str:
        """Text that `from_json` reads back to an equal plan."""
        return json.dumps({"faults": [fault.to_data() for fault in self.faults]}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> FaultPlan:
        """Inverse of `to_json`; whatever is no plan is refused by name with a UsageError."""
        try:
            data = json.loads(text)
        except ValueError as problem:
            raise UsageError(f"a fault plan is JSON, and this is not: {problem}") from problem
        if not isinstance(data, dict) or not isinstance(data.get("faults"), list):
            raise UsageError('a fault plan is a JSON object {"faults": [...]}')
        entries = data["faults"]
        faults = []
        for number, entry in enumerate(entries, 1):
            try:
                if not isinstance(entry, dict):
                    raise UsageError("every fault of a plan is a JSON object")
                faults.append(Fault.from_data(entry))
            except UsageError as problem:
                raise UsageError(f"fault {number}: {problem}") from problem
        return cls(tuple(faults))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _or_none(form: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or form(value)


def _all(form: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, tuple) and all(map(form, value))


_FORMS: Mapping[str, Callable[[object], bool]] = {
    "service": _is_text,
    "kind": _is_text,
    "probability": _is_number,
    "operations": _all(_is_text),
    "name": _or_none(_is_text),
    "key": _or_none(_is_text),
    "key_prefix": _is_text,
    "server": _or_none(_is_whole),
    "start_us": _is_whole,
    "end_us": _or_none(_is_whole),
    "every_us": _is_whole,
    "times": _or_none(_is_whole),
    "occurrences": _all(_is_whole),
    "schedule": _is_text,
    "minimum_us": _is_whole,
    "maximum_us": _is_whole,
    "delay": lambda value: value is None or isinstance(value, Delay),
    "text": _is_text,
    "number": _is_whole,
}
"""What each field may hold, for plans that come from a file."""
