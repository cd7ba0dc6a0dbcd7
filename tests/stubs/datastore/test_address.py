"""What names a key."""

from __future__ import annotations

from bridge.stubs.datastore.address import ORDERED, Address


def test_the_family_is_part_of_the_identity() -> None:
    assert Address("S", "global", "k") == Address("S", "global", "k", "Standard")
    assert Address("S", "global", "k") != Address("S", "global", "k", ORDERED)
