"""Replay files: values that read back, names that do not clash, a place that git ignores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bridge.errors import UsageError
from bridge.faults import DataStoreFault, Delay, FaultPlan
from bridge.tools.simulation.replay import Replay, read_replay, write_replay


def replay(**values: object) -> Replay:
    fields: dict[str, object] = {
        "kind": "project", "subject": "game", "seed": 3, "code": "c", "trace": "t", "entries": 9,
    }  # fmt: skip
    return Replay(**(fields | values))  # type: ignore[arg-type]  # fields by name


def test_a_replay_reads_back() -> None:
    full = replay(
        failure="Main:1: no",
        faults=FaultPlan(
            (
                DataStoreFault.error(probability=0.1, operations=("SetAsync",)),
                DataStoreFault.error().keyed("k").scheduled("fails three times, then works"),
                DataStoreFault.latency(Delay.lognormal(0.08, 1.2)),
            )
        ),
        options={"duration_us": 5},
    )
    assert Replay.from_json(full.to_json()) == full


def test_the_file_is_named_after_the_run_and_ignored_by_git(tmp_path: Path) -> None:
    path = write_replay(replay(), tmp_path)
    assert path == tmp_path / ".luau-bridge" / "project-game-seed3.json"
    assert (tmp_path / ".luau-bridge" / ".gitignore").read_text() == "*\n"
    assert read_replay(path) == replay()


def test_the_same_run_replaces_its_file(tmp_path: Path) -> None:
    write_replay(replay(entries=1), tmp_path)
    path = write_replay(replay(entries=2), tmp_path)
    assert len(list(path.parent.glob("*.json"))) == 1
    assert read_replay(path).entries == 2


def test_other_runs_have_other_files() -> None:
    subjects = ["a/b", "a-b", "a b", ".", "..", "tests/t.py::test[x/y]", "x" * 300, "x" * 299]
    names = {replay(subject=subject).file_name for subject in subjects}
    assert len(names) == len(subjects)
    assert all(len(name) < 140 and "/" not in name for name in names)
    assert replay(seed=4).file_name != replay().file_name != replay(kind="test").file_name


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda text: text[1:], "not a replay file"),
        (lambda text: text.replace('"format": 1', '"format": 2'), "format"),
        (lambda text: text.replace('"seed": 3', '"seed": "3"'), "value"),
        (lambda text: text.replace('"kind": "project"', '"kind": "film"'), "value"),
        (lambda text: text.replace('"code": "c",', ""), "code is missing"),
        (lambda text: text.replace('"code"', '"cod"'), "cod is no field"),
        (lambda text: text.replace('"faults": []', '"faults": [{"kind": "error"}]'), "service"),
    ],
)
def test_what_is_no_replay_file_is_refused(
    tmp_path: Path, change: Callable[[str], str], part: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(change(replay().to_json()))
    with pytest.raises(UsageError, match=part) as caught:
        read_replay(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gone"):
        read_replay(tmp_path / "gone.json")
