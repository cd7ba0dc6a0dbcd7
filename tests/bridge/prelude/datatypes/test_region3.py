"""Region3 (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Region3.new(Vector3.zero, Vector3.one * 3).Size, Region3.new(Vector3.zero, "
         "Vector3.one * 3).CFrame.Position",
         "3, 3, 3 | 1.5, 1.5, 1.5"),
        ("Region3.new(Vector3.one, Vector3.zero).Size", "-1, -1, -1"),
        ("Region3.new(Vector3.one, Vector3.one * 3):ExpandToGrid(2).Size", "4, 4, 4"),
        ("typeof(Region3.new(Vector3.one, Vector3.one))", "Region3"),
        ("Region3.new(Vector3.one, Vector3.one) == Region3.new(Vector3.one, Vector3.one)", "true"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Region3.new(1, 2)", "invalid argument #1 to 'new' (Vector3 expected, got number)"),
        ("Region3.new(Vector3.one, Vector3.one).X", "X is not a valid member of Region3"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert (
        assigned("local v = Region3.new(Vector3.one, Vector3.one) v.Size = 1")
        == "Size cannot be assigned to"
    )
