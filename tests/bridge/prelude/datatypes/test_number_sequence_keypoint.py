"""NumberSequenceKeypoint (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("NumberSequenceKeypoint.new(0, 1), NumberSequenceKeypoint.new(0.5, 2, 3)",
         "0 1 0  | 0.5 2 3 "),
        ("NumberSequenceKeypoint.new(0.5, 2, 3).Time, NumberSequenceKeypoint.new(0.5, 2, "
         "3).Value, NumberSequenceKeypoint.new(0.5, 2, 3).Envelope",
         "0.5 | 2 | 3"),
        ("NumberSequenceKeypoint.new(0, 1) == NumberSequenceKeypoint.new(0, 1, 0)", "true"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("NumberSequenceKeypoint.new(0)", "missing argument #2 to 'new' (number expected)"),
        ("NumberSequenceKeypoint.new(0, 1).X", "X is not a valid member of NumberSequenceKeypoint"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert (
        assigned("local v = NumberSequenceKeypoint.new(0, 1) v.Value = 1")
        == "Value cannot be assigned to"
    )
