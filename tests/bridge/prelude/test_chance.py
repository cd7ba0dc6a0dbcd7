"""Numbers from a key and a counter: `P.chance` and what is made of it, seen through exports."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Engine

MASK = 0xFFFFFFFF


def reference(key: int, n: int) -> int:
    """MurmurHash3's finalizer over key + n * 0x9E3779B9."""
    x = (key + n * 0x9E3779B9) & MASK
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & MASK
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & MASK
    return x ^ (x >> 16)


def test_frames_are_late_by_the_hash_of_their_number(engine: Engine) -> None:
    """Integer arithmetic in doubles is exact, also for keys with the highest bit."""
    for key in (0, 1, 0x7FFFFFFF, 0x80000001, MASK):
        engine.export("clock.frames")(1, 0.5, key)
        at = engine.export("clock.frame_time_us")
        for frame in (1, 2, 1000, 65537, 10**6):
            late = 500_000 * reference(key, frame) / 2**32
            assert at(frame) == frame * 1_000_000 + int(late + 0.5)


def test_a_shuffle_gives_all_orders_about_equally_often(make_engine: type[Engine]) -> None:
    engine = make_engine()
    engine.export("signal.configure")("shuffled", 12345, 10)
    counts = _orders(engine)
    assert set(counts) == {"".join(each) for each in permutations("123")}
    assert all(850 < count < 1150 for count in counts.values())


def _orders(engine: Engine) -> Counter[str]:
    signal = engine.signal()
    number = engine.export("signal.id")(signal)
    engine.start("local s = ... for i = 1, 3 do s:Connect(function() print(i) end) end", signal)
    for _ in range(6000):
        engine.export("signal.fire")(number)
    lines = "".join(engine.lines)
    return Counter(lines[at : at + 3] for at in range(0, len(lines), 3))
