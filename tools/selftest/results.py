"""What a run of the self-test place reports: as JSON, or as lines among others in a log.

`tests/place/src/Harness.luau` writes both; Studio puts a time before each line and the script's
name behind it. Knows neither the engine nor ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bridge.errors import UsageError

__all__ = ["FORMAT", "Result", "read_results", "render_results", "skipped_lines"]

FORMAT = 1
MARK = "SELFTEST "
BLOB = "SELFTEST-JSON "
KINDS = ("check", "probe")
OUTCOMES = ("ok", "different", "skipped")

SHOWN_MAX = 5
"""So many ids are named of the cases that were skipped for one reason."""


@dataclass(frozen=True, slots=True)
class Result:
    """One case.

    Attributes:
        id: `topic.case`, the same in every version of the place.
        kind: "check", a documented or observed fact, or "probe", an open question.
        outcome: "ok", "different" or "skipped", as the place itself judged.
        source: key of the rule's source.
        expected: text of what the fact says, or of what luau-bridge answers to the question.
        seen: text of what happened; why, when it was skipped.
    """

    id: str
    kind: str
    outcome: str
    source: str
    expected: str
    seen: str


def read_results(text: str, name: str = "the results") -> dict[str, Result]:
    """Read the report of a run, by id.

    Parameters:
        text: the JSON report alone, or any log that holds it or the lines of the cases.
        name: of the file, for messages.

    Raises:
        UsageError: there is no result in it, or one of another format.
    """
    found = dict(_reports(text, name))
    for result in _lines(text):
        found.setdefault(result.id, result)
    if not found:
        raise UsageError(
            f"{name}: holds no results of the self-test place; copy the lines that begin with "
            f"{MARK.strip()}"
        )
    return found


def _reports(text: str, name: str) -> Iterator[tuple[str, Result]]:
    """Results of the report, whether it is the whole text or a line of a log."""
    starts = [text.index("{")] if text.lstrip().startswith("{") else []
    at = text.find(BLOB)
    while at >= 0:
        starts.append(at + len(BLOB))
        at = text.find(BLOB, at + 1)
    for start in starts:
        record = _json_at(text, start)
        if not isinstance(record, dict):
            continue  # cut off where the log was: its lines are read one by one
        if record.get("format") != FORMAT:
            raise UsageError(
                f"{name}: results of format {record.get('format')!r}; this version reads {FORMAT}"
            )
        for row in record.get("results", ()):
            result = _result(row)
            if result is not None:
                yield result.id, result


def _lines(text: str) -> Iterator[Result]:
    for line in text.splitlines():
        _, mark, rest = line.partition(MARK)
        words = rest.split(" ", 3)
        if not mark or len(words) < 4 or words[0] not in KINDS:
            continue
        facts = _json_at(words[3], 0)
        if isinstance(facts, dict):
            result = _result({**facts, "kind": words[0], "result": words[1], "id": words[2]})
            if result is not None:
                yield result


def _json_at(text: str, start: int) -> Any:
    """The JSON value that begins there; None when it has no end."""
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except ValueError:
        return None


def _result(row: Any) -> Result | None:
    """A result whose parts are all there and text, else None."""
    if not isinstance(row, dict):
        return None
    keys = ("id", "kind", "result", "source", "expected", "seen")
    parts: list[str] = [row[key] for key in keys if isinstance(row.get(key), str)]
    if len(parts) < len(keys):
        return None
    result = Result(*parts)
    return result if result.kind in KINDS and result.outcome in OUTCOMES else None


def skipped_lines(rows: Sequence[Result], where: str = "") -> list[str]:
    """One line for each reason: how many cases were skipped for it, and their ids if few.

    Parameters:
        rows: skipped cases.
        where: "there" for a run elsewhere.
    """
    lines = []
    for reason in dict.fromkeys(row.seen for row in rows):
        names = [row.id for row in rows if row.seen == reason]
        shown = ", ".join(names[:SHOWN_MAX]) + (", ..." if len(names) > SHOWN_MAX else "")
        lines.append(f"{len(names)} skipped{where and ' ' + where}: {reason} ({shown})")
    return lines


def render_results(results: Iterable[Result]) -> str:
    """The cases that are not as expected, which were skipped and why, and how many of each."""
    rows = list(results)
    lines: list[str] = []
    for row in rows:
        if row.outcome == "different":
            lines += [f"{row.id} ({row.kind}; source: {row.source})"]
            lines += [f"  expected: {row.expected}", f"  seen:     {row.seen}"]
    lines += skipped_lines([row for row in rows if row.outcome == "skipped"])
    counts = {each: sum(row.outcome == each for row in rows) for each in OUTCOMES}
    checks = sum(row.kind == "check" for row in rows)
    lines.append(f"{checks} checks, {len(rows) - checks} probes")
    lines.append(", ".join(f"{count} {each}" for each, count in counts.items()))
    return "\n".join(lines)
