"""Color3 (engine.md i.5)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Color3.new(), Color3.new(1, 0.5), Color3.new(2, -1, 0)",
         "0, 0, 0 | 1, 0.5, 0 | 2, -1, 0"),
        ("Color3.fromRGB(13, 105, 172)", "0.0509804, 0.411765, 0.67451"),
        ("Color3.fromHSV(0, 1, 1), Color3.fromHSV(1/3, 1, 1), Color3.fromHSV(1, 1, 1)",
         "1, 0, 0 | 0, 1, 0 | 1, 0, 0"),
        ("Color3.fromHSV(0.5, 0.5, 0.5)", "0.25, 0.5, 0.5"),
        ("Color3.fromHex('#FF8000'):ToHex(), Color3.fromHex('f80'):ToHex()", "ff8000 | ff8800"),
        ("Color3.new(0, 0, 1):ToHSV()", "0.6666666865348816 | 1 | 1"),
        ("Color3.toHSV(Color3.new(0.5, 0.5, 0.5))", "0 | 0 | 0.5"),
        ("Color3.new():Lerp(Color3.new(1, 1, 1), 0.25)", "0.25, 0.25, 0.25"),
        ("Color3.new(0.5).R, Color3.new(0, 0.5).G, Color3.new(0, 0, 0.5).B", "0.5 | 0.5 | 0.5"),
        ("Color3.fromRGB(255) == Color3.new(1), Color3.new() == Color3.new(0, 0, 1)",
         "true | false"),
        ("typeof(Color3.new()), type(Color3.new())", "Color3 | userdata"),
        ("Instance.new('Part').Color == Color3.fromRGB(163, 162, 165)", "true"),
    ],
)  # fmt: skip
def test_colours_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Color3.new().Foo", "Foo is not a valid member of Color3"),
        ("Color3.new() + Color3.new()", "attempt to perform arithmetic (add) on Color3"),
        ("Color3.new('x')", "invalid argument #1 to 'new' (number expected, got string)"),
        ("Color3.fromHSV(1, 1)", "missing argument #3 to 'fromHSV' (number expected)"),
        ("Color3.fromHex('#12')", "Unable to convert characters to hex value"),
        ("Color3.new():Lerp(1)", "invalid argument #2 to 'Lerp' (Color3 expected, got number)"),
    ],
)
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_components_are_read_only(assigned):
    assert assigned("local c = Color3.new() c.R = 1") == "R cannot be assigned to"
