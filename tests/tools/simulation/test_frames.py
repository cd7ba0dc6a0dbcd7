"""Frames on the agenda: the next one that is needed, at most one at a time."""

from __future__ import annotations

from bridge.scheduler import Agenda, Clock
from bridge.tools.simulation.frames import Frames


def frames_of(following: dict[int, int | None], start_us: int = 0) -> tuple[Frames, list[int]]:
    """Frames after which those of `following` are needed, and where they note themselves."""
    seen: list[int] = []

    def execute(now_us: int) -> int | None:
        seen.append(now_us)
        return following.get(now_us)

    return Frames(Agenda(Clock(start_us)), start_us, execute), seen


def test_instants_count_from_the_servers_start() -> None:
    frames, seen = frames_of({10: 40}, start_us=1000)
    frames.arm(10)
    frames._agenda.run_until(2000)
    assert seen == [10, 40]
    assert frames.run == 2


def test_arming_again_replaces_what_was_armed() -> None:
    frames, seen = frames_of({})
    frames.arm(30)
    frames.arm(20)
    frames.arm(20)
    frames._agenda.run_until(100)
    assert seen == [20]


def test_nothing_armed_is_nothing_pending() -> None:
    frames, seen = frames_of({})
    frames.arm(30)
    frames.arm(None)
    assert len(frames._agenda) == 0
    assert frames._agenda.run_until_idle()
    assert seen == []
