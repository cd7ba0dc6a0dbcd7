"""UDim (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("UDim.new(), UDim.new(0.5, 8), UDim.new(0.1, 7.9)", "0, 0 | 0.5, 8 | 0.100000001, 7"),
        ("UDim.new(0.5, 8).Scale, UDim.new(0.5, 8).Offset", "0.5 | 8"),
        ("UDim.new(1, 2) + UDim.new(3, 4), UDim.new(1, 2) - UDim.new(3, 4)", "4, 6 | -2, -2"),
        ("-UDim.new(1, 2), UDim.new(1, 2) == UDim.new(1, 2)", "-1, -2 | true"),
        ("typeof(UDim.new()), type(UDim.new())", "UDim | userdata"),
    ],
)
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("UDim.new().X", "X is not a valid member of UDim"),
        ("UDim.new() * 2", "attempt to perform arithmetic (mul) on UDim and number"),
        ("UDim.new('x')", "invalid argument #1 to 'new' (number expected, got string)"),
    ],
)
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local u = UDim.new() u.Scale = 1") == "Scale cannot be assigned to"
