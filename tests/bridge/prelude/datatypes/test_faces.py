"""Faces (engine.md i.2)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Faces.new(), Faces.new(Enum.NormalId.Front, Enum.NormalId.Top)", " | Top, Front"),
        ("Faces.new(Enum.NormalId.Top).Top, Faces.new(Enum.NormalId.Top).Left", "true | false"),
        ("Faces.new(Enum.NormalId.Top) == Faces.new(Enum.NormalId.Top), typeof(Faces.new())",
         "true | Faces"),
        ("Instance.new('Handles').Faces", "Right, Top, Back, Left, Bottom, Front"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Faces.new(1)", "invalid argument #1 to 'new' (NormalId expected, got number)"),
        ("Faces.new().W", "W is not a valid member of Faces"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local v = Faces.new() v.Top = 1") == "Top cannot be assigned to"
