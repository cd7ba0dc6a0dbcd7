"""Versions of data stores against a dictionary of versions and hour buckets.

Writes, removals and deletions of single versions happen at random while hours and weeks pass. What
a key holds, which versions can be fetched, listed and asked for by time, and which keys are still
listed must be what the documented rules say: of one UTC hour the last write survives, and what a
snapshot found; a backup lives for 30 days after it was replaced, and so does what is known of a
removed key. Under the rules of 2022 every write survives, for 30 days after it was written.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.stubs.datastore import StoreHandle
from bridge.stubs.datastore.address import STANDARD, Address
from bridge.stubs.profiles import profile

EXAMPLES = 150
SWEEP = max(1, round(20_000 * float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))))
MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
KEPT = 30 * DAY
KEYS = ("a", "b")
EPOCH = 1_767_225_600_000_000
"""On the hour, as every whole day is."""


class Step(NamedTuple):
    """What happens to a key after so many microseconds."""

    after_us: int
    name: str
    key: str
    number: int


pauses = st.one_of(
    st.integers(1, 90).map(lambda n: n * MINUTE),
    st.sampled_from([1, HOUR - 1, HOUR, HOUR + 1, DAY, KEPT - 1, KEPT, KEPT + 1]),
)
steps = st.lists(
    st.builds(
        Step,
        pauses,
        st.sampled_from(["write", "write", "write", "remove", "forget", "snapshot"]),
        st.sampled_from(KEYS),
        st.integers(0, 5),
    ),
    max_size=25,
)


years = st.sampled_from(["2026", "2022"])


@dataclass
class Entry:
    """A version: when it was made, and when another took its place."""

    id: str
    text: str | None
    at_us: int
    replaced_us: int = -1


@dataclass
class Key:
    """The versions of one key: the latest, which never expires, and backups."""

    every_write: bool = False
    latest: Entry | None = None
    backups: list[Entry] = field(default_factory=list)

    @property
    def value(self) -> str | None:
        return self.latest.text if self.latest else None

    def replace(self, entry: Entry, keep_same_hour: bool, snapshot_us: int) -> None:
        old = self.latest
        if old is not None:
            old.replaced_us = entry.at_us
            same_hour = old.at_us // HOUR == entry.at_us // HOUR and old.text is not None
            kept = self.every_write or old.at_us <= snapshot_us
            if keep_same_hour or kept or not same_hour:
                self.backups.append(old)
        self.latest = entry

    def kept(self, now_us: int) -> list[Entry]:
        alive = [
            each
            for each in self.backups
            if now_us < (each.at_us if self.every_write else each.replaced_us) + KEPT
        ]
        return alive + ([self.latest] if self.latest else [])

    def at(self, unix_us: int, now_us: int) -> str | None:
        """The value of the newest version that can be fetched and was made by then."""
        made = [each for each in self.kept(now_us) if each.at_us <= unix_us]
        return made[-1].text if made else None


class World:
    """A backend beside the model."""

    def __init__(self, year: str) -> None:
        self.now_us = EPOCH
        self.snapshot_us = -1
        self.backend = StoreHandle(profile(year).datastore, lambda: self.now_us)
        self.keys = {key: Key(every_write=year == "2022") for key in KEYS}
        self.made: dict[str, list[Entry]] = {key: [] for key in KEYS}
        self.number = 0

    def address(self, key: str) -> Address:
        return Address("S", "global", key, STANDARD)

    def run(self, step: Step) -> None:
        after_us, name, key, number = step
        self.now_us += after_us
        address, model = self.address(key), self.keys[key]
        if name == "write":
            self.number += 1
            text = str(self.number)
            version = self.backend.write(
                address, text, now_us=self.now_us, server=0, operation="SetAsync"
            )
            entry = Entry(version.id, text, self.now_us)
            model.replace(entry, False, self.snapshot_us)
            self.made[key].append(entry)
        elif name == "remove":
            removed = self.backend.remove(address, now_us=self.now_us, server=0)
            assert (removed.text if removed else None) == model.value
            if removed is not None:
                tombstone = self.backend.list_versions(address)[-1]
                assert tombstone.deleted
                model.replace(Entry(tombstone.id, None, self.now_us), True, self.snapshot_us)
        elif name == "snapshot":
            is_new = self.snapshot_us < 0 or self.snapshot_us // DAY != self.now_us // DAY
            assert self.backend.take_snapshot() is is_new
            self.snapshot_us = self.now_us if is_new else self.snapshot_us
        else:
            self.forget(key, number)

    def forget(self, key: str, number: int) -> None:
        """Deletes a version that can be fetched, or tries one that cannot."""
        model, kept = self.keys[key], self.keys[key].kept(self.now_us)
        wanted = (
            kept[number].id if number < len(kept) else "0" * 16 + ".0000000001." + "0" * 16 + ".01"
        )
        known = self.backend.remove_version(self.address(key), wanted, now_us=self.now_us, server=0)
        assert known is (number < len(kept))
        if model.latest and model.latest.id == wanted:
            model.latest = None
        model.backups = [each for each in model.backups if each.id != wanted]

    def compare(self) -> None:
        for key in KEYS:
            model, address = self.keys[key], self.address(key)
            current = self.backend.read(address)
            assert (current.text if current else None) == model.value
            kept = model.kept(self.now_us)
            assert [
                (version.id, None if version.deleted else version.text, version.created_us)
                for version in self.backend.list_versions(address)
            ] == [(each.id, each.text, each.at_us) for each in kept]
            for each in self.made[key]:
                found = self.backend.read_version(address, each.id)
                assert (found.text if found else None) == (each.text if each in kept else None)
                at = self.backend.read_at(address, each.at_us)
                assert (at.text if at else None) == model.at(each.at_us, self.now_us)
        listed = [(address.key, holds) for address, holds in self.backend.list_keys("S", "global")]
        assert listed == [
            (key, self.keys[key].value is not None)
            for key in KEYS
            if self._is_listed(self.keys[key])
        ]

    def _is_listed(self, key: Key) -> bool:
        latest = key.latest
        return latest is not None and (latest.text is not None or self.now_us < latest.at_us + KEPT)


def check(script: list[Step], year: str) -> None:
    world = World(year)
    for step in script:
        world.run(step)
        world.compare()


@pytest.mark.rule(
    "DataStore.ListVersionsAsync",
    "DataStore.GetVersionAsync",
    "DataStore.GetVersionAtTimeAsync",
    "DataStore.RemoveVersionAsync",
    "datastore.version_hour_us",
    "datastore.version_kept_us",
    "datastore.version_kept_from",
    source="CD-VER; W-VER",
)
@settings(max_examples=EXAMPLES, deadline=None)
@given(steps, years)
def test_versions_are_those_of_a_dictionary_with_hour_buckets(
    script: list[Step], year: str
) -> None:
    check(script, year)


@pytest.mark.slow
@settings(max_examples=SWEEP, deadline=None)
@given(steps, years)
def test_versions_agree_with_the_dictionary_in_a_long_sweep(script: list[Step], year: str) -> None:
    check(script, year)
