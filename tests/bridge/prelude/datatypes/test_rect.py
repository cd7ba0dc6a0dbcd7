"""Rect (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Rect.new(), Rect.new(5, 6, 1, 2), Rect.new(Vector2.one, Vector2.zero)",
         "0, 0, 0, 0 | 1, 2, 5, 6 | 0, 0, 1, 1"),
        ("Rect.new(1, 2, 5, 7).Width, Rect.new(1, 2, 5, 7).Height", "4 | 5"),
        ("Rect.new(1, 2, 5, 7).Min, Rect.new(1, 2, 5, 7).Max, Rect.new() == Rect.new()",
         "1, 2 | 5, 7 | true"),
        ("typeof(Rect.new()), Instance.new('ImageLabel').SliceCenter", "Rect | 0, 0, 0, 0"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Rect.new(1, 2, 3)", "missing argument #4 to 'new' (number expected)"),
        ("Rect.new(Vector2.one, 1)", "invalid argument #2 to 'new' (Vector2 expected, got number)"),
        ("Rect.new().X", "X is not a valid member of Rect"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local v = Rect.new() v.Min = 1") == "Min cannot be assigned to"
