"""What a test counted itself, against what is stored: nothing acknowledged lost, nothing twice.

The law, for each thing that is counted (coins of a player, grants of an id): as much is stored as
was acknowledged at least, and as was attempted at most. What failed may have landed or not; what
landed twice, because it was tried again after an error, is more than was attempted. This is the one
law that sees how two threads of one server count one. Knows no store.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from bridge.errors import LostWrite

__all__ = ["check_ledger", "ledger_problems"]

K = TypeVar("K", bound=Hashable)


def ledger_problems(
    acknowledged: Mapping[K, float], stored: Mapping[K, float], attempted: Mapping[K, float]
) -> Iterator[str]:
    """A sentence for each thing of which too little or too much is stored, in order of name.

    Parameters:
        acknowledged: how much scripts were told is saved.
        stored: how much there is; like the others, 0 of what is not in it.
        attempted: how much scripts wanted to save, what was acknowledged included.
    """
    for name in sorted({*acknowledged, *stored, *attempted}, key=str):
        least, found, most = (each.get(name, 0) for each in (acknowledged, stored, attempted))
        if not least <= found <= most:
            yield f"{name}: {found:g} stored, {least:g} acknowledged, {most:g} attempted"


def check_ledger(
    acknowledged: Mapping[K, float], stored: Mapping[K, float], attempted: Mapping[K, float]
) -> None:
    """The same as an assertion.

    Raises:
        LostWrite: with all the sentences.
    """
    problems = tuple(ledger_problems(acknowledged, stored, attempted))
    if problems:
        raise LostWrite("\n".join(problems), problems)
