"""Vector2 (engine.md i.3)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Vector2.new(), Vector2.new(1), Vector2.new(1, 2.5)", "0, 0 | 1, 0 | 1, 2.5"),
        ("Vector2.zero, Vector2.one, Vector2.xAxis, Vector2.yAxis", "0, 0 | 1, 1 | 1, 0 | 0, 1"),
        ("typeof(Vector2.one), type(Vector2.one)", "Vector2 | userdata"),
        ("Vector2.new(0.1, -0)", "0.100000001, -0"),
        ("Vector2.new(1, 2) + Vector2.one, Vector2.new(1, 2) - Vector2.one", "2, 3 | 0, 1"),
        ("Vector2.new(1, 2) * 2, 2 * Vector2.new(1, 2), Vector2.new(2, 4) / Vector2.new(1, 2)",
         "2, 4 | 2, 4 | 2, 2"),
        ("Vector2.new(7, -7) // 2, 6 / Vector2.new(2, 3), -Vector2.one", "3, -4 | 3, 2 | -1, -1"),
        ("Vector2.new(1, 2) == Vector2.new(1, 2), Vector2.one == 1, Vector2.one ~= nil",
         "true | false | true"),
        ("Vector2.new(3, 4).Magnitude, Vector2.new(0, 2).Unit", "5 | 0, 1"),
        ("Vector2.new(1, 2):Dot(Vector2.new(3, 4)), Vector2.xAxis:Cross(Vector2.yAxis)", "11 | 1"),
        ("Vector2.yAxis:Angle(Vector2.xAxis), Vector2.yAxis:Angle(Vector2.xAxis, true)",
         "1.5707963705062866 | -1.5707963705062866"),
        ("Vector2.zero:Lerp(Vector2.one, 1.5)", "1.5, 1.5"),
        ("Vector2.new(1, 5):Max(Vector2.new(2, 2), Vector2.new(0, 9))", "2, 9"),
        ("Vector2.new(1, 5):Min(Vector2.new(2, 2))", "1, 2"),
        ("Vector2.new(-1.5, 1.5):Abs(), Vector2.new(-1.5, 1.5):Ceil()", "1.5, 1.5 | -1, 2"),
        ("Vector2.new(-1.5, 1.5):Floor(), Vector2.new(-1.5, 0):Sign()", "-2, 1 | -1, 0"),
        ("Vector2.one:FuzzyEq(Vector2.one * 1.000001), Vector2.one:FuzzyEq(Vector2.zero)",
         "true | false"),
    ],
)  # fmt: skip
def test_vectors_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Vector2.one.Z", "Z is not a valid member of Vector2"),
        ("Vector2.one + 1", "attempt to perform arithmetic (add) on Vector2 and number"),
        ("Vector2.one < Vector2.one", "attempt to compare Vector2 < Vector2"),
        ("Vector2.new({})", "invalid argument #1 to 'new' (number expected, got table)"),
        ("Vector2.one:Dot(1)", "invalid argument #2 to 'Dot' (Vector2 expected, got number)"),
        ("Vector2.one:Max()", "missing argument #2 to 'Max' (Vector2 expected)"),
        ("Vector2.one.Dot()", "Expected ':' not '.' calling member function Dot"),
    ],
)
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_components_are_read_only_and_the_metatable_is_locked(texts, assigned):
    assert assigned("local v = Vector2.one v.X = 2") == "X cannot be assigned to"
    assert texts("getmetatable(Vector2.one)") == "The metatable is locked"


def test_equal_values_are_different_keys(texts):
    """By value only for Vector3; others are new userdata each time (i.1)."""
    assert texts("({ [Vector2.one] = 1 })[Vector2.new(1, 1)]") == "nil"
