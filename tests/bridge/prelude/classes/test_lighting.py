"""Lighting: one time of day in three forms (engine.md h.5)."""

import pytest


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("", "14 14:00:00 840"),
        ("l.ClockTime = 6.5", "6.5 06:30:00 390"),
        ("l.ClockTime = 25", "1 01:00:00 60"),
        ("l.ClockTime = -1", "23 23:00:00 1380"),
        ("l.TimeOfDay = '07:15:30'", "7.25833 07:15:30 435.5"),
        ("l.TimeOfDay = '8'", "8 08:00:00 480"),
        ("l:SetMinutesAfterMidnight(90)", "1.5 01:30:00 90"),
        ("l:SetMinutesAfterMidnight(1440 + 60)", "1 01:00:00 60"),
        ("l.ClockTime = 0/0", "0 00:00:00 0"),
    ],
)
def test_clock_time_time_of_day_and_minutes_set_one_another(server, statement, shown):
    """They set one another; minutes beyond one day wrap."""
    values = server.run(f"""
        local l = game:GetService("Lighting")
        {statement}
        return string.format("%.6g %s %.6g", l.ClockTime, l.TimeOfDay, l:GetMinutesAfterMidnight())
    """)
    assert values == shown


def test_nothing_advances_the_time(server):
    server.universe.run_for(minutes=60)
    assert server.run("return game.Lighting.ClockTime") == 14


def test_changes_are_told(server):
    server.run("""
        local l = game:GetService("Lighting")
        l.Changed:Connect(print)
        l.LightingChanged:Connect(function(sky) print("lighting", sky) end)
        l.ClockTime = 6
        l.Brightness = 3
        l.FogEnd = 10
        l.GlobalShadows = true
    """)
    assert [text for _, text in server.output] == [
        "ClockTime",
        "TimeOfDay",
        "lighting true",
        "Brightness",
        "lighting false",
        "FogEnd",
        "GlobalShadows",
    ]


def test_a_text_that_is_no_time_is_refused(server):
    text = server.run(
        "local _, t = pcall(function() game.Lighting.TimeOfDay = 'noon' end) return t"
    )
    assert text == "Unable to assign property TimeOfDay. Invalid time noon"
