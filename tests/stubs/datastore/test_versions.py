"""One key's life: version ids, hour buckets, tombstones, history."""

from __future__ import annotations

import pytest

from bridge.stubs.datastore.versions import Keeping, KeyRecord, Version, version_id

HOUR = 3600 * 1_000_000
DAY = 24 * HOUR
KEPT = 30 * DAY
HOURLY = Keeping(HOUR, KEPT)
START = 1_767_225_600_000_000  # 2026-01-01T00:00:00Z


def write(record: KeyRecord, text: str, at_us: int) -> Version:
    return record.write(text, (), "[]", at_us, HOURLY)


def test_a_version_id_has_the_form_seen_on_the_wire() -> None:
    # The documents' sample decodes to these times (100 ns ticks since 0001-01-01).
    first, third = 0x08DCC2CA74D3E243, 0x08DCC2CBF140D0DC
    epoch = 621_355_968_000_000_000
    made = version_id((first - epoch) // 10, 7, (third - epoch) // 10)
    head, counter, tail, end = made.split(".")
    assert (counter, end) == ("0000000007", "01")
    assert abs(int(head, 16) - first) < 10
    assert abs(int(tail, 16) - third) < 10


def test_parts_one_and_three_of_the_first_version_are_equal() -> None:
    first = write(KeyRecord(), "1", START)
    head, counter, tail, _ = first.id.split(".")
    assert head == tail
    assert counter == "0000000001"


def test_every_write_counts_up_and_keeps_the_creation_time() -> None:
    record = KeyRecord()
    write(record, "1", START)
    second = write(record, "2", START + 5)
    assert (second.counter, second.object_created_us, second.created_us) == (2, START, START + 5)


@pytest.mark.rule("datastore.version_hour_us", source="CD-VER")
def test_a_write_of_the_same_hour_overwrites_for_good() -> None:
    record = KeyRecord()
    write(record, "1", START)
    write(record, "2", START + HOUR - 1)
    assert [version.text for version in record.versions(START + HOUR)] == ["2"]


@pytest.mark.rule("datastore.version_hour_us", source="CD-VER")
def test_the_first_write_of_a_later_hour_keeps_the_old_one() -> None:
    record = KeyRecord()
    write(record, "1", START + HOUR - 1)
    write(record, "2", START + HOUR)
    assert [version.text for version in record.versions(START + HOUR)] == ["1", "2"]


@pytest.mark.rule("datastore.version_kept_us", "datastore.version_kept_from", source="CD-VER")
def test_a_backup_expires_30_days_after_the_write_that_replaced_it() -> None:
    record = KeyRecord()
    write(record, "1", START)
    write(record, "2", START + HOUR)
    gone = START + HOUR + KEPT
    assert len(record.versions(gone - 1)) == 2
    assert [version.text for version in record.versions(gone)] == ["2"]


def test_removal_leaves_a_tombstone_and_the_old_version() -> None:
    record = KeyRecord()
    old = write(record, "1", START)
    assert record.remove(START + 1, HOURLY) is old
    assert record.current is None
    assert [version.deleted for version in record.versions(START + 2)] == [False, True]
    assert record.remove(START + 2, HOURLY) is None


def test_writing_after_a_removal_starts_a_new_object() -> None:
    record = KeyRecord()
    write(record, "1", START)
    record.remove(START + 1, HOURLY)
    again = write(record, "2", START + 2)
    assert (again.counter, again.object_created_us) == (1, START + 2)


def test_before_2024_every_write_kept_a_version_for_30_days_from_when_it_was_written() -> None:
    old = Keeping(0, KEPT, from_written=True)  # W-VER
    record = KeyRecord()
    for number in range(3):
        record.write(str(number), (), "[]", START + number, old)
    assert [version.text for version in record.versions(START + KEPT - 1)] == ["0", "1", "2"]
    assert [version.text for version in record.versions(START + KEPT)] == ["1", "2"]
    record.write("late", (), "[]", START + 3 * KEPT, old)
    assert [version.text for version in record.versions(START + 3 * KEPT)] == ["late"]
