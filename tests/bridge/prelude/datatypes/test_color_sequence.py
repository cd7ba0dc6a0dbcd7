"""ColorSequence (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("ColorSequence.new(Color3.new(1, 1, 1))", "0 1 1 1 0 1 1 1 1 0 "),
        ("ColorSequence.new(Color3.new(), Color3.new(1, 0, 0)).Keypoints[2].Value", "1, 0, 0"),
        ("ColorSequence.new(Color3.new()) == ColorSequence.new(Color3.new(), Color3.new())",
         "true"),
        ("typeof(ColorSequence.new(Color3.new())), Instance.new('ParticleEmitter').Color",
         "ColorSequence | 0 1 1 1 0 1 1 1 1 0 "),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("ColorSequence.new(1)", "invalid argument #1 to 'new' (Color3 expected, got number)"),
        ("ColorSequence.new({})", "ColorSequence: requires at least 2 keypoints"),
        ("ColorSequence.new(Color3.new()).X", "X is not a valid member of ColorSequence"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert (
        assigned("local v = ColorSequence.new(Color3.new()) v.Keypoints = 1")
        == "Keypoints cannot be assigned to"
    )
