"""Lighting: three ways to say what time it is (engine.md h.5)."""

import pytest


@pytest.mark.parametrize(
    ("write", "shown"),
    [
        ("ClockTime = 6.5", (6.5, "06:30:00", 390)),
        ("TimeOfDay = '18:15:30'", (18.258333, "18:15:30", 1095.5)),
        ("TimeOfDay = '7'", (7, "07:00:00", 420)),
        ("ClockTime = 25", (1, "01:00:00", 60)),
        ("ClockTime = -1", (23, "23:00:00", 1380)),
        (":SetMinutesAfterMidnight(24 * 60 + 5)", (0.083333, "00:05:00", 5)),
        (":SetMinutesAfterMidnight(24 * 60)", (0, "00:00:00", 0)),
    ],
)
def test_each_sets_the_others(server, write, shown):
    dot = "" if write.startswith(":") else "."
    values = server.run(f"""
        local lighting = game:GetService("Lighting")
        lighting{dot}{write}
        return lighting.ClockTime, lighting.TimeOfDay, lighting:GetMinutesAfterMidnight()
    """)
    assert values == (pytest.approx(shown[0], abs=1e-5), shown[1], pytest.approx(shown[2]))


def test_the_day_begins_at_two_in_the_afternoon_and_both_views_change(server):
    values = server.run("""
        local lighting, log = game.Lighting, {}
        local before = lighting.TimeOfDay
        for _, name in { "ClockTime", "TimeOfDay" } do
            lighting:GetPropertyChangedSignal(name):Connect(function() table.insert(log, name) end)
        end
        lighting.ClockTime = 3
        return before, table.concat(log, " ")
    """)
    assert values == ("14:00:00", "ClockTime TimeOfDay")


def test_wrong_types_are_refused(server):
    for write in ("ClockTime = '5'", "TimeOfDay = 5", "TimeOfDay = 'noon'"):
        assert server.run(f"return (pcall(function() game.Lighting.{write} end))") is False
