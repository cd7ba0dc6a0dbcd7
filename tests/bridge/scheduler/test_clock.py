"""The clock and the frame grid."""

from __future__ import annotations

import pytest

from bridge.errors import BridgeError
from bridge.scheduler import Clock, frame_at_or_after, frame_time_us, seconds_to_us


def test_time_only_moves_forward() -> None:
    clock = Clock()
    clock.jump(10)
    clock.jump(10)
    assert clock.now_us == 10
    with pytest.raises(BridgeError, match="time can't go backwards"):
        clock.jump(9)
    assert clock.now_us == 10


def test_frames_are_sixtieths_rounded_half_up_and_do_not_drift() -> None:
    assert [frame_time_us(frame) for frame in range(5)] == [0, 16667, 33333, 50000, 66667]
    assert frame_time_us(60 * 3600 * 24) == 24 * 3600 * 1_000_000


@pytest.mark.parametrize("frame", [0, 1, 2, 3, 59, 60, 61, 216_001])
def test_the_frame_of_an_instant_is_the_first_not_before_it(frame: int) -> None:
    at = frame_time_us(frame)
    assert frame_at_or_after(at) == frame
    assert frame_at_or_after(at + 1) == frame + 1
    assert frame_at_or_after(at - 1) == (frame if frame > 0 else 0)


def test_seconds_become_the_nearest_microsecond() -> None:
    assert seconds_to_us(0.1) == 100_000
    assert seconds_to_us(1e-6) == 1
