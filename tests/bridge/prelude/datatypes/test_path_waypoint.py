"""PathWaypoint."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("PathWaypoint.new(Vector3.one, Enum.PathWaypointAction.Jump, 'hop').Label, "
         "PathWaypoint.new().Label",
         "hop | "),
        ("PathWaypoint.new(Vector3.one).Position, PathWaypoint.new(Vector3.one).Action",
         "1, 1, 1 | Enum.PathWaypointAction.Walk"),
        ("PathWaypoint.new(Vector3.one) == PathWaypoint.new(Vector3.one), PathWaypoint.new() "
         "== PathWaypoint.new(Vector3.zero, 'Jump')",
         "true | false"),
        ("typeof(PathWaypoint.new())", "PathWaypoint"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("PathWaypoint.new(1)", "invalid argument #1 to 'new' (Vector3 expected, got number)"),
        ("PathWaypoint.new().X", "X is not a valid member of PathWaypoint"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local v = PathWaypoint.new() v.Label = 1") == "Label cannot be assigned to"
