"""UDim2 (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("UDim2.new(), UDim2.new(0, 300, 1, 0)", "{0, 0}, {0, 0} | {0, 300}, {1, 0}"),
        ("UDim2.new(UDim.new(1, 2), UDim.new(3, 4))", "{1, 2}, {3, 4}"),
        ("UDim2.fromScale(0.5, 1), UDim2.fromOffset(5, 6)", "{0.5, 0}, {1, 0} | {0, 5}, {0, 6}"),
        ("UDim2.new(1, 2, 3, 4).X, UDim2.new(1, 2, 3, 4).Height", "1, 2 | 3, 4"),
        ("UDim2.new(1, 2, 3, 4) + UDim2.new(1, 1, 1, 1)", "{2, 3}, {4, 5}"),
        ("UDim2.new(1, 2, 3, 4) - UDim2.new(1, 1, 1, 1)", "{0, 1}, {2, 3}"),
        ("UDim2.new():Lerp(UDim2.new(1, 10, 2, 20), 0.5)", "{0.5, 5}, {1, 10}"),
        ("UDim2.new(1, 2, 3, 4) == UDim2.new(1, 2, 3, 4), typeof(UDim2.new())", "true | UDim2"),
        ("Instance.new('ScrollingFrame').CanvasSize", "{0, 0}, {2, 0}"),
    ],
)
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("UDim2.new().Foo", "Foo is not a valid member of UDim2"),
        ("UDim2.new() * 2", "attempt to perform arithmetic (mul) on UDim2 and number"),
        ("UDim2.new(UDim.new(), 1)", "invalid argument #2 to 'new' (UDim expected, got number)"),
        ("UDim2.new():Lerp()", "missing argument #2 to 'Lerp' (UDim2 expected)"),
    ],
)
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local u = UDim2.new() u.X = 1") == "X cannot be assigned to"
