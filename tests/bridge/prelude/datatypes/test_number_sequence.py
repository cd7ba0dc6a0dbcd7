"""NumberSequence (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("NumberSequence.new(1), NumberSequence.new(0, 2)", "0 1 0 1 1 0  | 0 0 0 1 2 0 "),
        ("NumberSequence.new({ NumberSequenceKeypoint.new(0, 1, 0.5), "
         "NumberSequenceKeypoint.new(1, 2) })",
         "0 1 0.5 1 2 0 "),
        ("#NumberSequence.new(0, 1).Keypoints, NumberSequence.new(0, 1).Keypoints[2].Value",
         "2 | 1"),
        ("NumberSequence.new(0, 1) == NumberSequence.new(0, 1), NumberSequence.new(0, 1) == "
         "NumberSequence.new(1)",
         "true | false"),
        ("typeof(NumberSequence.new(1)), Instance.new('ParticleEmitter').Size",
         "NumberSequence | 0 1 0 1 1 0 "),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("NumberSequence.new({})", "NumberSequence: requires at least 2 keypoints"),
        ("NumberSequence.new(table.create(21, NumberSequenceKeypoint.new(0, 1)))",
         "NumberSequence: max number of keypoints exceeded"),
        ("NumberSequence.new({ NumberSequenceKeypoint.new(0, 1), "
         "NumberSequenceKeypoint.new(0.5, 1) })",
         "NumberSequence must end at time=1.0"),
        ("NumberSequence.new({ NumberSequenceKeypoint.new(0.5, 1), "
         "NumberSequenceKeypoint.new(1, 1) })",
         "NumberSequence must start at time=0.0"),
        ("NumberSequence.new({ NumberSequenceKeypoint.new(0, 1), NumberSequenceKeypoint.new(1, "
         "1), NumberSequenceKeypoint.new(0.5, 1) })",
         "NumberSequence: all keypoints must be ordered by time"),
        ("NumberSequence.new({ 1, 2 })",
         "NumberSequence: NumberSequenceKeypoint expected, got number"),
        ("NumberSequence.new('x')", "invalid argument #1 to 'new' (number expected, got string)"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert (
        assigned("local v = NumberSequence.new(1) v.Keypoints = 1")
        == "Keypoints cannot be assigned to"
    )
