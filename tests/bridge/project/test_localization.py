"""Localization tables: rows of CSV as entries of JSON."""

import json

import pytest

from bridge.errors import ProjectError
from bridge.project.localization import table_contents


def test_rows_become_entries_with_their_languages(write):
    folder = write(
        {
            "t.csv": "\ufeffKey,Source,Context,Example,es,de,\n"
            'Ack,Ack!,,"An exclamation, of despair",¡Ay!,Ach!,note\n'
            ",Only source,,,,,\n,,context alone,,,,\n\n"
        }
    )
    assert json.loads(table_contents(folder / "t.csv")) == [
        {
            "key": "Ack",
            "source": "Ack!",
            "example": "An exclamation, of despair",
            "values": {"de": "Ach!", "es": "¡Ay!"},
        },
        {"source": "Only source", "values": {}},
    ]


def test_an_empty_file_is_an_empty_table(write):
    assert table_contents(write({"t.csv": ""}) / "t.csv") == "[]"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Key,es\nA\n", "t.csv:2: this row has 1 fields and the first one 2"),
        ('Key\n"open', "t.csv:2: not valid CSV"),
    ],
)
def test_broken_rows_are_named_by_line(write, text, problem):
    with pytest.raises(ProjectError, match=problem):
        table_contents(write({"t.csv": text}) / "t.csv")
