"""What both sequence types share: their keypoints are copies (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("NumberSequence.new(1).Keypoints[1] == NumberSequenceKeypoint.new(0, 1)", "true"),
        ("rawequal(NumberSequence.new(1).Keypoints, NumberSequence.new(1).Keypoints)", "false"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("ColorSequence.new({ NumberSequenceKeypoint.new(0, 1), 1 })",
         "ColorSequence: ColorSequenceKeypoint expected, got NumberSequenceKeypoint"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text
