"""Ray (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Ray.new(Vector3.zero, Vector3.new(0, 0, 5))", "{0, 0, 0}, {0, 0, 5}"),
        ("Ray.new(Vector3.zero, Vector3.new(0, 0, 5)).Unit.Direction", "0, 0, 1"),
        ("Ray.new(Vector3.zero, Vector3.xAxis):ClosestPoint(Vector3.one)", "1, 0, 0"),
        ("Ray.new(Vector3.zero, Vector3.xAxis):ClosestPoint(-Vector3.one)", "0, 0, 0"),
        ("Ray.new(Vector3.zero, Vector3.xAxis):Distance(Vector3.yAxis)", "1"),
        ("Ray.new(Vector3.one, Vector3.xAxis).Origin, typeof(Ray.new(Vector3.one, Vector3.one))",
         "1, 1, 1 | Ray"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Ray.new(1, 2)", "invalid argument #1 to 'new' (Vector3 expected, got number)"),
        ("Ray.new(Vector3.one, Vector3.one).X", "X is not a valid member of Ray"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert (
        assigned("local v = Ray.new(Vector3.one, Vector3.one) v.Origin = 1")
        == "Origin cannot be assigned to"
    )
