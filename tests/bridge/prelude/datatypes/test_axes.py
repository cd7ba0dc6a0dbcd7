"""Axes (engine.md i.2)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Axes.new(), Axes.new(Enum.Axis.X, Enum.Axis.Z)", " | X, Z"),
        ("Axes.new(Enum.NormalId.Top).Y, Axes.new(Enum.NormalId.Top).Bottom, "
         "Axes.new(Enum.Axis.X).Y",
         "true | true | false"),
        ("Axes.new(Enum.Axis.X) == Axes.new(Enum.NormalId.Left), typeof(Axes.new())",
         "true | Axes"),
        ("Instance.new('ArcHandles').Axes", "X, Y, Z"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Axes.new(1)", "invalid argument #1 to 'new' (Axis expected, got number)"),
        ("Axes.new().W", "W is not a valid member of Axes"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local v = Axes.new() v.X = 1") == "X cannot be assigned to"
