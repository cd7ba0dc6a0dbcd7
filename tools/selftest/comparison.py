"""Compares what Studio saw with what is seen here, case by case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.tools.selftest.results import Result, skipped_lines

__all__ = ["Comparison", "compare", "render_comparison"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs of the place.

    Attributes:
        different: cases that ended otherwise: theirs, ours.
        same: cases that both saw alike.
        skipped: cases that could not run there: their results.
        not_here: cases that ran there and could not here: our results.
        unknown: ids that this version of the place does not have.
    """

    different: tuple[tuple[Result, Result], ...]
    same: tuple[Result, ...]
    skipped: tuple[Result, ...]
    not_here: tuple[Result, ...]
    unknown: tuple[str, ...]


def compare(theirs: Mapping[str, Result], ours: Mapping[str, Result]) -> Comparison:
    """Sort the cases that ran on the other side; what ran here alone is no difference."""
    different: list[tuple[Result, Result]] = []
    same: list[Result] = []
    skipped: list[Result] = []
    not_here: list[Result] = []
    unknown: list[str] = []
    for name, their in theirs.items():
        our = ours.get(name)
        if our is None:
            unknown.append(name)
        elif their.outcome == "skipped":
            skipped.append(their)
        elif our.outcome == "skipped":
            not_here.append(our)
        elif their.seen == our.seen:
            same.append(their)
        else:
            different.append((their, our))
    return Comparison(
        tuple(different), tuple(same), tuple(skipped), tuple(not_here), tuple(unknown)
    )


def render_comparison(comparison: Comparison) -> str:
    """The differences with the source of each rule, then figures."""
    lines: list[str] = []
    for their, our in comparison.different:
        what = "fact" if our.kind == "check" else "open question"
        lines.append(f"{our.id} ({what}; source: {our.source})")
        lines += [f"  there: {their.seen}", f"  here:  {our.seen}"]
    lines += skipped_lines(comparison.skipped, "there")
    lines += skipped_lines(comparison.not_here, "here")
    if comparison.unknown:
        lines.append(f"unknown here: {', '.join(comparison.unknown)}")
    probes = sum(our.kind == "probe" for _, our in comparison.different)
    settled = sum(each.kind == "probe" for each in comparison.same)
    count = len(comparison.different)
    lines.append(
        f"{count + len(comparison.same)} compared: {len(comparison.same)} alike "
        f"({settled} of them open questions), {count} different ({probes} of them open questions)"
    )
    return "\n".join(lines)
