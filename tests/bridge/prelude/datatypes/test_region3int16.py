"""Region3int16 (datatype page Region3int16)."""

import pytest

BOX = "Region3int16.new(Vector3int16.new(1, 2, 3), Vector3int16.new(4, 5, 6))"


def test_a_box_is_its_two_corners(texts):
    assert texts(f"{BOX}.Min, {BOX}.Max") == "1, 2, 3 | 4, 5, 6"
    assert texts(f"{BOX}, {BOX} == {BOX}") == "1, 2, 3; 4, 5, 6 | true"


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Region3int16.new()", "missing argument #1 to 'new' (Vector3int16 expected)"),
        ("Region3int16.new(Vector3int16.new(), 1)",
         "invalid argument #2 to 'new' (Vector3int16 expected, got number)"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text
