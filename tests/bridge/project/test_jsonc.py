"""JSON with comments and trailing commas: what is taken, and where mistakes are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import ProjectError
from bridge.project.jsonc import parse_json, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(value=VALUES)
def test_plain_json_is_read_as_json(value):
    assert parse_json(json.dumps(value, indent=1, ensure_ascii=False), "x") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1, // one\n "b": 2,}', {"a": 1, "b": 2}),
        ("[1, /* , ] */ 2 , // end\n ]", [1, 2]),
        ('{"url": "http://x", "c": "/* no */",}', {"url": "http://x", "c": "/* no */"}),
        ('["a,]", "\\",}"]', ["a,]", '",}']),
        ("[[1,],]", [[1]]),
        ("// only\n1 // after", 1),
    ],
)
def test_comments_and_trailing_commas_are_left_out(text, value):
    assert parse_json(text, "x") == value


@pytest.mark.parametrize("text", ["[,]", "[1,,]", '{"a": 1,, }', "{,}", "[NaN]", "/* open", ""])
def test_other_mistakes_stay_mistakes(text):
    with pytest.raises(ProjectError, match="not valid JSON"):
        parse_json(text, "x")


def test_positions_are_those_of_the_file(write):
    folder = write({"a.json": "{\n// first\n/* two\nlines */ true}"})
    with pytest.raises(ProjectError, match=r"a\.json:4:10: not valid JSON"):
        read_json(folder / "a.json")


def test_depth_and_encoding_are_refused_by_name(write):
    folder = write(
        {"deep.json": "[" * 100_000, "latin.json": b'"\xe9"', "mark.json": b"\xef\xbb\xbf1"}
    )
    with pytest.raises(ProjectError, match=r"deep\.json: not valid JSON: nested too deeply"):
        read_json(folder / "deep.json")
    with pytest.raises(ProjectError, match=r"latin\.json: not UTF-8 text"):
        read_json(folder / "latin.json")
    assert read_json(folder / "mark.json") == 1
