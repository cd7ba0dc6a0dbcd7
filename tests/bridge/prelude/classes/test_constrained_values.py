"""Values with bounds (class pages IntConstrainedValue, DoubleConstrainedValue)."""

import pytest


@pytest.mark.parametrize(
    ("class_name", "written", "read"),
    [
        ("IntConstrainedValue", "11", 10), ("IntConstrainedValue", "10", 10),
        ("IntConstrainedValue", "-1", 0), ("IntConstrainedValue", "5.7", 5),
        ("DoubleConstrainedValue", "1.5", 1), ("DoubleConstrainedValue", "0.25", 0.25),
        ("DoubleConstrainedValue", "-3", 0),
    ],
)  # fmt: skip
def test_a_value_stays_within_its_bounds(server, class_name, written, read):
    source = f"local it = Instance.new('{class_name}') it.Value = {written}"
    assert server.run(source + " return it.Value, it.ConstrainedValue") == (read, read)


def test_new_bounds_move_the_value_and_changed_tells_the_new_one(server):
    values = server.run("""
        local it, seen = Instance.new("IntConstrainedValue"), {}
        it.Changed:Connect(function(value) table.insert(seen, value) end)
        it.ConstrainedValue = 8
        it.MaxValue = 4
        it.MinValue, it.MaxValue = 6, 9
        return table.concat(seen, " "), it.Value
    """)
    assert values == ("8 4 6", 6)


def test_a_wrong_value_is_refused(server):
    text = server.run("""
        local it = Instance.new("IntConstrainedValue")
        return select(2, pcall(function() it.Value = {} end))
    """)
    assert text == "Unable to assign property Value. number expected, got table"
