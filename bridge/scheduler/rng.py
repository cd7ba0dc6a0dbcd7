"""Seeded randomness: one stream per named purpose, the same numbers on every platform.

Own code (SplitMix64 to seed, PCG32 to draw), because the numbers of `random` belong to Python and
may change with it. Knows no time and no Lua. No function of the C library is called on the way to
a number: `log` and `exp` differ in their last bit between platforms.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from decimal import Context
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

from bridge.errors import UsageError

__all__ = ["Stream", "Streams"]

T = TypeVar("T")

_MASK_64 = (1 << 64) - 1
_MULTIPLIER = 6364136223846793005
"""Of PCG32 (O'Neill 2014), the generator Luau uses too."""

_DECIMAL = Context(prec=20)
"""Logarithms and powers of `decimal` are correctly rounded, so equal on every platform."""

_Z_99 = 2.3263478740408408
"""99 % of a normal distribution lie below so many standard deviations above its mean."""


def _splitmix(state: int) -> tuple[int, int]:
    """One step of SplitMix64 (Steele, Lea, Flood 2014): the new state and a mixed output."""
    state = (state + 0x9E3779B97F4A7C15) & _MASK_64
    mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK_64
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK_64
    return state, mixed ^ (mixed >> 31)


class Stream:
    """One sequence of random numbers. Two streams never influence each other."""

    __slots__ = ("_increment", "_state", "draws", "name")

    def __init__(self, key: int, name: str = "") -> None:
        self.name = name
        self.draws = 0
        key, self._state = _splitmix(key & _MASK_64)
        _, increment = _splitmix(key)
        self._increment = increment | 1

    def __repr__(self) -> str:
        return f"<Stream {self.name!r}, {self.draws} drawn>"

    def _next(self) -> int:
        """32 fresh bits (PCG-XSH-RR)."""
        old = self._state
        self._state = (old * _MULTIPLIER + self._increment) & _MASK_64
        self.draws += 1
        word = (((old >> 18) ^ old) >> 27) & 0xFFFFFFFF
        turn = old >> 59
        return ((word >> turn) | (word << (32 - turn))) & 0xFFFFFFFF

    def bits(self, count: int) -> int:
        """An integer of `count` random bits."""
        if count < 0:
            raise UsageError(f"bits: count must not be negative, got {count}")
        value = 0
        for position in range(0, count, 32):
            value |= self._next() << position
        return value & ((1 << count) - 1)

    def bytes(self, count: int) -> bytes:
        """`count` random bytes."""
        return self.bits(8 * count).to_bytes(count, "little")

    def uniform(self) -> float:
        """A float in [0, 1), one of 2**53 equally likely ones."""
        return ((self._next() >> 5) * 67108864 + (self._next() >> 6)) / 9007199254740992

    def uniform_between(self, low: float, high: float) -> float:
        """A float between `low` and `high`."""
        return low + (high - low) * self.uniform()

    def integers(self, low: int, high: int) -> int:
        """An integer in [low, high], all equally likely."""
        if low > high:
            raise UsageError(f"integers: empty interval [{low}, {high}]")
        span = high - low
        width = span.bit_length()
        while (value := self.bits(width)) > span:
            pass  # at most every second draw is outside
        return low + value

    def chance(self, probability: float) -> bool:
        """True with that probability. Always draws, so changing it does not shift the stream."""
        return self.uniform() < probability

    def choice(self, options: Sequence[T]) -> T:
        """One of the options."""
        if not options:
            raise UsageError("choice: nothing to choose from")
        return options[self.integers(0, len(options) - 1)]

    def shuffle(self, items: MutableSequence[T]) -> None:
        """Put items into a random order, in place."""
        for last in range(len(items) - 1, 0, -1):
            other = self.integers(0, last)
            items[last], items[other] = items[other], items[last]

    def exponential(self, mean: float) -> float:
        """An exponentially distributed float (von Neumann 1951: comparisons only, no logarithm)."""
        whole = 0
        while True:
            first = previous = self.uniform()
            length = 1
            while (following := self.uniform()) <= previous:
                previous = following
                length += 1
            if length % 2 == 1:
                return mean * (whole + first)
            whole += 1

    def normal(self, mean: float, deviation: float) -> float:
        """A normally distributed float (Kahn 1954: two exponential ones and a comparison)."""
        while True:
            size = self.exponential(1.0)
            if 2 * self.exponential(1.0) >= (size - 1) * (size - 1):
                return mean + deviation * (size if self.chance(0.5) else -size)

    def lognormal(self, median: float, p99: float) -> float:
        """A log-normally distributed float, by its median and its 99th percentile."""
        power = _DECIMAL.create_decimal_from_float(
            self.normal(0.0, 1.0) * _log_deviation(median, p99)
        )
        return median * float(_DECIMAL.exp(power))


@lru_cache(maxsize=100)
def _log_deviation(median: float, p99: float) -> float:
    """Standard deviation of the logarithm."""
    if not 0 < median <= p99:
        raise UsageError(f"lognormal: wanted 0 < median <= p99, got {median} and {p99}")
    ratio = _DECIMAL.create_decimal_from_float(p99 / median)
    return float(_DECIMAL.ln(ratio)) / _Z_99


class Streams:
    """All streams of one seed, made when they are first asked for."""

    __slots__ = ("_streams", "seed")

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._streams: dict[str, Stream] = {}

    def stream(self, name: str) -> Stream:
        """The stream of that purpose: the same object, and from the same seed the same numbers."""
        stream = self._streams.get(name)
        if stream is None:
            stream = self._streams[name] = Stream(self.key(name), name)
        return stream

    def key(self, name: str) -> int:
        """64 bits that depend on the seed and the name alone."""
        digest = blake2b(f"{self.seed}/{name}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "little")

    def statistics(self) -> dict[str, int]:
        """How many numbers each stream has given, by name."""
        return {name: self._streams[name].draws for name in sorted(self._streams)}
