"""What names a key of a data store, the same on every server. Knows no value."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ORDERED", "STANDARD", "Address"]

STANDARD, ORDERED = "Standard", "Ordered"


class Address(NamedTuple):
    """Identity of a key: the same family, name, scope and key on any server is the same thing.

    `family` is "Standard" or "Ordered", a namespace of its own; request types begin with it.
    """

    name: str
    scope: str
    key: str
    family: str = STANDARD
