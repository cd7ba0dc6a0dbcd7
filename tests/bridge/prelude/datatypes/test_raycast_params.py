"""RaycastParams (engine.md h.8)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("RaycastParams.new()",
         "RaycastParams{IgnoreWater=false, BruteForceAllSlow=false, RespectCanCollide=false, "
         "CollisionGroup=Default, FilterDescendantsInstances={}}"),
        ("RaycastParams.new().FilterType, RaycastParams.new().ExcludeInstances, "
         "#RaycastParams.new().FilterDescendantsInstances",
         "Enum.RaycastFilterType.Exclude | nil | 0"),
        ("typeof(RaycastParams.new()), RaycastParams.new() == RaycastParams.new(), "
         "RaycastParams.new().IgnoreWater",
         "RaycastParams | false | false"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("RaycastParams.new().X", "X is not a valid member of RaycastParams"),
        ("RaycastParams.new():AddToFilter(1)",
         "invalid argument #2 to 'AddToFilter' (table expected, got number)"),
        ("RaycastParams.new().AddToFilter()",
         "Expected ':' not '.' calling member function AddToFilter"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text
