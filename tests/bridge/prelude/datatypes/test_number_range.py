"""NumberRange (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("NumberRange.new(1), NumberRange.new(1, 2)", "1 1  | 1 2 "),
        ("NumberRange.new(1, 2).Min, NumberRange.new(1, 2).Max, typeof(NumberRange.new(1))",
         "1 | 2 | NumberRange"),
        ("NumberRange.new(1, 2) == NumberRange.new(1, 2), NumberRange.new(1) == NumberRange.new(2)",
         "true | false"),
        ("Instance.new('ParticleEmitter').Lifetime", "5 10 "),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("NumberRange.new(2, 1)", "NumberRange: invalid range"),
        ("NumberRange.new()", "missing argument #1 to 'new' (number expected)"),
        ("NumberRange.new(1).Mid", "Mid is not a valid member of NumberRange"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local v = NumberRange.new(1) v.Min = 1") == "Min cannot be assigned to"
