"""Room on Python's stack for a tree as deep as Luau allows.

Python frames of Python functions live on the heap, so the limit is only a number; still, code
that walks a tree must not reach it through calls of C functions (`all`, `map`, `sorted` keys).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["room_for_depth"]

_FRAMES = 12_000
"""Above the 1000 levels of `cursor.DEPTH_LIMIT` times the most frames one level takes."""


@contextmanager
def room_for_depth() -> Iterator[None]:
    """Raise the recursion limit for code that follows the nesting of a program.

    The limit goes back afterwards; uses may nest.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + _FRAMES)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
