"""Entries of a localization table as values (class page LocalizationTable)."""

from __future__ import annotations

import pytest

from bridge.errors import StubError
from bridge.stubs.localization.entries import (
    Entry,
    changed,
    checked,
    contents_of,
    find,
    from_contents,
)

ROWS = [
    {"Key": "A", "Source": "Screen", "Values": {"es": "Pantalla"}},
    {"Source": "Screen", "Context": "a.b"},
]


def test_entries_are_read_as_they_were_written():
    entries = checked(ROWS)
    assert entries == (
        Entry("A", "Screen", values={"es": "Pantalla"}),
        Entry("", "Screen", "a.b"),
    )
    assert from_contents(contents_of(entries)) == entries
    assert checked([each.table() for each in entries]) == entries


@pytest.mark.rule("LocalizationTable.SetEntries", source="class page LocalizationTable")
@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("text", "must be an array of dictionaries"),
        (["text"], "must be an array of dictionaries"),
        ([{"Example": "x"}], "must have a Key or a Source"),
        ([{"Key": "A"}, {"Key": "A", "Source": "other"}], "two entries have the key 'A'"),
        ([{"Source": "A"}, {"Source": "A"}], "two entries have the source 'A'"),
        ([{"Key": 1}], "Key of an entry must be a string"),
        ([{"Key": "A", "Values": ["x"]}], "Values of an entry"),
        ([{"Key": "A", "Values": {"es": 1}}], "Values of an entry"),
    ],
)
def test_what_breaks_the_rules_of_a_table_is_refused(rows, problem):
    with pytest.raises(StubError, match=problem):
        checked(rows)


def test_equal_sources_are_told_apart_by_key_or_context():
    assert len(checked([{"Source": "A"}, {"Source": "A", "Context": "x"}, *ROWS])) == 4
    assert checked([]) == checked({}) == from_contents("") == ()


@pytest.mark.parametrize("text", ["{}", "no json", "[1]"])
def test_contents_must_be_an_array_of_rows(text):
    with pytest.raises(StubError, match="must be an array of dictionaries"):
        from_contents(text)


def test_a_key_names_an_entry_alone_and_without_one_source_and_context_do():
    entries = checked(ROWS)
    assert find(entries, "A", "whatever", "x") == 0
    assert find(entries, "", "Screen", "a.b") == 1
    assert find(entries, "", "Screen", "") is None
    assert find(entries, "B", "Screen", "a.b") is None


def test_a_change_keeps_the_rules():
    entries = checked([{"Key": "A"}, {"Key": "B"}])
    assert [each.key for each in changed(entries, 1, key="C")] == ["A", "C"]
    with pytest.raises(StubError, match="two entries have the key 'A'"):
        changed(entries, 1, key="A")
