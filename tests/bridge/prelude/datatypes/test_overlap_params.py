"""OverlapParams (engine.md h.8)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("OverlapParams.new()",
         "OverlapParams{MaxParts=0, Tolerance=0, BruteForceAllSlow=false, "
         "RespectCanCollide=false, CollisionGroup=Default, FilterDescendantsInstances={}}"),
        ("OverlapParams.new().FilterType, OverlapParams.new().ExcludeInstances, "
         "#OverlapParams.new().FilterDescendantsInstances",
         "Enum.RaycastFilterType.Exclude | nil | 0"),
        ("typeof(OverlapParams.new()), OverlapParams.new() == OverlapParams.new(), "
         "OverlapParams.new().MaxParts",
         "OverlapParams | false | 0"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("OverlapParams.new().X", "X is not a valid member of OverlapParams"),
        ("OverlapParams.new():AddToFilter(1)",
         "invalid argument #2 to 'AddToFilter' (table expected, got number)"),
        ("OverlapParams.new().AddToFilter()",
         "Expected ':' not '.' calling member function AddToFilter"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text
