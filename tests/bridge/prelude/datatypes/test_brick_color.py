"""BrickColor (engine.md i.5)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("BrickColor.new('Bright red'), BrickColor.new(21), BrickColor.new('Nope'), "
         "BrickColor.new(9999)",
         "Bright red | Bright red | Medium stone grey | Medium stone grey"),
        ("BrickColor.new('Bright red').Number, BrickColor.new('Bright red').Name",
         "21 | Bright red"),
        ("BrickColor.new('Bright red').Color == Color3.fromRGB(196, 40, 28)", "true"),
        ("BrickColor.new(Color3.fromRGB(197, 41, 27)), BrickColor.new(1, 0, 0)",
         "Bright red | Really red"),
        ("BrickColor.new(21) == BrickColor.new('Bright red'), BrickColor.new(21) == "
         "BrickColor.new(1), typeof(BrickColor.new(1))",
         "true | false | BrickColor"),
        ("BrickColor.White(), BrickColor.Gray(), BrickColor.DarkGray(), BrickColor.Black()",
         "White | Medium stone grey | Dark stone grey | Black"),
        ("BrickColor.Red(), BrickColor.Yellow(), BrickColor.Green(), BrickColor.Blue()",
         "Bright red | Bright yellow | Dark green | Bright blue"),
        ("BrickColor.palette(87), BrickColor.palette(127).Number > 0", "White | true"),
        ("BrickColor.new(1).r, BrickColor.new(1).g == BrickColor.new(1).b",
         "0.9490196108818054 | true"),
        ("typeof(BrickColor.random())", "BrickColor"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("BrickColor.palette(128)", "palette index out of bounds: 128"),
        ("BrickColor.new({})", "invalid argument #1 to 'new' (number expected, got table)"),
        ("BrickColor.new(1).X", "X is not a valid member of BrickColor"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local v = BrickColor.new(1) v.Name = 1") == "Name cannot be assigned to"
