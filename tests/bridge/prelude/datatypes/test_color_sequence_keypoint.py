"""ColorSequenceKeypoint (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("ColorSequenceKeypoint.new(0.5, Color3.new(1, 0, 0))", "0.5 1 0 0 0 "),
        ("ColorSequenceKeypoint.new(0.5, Color3.new(1, 0, 0)).Value, "
         "ColorSequenceKeypoint.new(0.5, Color3.new()).Time",
         "1, 0, 0 | 0.5"),
        ("ColorSequenceKeypoint.new(0, Color3.new()) == ColorSequenceKeypoint.new(0, "
         "Color3.new())",
         "true"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("ColorSequenceKeypoint.new(0, 1)",
         "invalid argument #2 to 'new' (Color3 expected, got number)"),
        ("ColorSequenceKeypoint.new(0, Color3.new()).X",
         "X is not a valid member of ColorSequenceKeypoint"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert (
        assigned("local v = ColorSequenceKeypoint.new(0, Color3.new()) v.Time = 1")
        == "Time cannot be assigned to"
    )
