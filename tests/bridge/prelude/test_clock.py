"""The clocks a script can read: facts of engine.md section c."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Engine

EPOCH = 1_767_225_600


def test_time_counts_from_the_start_and_stands_still_within_a_frame(engine: Engine) -> None:
    """g:RobloxGlobals: seconds the game has run."""
    assert engine.printed("""
        print(time())
        task.wait(2)
        local a = time()
        for _ = 1, 1000 do os.clock() end
        print(a, time() == a)
    """) == ["0", "2 true"]


def test_unix_clocks_start_at_the_fixed_epoch(engine: Engine) -> None:
    """design.md D5: the wall clock never reaches a run."""
    assert engine.printed(
        """
        print(os.time(), math.floor(tick()))
        task.wait(90)
        print(os.time(), math.floor(tick()), os.date("!%Y-%m-%d %H:%M:%S"))
    """,
        seconds=100,
    ) == [
        f"{EPOCH} {EPOCH}",
        f"{EPOCH + 90} {EPOCH + 90} 2026-01-01 00:01:30",
    ]


@pytest.mark.parametrize("clock", ["os.clock", "tick"])
def test_busy_loops_on_a_clock_end(engine: Engine, clock: str) -> None:
    """engine.md c SIM: a fixed tiny step per call; such loops exist in the wild."""
    assert engine.printed(f"""
        local start, calls = {clock}(), 0
        while {clock}() - start < 0.01 do calls += 1 end
        print(calls > 1000, time())
    """) == ["true 0"]


def test_the_monotonic_clock_never_runs_backwards(engine: Engine) -> None:
    assert (
        engine.printed("""
        local last = os.clock()
        for _ = 1, 3 do
            for _ = 1, 50000 do os.clock() end
            local now = os.clock()
            print(now > last)
            last = now
            task.wait()
        end
    """)
        == ["true"] * 3
    )


def test_elapsed_time_and_its_twin_count_seconds(engine: Engine) -> None:
    assert engine.printed("task.wait(1) print(elapsedTime(), ElapsedTime())") == ["1 1"]


def test_a_skewed_server_reads_another_unix_time(engine: Engine) -> None:
    """The epoch is that of the server's start; the skew is its own error."""
    engine.export("clock.configure")(1_000_000_000_000_000, 2_500_000)
    assert engine.printed("print(os.time(), math.floor(tick() * 10) / 10, time())") == [
        "1000000002 1000000002.5 0"
    ]


def test_between_frames_the_clock_shows_the_event(engine: Engine) -> None:
    """A delivery happens at its own instant; what it starts waits for the next frame."""
    engine.enter("clock.set", 1_230_000)
    engine.start("print(time()) print(math.round(task.wait() * 1000) / 1000, time() * 60)")
    engine.run(3)
    assert engine.lines == ["1.23", "0.003 74"]
