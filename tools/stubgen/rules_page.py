"""The page of rules: every documented rule, what each profile says, its source and its tests.

Written to `stubs/RULES.md` together with `stubs/COVERAGE.md`, which holds the sums, by
`python -m bridge.tools.stubgen.coverage`. Same input, same bytes. Runs no test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bridge.errors import BridgeError
from bridge.stubs.members_by_year import ABSENT
from bridge.stubs.members_by_year import SOURCES as ABSENT_SOURCES
from bridge.stubs.profiles import PROFILES
from bridge.stubs.years import YEARS
from bridge.tools.stubgen.rule_markers import Marker, read_markers
from bridge.tools.stubgen.rule_names import FAMILIES, KINDS, Rule, documented_rules, shown_value

__all__ = ["DEFAULT_OUTPUT", "Row", "Sum", "complaints", "current_rows", "page_of", "sums"]

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_OUTPUT = ROOT / "stubs" / "RULES.md"
TESTS = ROOT / "tests"


@dataclass(frozen=True, slots=True)
class Row:
    """One rule with the markers that name it or its group."""

    rule: Rule
    markers: tuple[Marker, ...]

    @property
    def sources(self) -> str:
        """The sources of its tests, each once."""
        return "; ".join(dict.fromkeys(each.source for each in self.markers))

    @property
    def tests(self) -> str:
        """Its tests, sorted by file."""
        by_file: dict[str, list[str]] = {}
        for each in self.markers:
            names = by_file.setdefault(each.file, [])
            if each.test not in names:
                names.append(each.test)
        return "; ".join(
            f"{file}: " + ", ".join(f"`{name}`" for name in names)
            for file, names in sorted(by_file.items())
        )

    @property
    def servers(self) -> str:
        """On how many servers it is tried."""
        return ", ".join(str(n) for n in sorted({n for each in self.markers for n in each.servers}))


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rules of one service have a test: kind -> (with a test, all)."""

    service: str
    counts: Mapping[str, tuple[int, int]]


def rows_of(rules: Iterable[Rule], markers: Sequence[Marker]) -> list[Row]:
    """The rules with their markers, in the order of the rules."""
    by_name: dict[str, list[Marker]] = {}
    for marker in markers:
        for name in marker.names:
            by_name.setdefault(name, []).append(marker)
    return [
        Row(rule, (*by_name.get(rule.name, ()), *by_name.get(rule.group, ()))) for rule in rules
    ]


def complaints(rules: Iterable[Rule], markers: Iterable[Marker]) -> list[str]:
    """What is wrong with the markers: names that no rule has, no name at all, no source."""
    known = {name for rule in rules for name in (rule.name, rule.group) if name}
    found = []
    for marker in markers:
        found += [
            f"{marker.place}: no rule is called {name!r}"
            for name in marker.names
            if name not in known
        ]
        if not marker.names:
            found.append(f"{marker.place}: the marker of {marker.test} names no rule")
        if not marker.source:
            found.append(f"{marker.place}: the marker of {marker.test} has no source")
    return found


def sums(rows: Iterable[Row]) -> list[Sum]:
    """The counts of every service, in the order of `FAMILIES`."""
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for row in rows:
        kinds = counts.setdefault(row.rule.service, dict.fromkeys(KINDS, (0, 0)))
        tested, total = kinds[row.rule.kind]
        kinds[row.rule.kind] = (tested + bool(row.markers), total + 1)
    return [Sum(service, counts[service]) for service in FAMILIES if service in counts]


def page_of(
    rows: Sequence[Row], render: Callable[..., str], refused: frozenset[str] = frozenset()
) -> str:
    """The page.

    Parameters:
        rows: all rules.
        render: fills the template `rules.md.j2`.
        refused: members without a model.
    """
    services = [
        (
            each.service,
            FAMILIES[each.service],
            {
                kind: [
                    row for row in rows if (row.rule.service, row.rule.kind) == (each.service, kind)
                ]
                for kind in KINDS
            },
        )
        for each in sums(rows)
    ]
    page = render(
        "rules.md.j2",
        services=services,
        profiles=tuple(PROFILES),
        untested=sum(not row.markers for row in rows),
        total=len(rows),
        years=_years(),
        refused=refused,
    )
    return page.rstrip("\n") + "\n"


def _years() -> list[dict[str, object]]:
    """What the page says of each earlier year: its numbers and what there was not."""
    return [
        {
            "year": year,
            "numbers": [
                (name.replace("__", "."), _shown(value, name), source)
                for name, (value, source) in numbers.items()
            ],
            "source": ABSENT_SOURCES[year],
            "absent": sorted(ABSENT[year]),
        }
        for year, numbers in YEARS.items()
    ]


def _shown(value: object, name: str) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{part} {shown_value(each)}" for part, each in value.items()) or "none"
    return shown_value(value, name)


def current_rows() -> list[Row]:
    """The rules of this checkout with its tests.

    Raises:
        BridgeError: a marker names something unknown or has no source.
    """
    rules, markers = documented_rules(), read_markers(TESTS)
    wrong = complaints(rules, markers)
    if wrong:
        raise BridgeError("markers of rules:\n" + "\n".join(wrong))
    return rows_of(rules, markers)
