"""Vector3int16 (engine.md i.3)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Vector3int16.new(), Vector3int16.new(1.9, -1.5, 40000)", "0, 0, 0 | 1, -2, -25536"),
        ("Vector3int16.new(7, -7, 1) / Vector3int16.new(2, 2, 2)", "3, -4, 0"),
        ("Vector3int16.new(7, -7, 1) / 2, 2 * Vector3int16.new(7, -7, 1)", "3, -3, 0 | 14, -14, 2"),
        ("Vector3int16.new(32767) + Vector3int16.new(1), -Vector3int16.new(1)",
         "-32768, 0, 0 | -1, 0, 0"),
        ("Vector3int16.new(1) - Vector3int16.new(2), Vector3int16.new(3) * Vector3int16.new(4)",
         "-1, 0, 0 | 12, 0, 0"),
        ("Vector3int16.new(5).X, Vector3int16.new(1) == Vector3int16.new(1), "
         "typeof(Vector3int16.new())",
         "5 | true | Vector3int16"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Vector3int16.new() + 1",
         "attempt to perform arithmetic (add) on Vector3int16 and number"),
        ("Vector3int16.new('x')", "invalid argument #1 to 'new' (number expected, got string)"),
        ("Vector3int16.new().W", "W is not a valid member of Vector3int16"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local v = Vector3int16.new() v.X = 1") == "X cannot be assigned to"
