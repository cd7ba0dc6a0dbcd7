"""TweenInfo (engine.md i.2)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("TweenInfo.new()",
         "Time:1 DelayTime:0 RepeatCount:0 Reverses:False EasingDirection:Out EasingStyle:Quad"),
        ("TweenInfo.new(2, Enum.EasingStyle.Linear, 'In', -1, true, 3)",
         "Time:2 DelayTime:3 RepeatCount:-1 Reverses:True EasingDirection:In EasingStyle:Linear"),
        ("TweenInfo.new().EasingStyle, TweenInfo.new().EasingDirection",
         "Enum.EasingStyle.Quad | Enum.EasingDirection.Out"),
        ("TweenInfo.new(2).Time, TweenInfo.new().DelayTime, TweenInfo.new().RepeatCount",
         "2 | 0 | 0"),
        ("TweenInfo.new().Reverses, TweenInfo.new() == TweenInfo.new(1), TweenInfo.new() == "
         "TweenInfo.new(2)",
         "false | true | false"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("TweenInfo.new('x')", "invalid argument #1 to 'new' (number expected, got string)"),
        ("TweenInfo.new(1, 'Odd')",
         "invalid argument #2 to 'new' (EasingStyle expected, got string)"),
        ("TweenInfo.new().X", "X is not a valid member of TweenInfo"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local v = TweenInfo.new() v.Time = 1") == "Time cannot be assigned to"
