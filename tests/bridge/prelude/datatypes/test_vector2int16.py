"""Vector2int16 (engine.md i.3)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Vector2int16.new(), Vector2int16.new(1.9, -1.5)", "0, 0 | 1, -2"),
        ("Vector2int16.new(7, -7) / Vector2int16.new(2, 2)", "3, -4"),
        ("Vector2int16.new(7, -7) / 2, 2 * Vector2int16.new(7, -7)", "3, -3 | 14, -14"),
        ("Vector2int16.new(32767) + Vector2int16.new(1), -Vector2int16.new(1)",
         "-32768, 0 | -1, 0"),
        ("Vector2int16.new(1) - Vector2int16.new(2), Vector2int16.new(3) * Vector2int16.new(4)",
         "-1, 0 | 12, 0"),
        ("Vector2int16.new(5).X, Vector2int16.new(1) == Vector2int16.new(1), "
         "typeof(Vector2int16.new())",
         "5 | true | Vector2int16"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Vector2int16.new() + 1",
         "attempt to perform arithmetic (add) on Vector2int16 and number"),
        ("Vector2int16.new('x')", "invalid argument #1 to 'new' (number expected, got string)"),
        ("Vector2int16.new().W", "W is not a valid member of Vector2int16"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local v = Vector2int16.new() v.X = 1") == "X cannot be assigned to"
