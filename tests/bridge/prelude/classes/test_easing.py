"""Easing curves, SmoothDamp (engine.md h.1)."""

import math

import pytest

C1, P = 1.70158, 0.3


def bounce_out(a):
    for edge, shift, base in (
        (1 / 2.75, 0, 0),
        (2 / 2.75, 1.5 / 2.75, 0.75),
        (2.5 / 2.75, 2.25 / 2.75, 0.9375),
        (9, 2.625 / 2.75, 0.984375),
    ):
        if a < edge:
            return 7.5625 * (a - shift) ** 2 + base
    raise AssertionError(a)


CURVES = {
    "Linear": lambda a: a,
    "Sine": lambda a: 1 - math.cos(a * math.pi / 2),
    "Back": lambda a: a * a * ((C1 + 1) * a - C1),
    "Quad": lambda a: a**2,
    "Quart": lambda a: a**4,
    "Quint": lambda a: a**5,
    "Bounce": lambda a: 1 - bounce_out(1 - a),
    "Elastic": lambda a: -(2 ** (10 * (a - 1)) * math.sin((a - 1 - P / 4) * 2 * math.pi / P)),
    "Exponential": lambda a: 2 ** (10 * (a - 1)) - 0.001,
    "Circular": lambda a: 1 - math.sqrt(1 - a * a),
    "Cubic": lambda a: a**3,
}


def expected(curve, direction, a):
    if direction == "In":
        return curve(a)
    if direction == "Out":
        return 1 - curve(1 - a)
    return curve(2 * a) / 2 if a < 0.5 else 1 - curve(2 - 2 * a) / 2


@pytest.mark.parametrize("style", sorted(CURVES))
@pytest.mark.parametrize("direction", ["In", "Out", "InOut"])
def test_get_value_follows_the_curve(server, style, direction):
    """In(a); Out = 1 - In(1-a); InOut by halves (h.1)."""
    for a in (0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9):
        value = server.run(
            f"return game:GetService('TweenService'):GetValue(..., Enum.EasingStyle.{style}, "
            f"Enum.EasingDirection.{direction})",
            a,
        )
        assert value == pytest.approx(expected(CURVES[style], direction, a), abs=1e-6), a


@pytest.mark.parametrize(("alpha", "value"), [(-1, 0), (0, 0), (1, 1), (2, 1), (math.nan, 0)])
@pytest.mark.parametrize("style", ["Linear", "Exponential", "Elastic"])
def test_alpha_is_clamped_and_both_ends_are_exact(server, style, alpha, value):
    """GetValue(alpha clamped 0..1, style, direction) (h.1)."""
    source = "return game:GetService('TweenService'):GetValue(..., '{}', 'In')"
    assert server.run(source.format(style), alpha) == value


def test_smooth_damp_approaches_the_target_and_stops_there(server):
    """SmoothDamp(current, target, velocity, smoothTime) -> value, velocity (h.1)."""
    values = server.run("""
        local service = game:GetService("TweenService")
        local value, velocity, passed = 0, 0, false
        for frame = 1, 120 do
            value, velocity = service:SmoothDamp(value, 10, velocity, 0.2)
            passed = passed or value > 10
            if frame == 12 then print(value > 5, value < 9) end
        end
        return math.abs(value - 10) < 0.01, passed
    """)
    assert values == (True, False)
    assert server.output == [("print", "true true")]


def test_smooth_damp_of_vectors_and_with_a_speed_limit(server):
    values = server.run("""
        local service = game:GetService("TweenService")
        local a = service:SmoothDamp(Vector3.zero, Vector3.new(10, 0, 0), Vector3.zero, 0.2)
        local slow = service:SmoothDamp(0, 1000, 0, 0.2, 1, 1 / 60)
        return a.X > 0, a.Y, slow < 0.1
    """)
    assert values == (True, 0, True)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("'a', 'b', 'c', 1", "SmoothDamp of string is not modelled by luau-bridge"),
        ("1, Vector3.zero, 0, 1", "SmoothDamp: current, target and velocity must be of one type"),
    ],
)
def test_wrong_types_are_refused(server, arguments, text):
    source = "local s = game:GetService('TweenService') local _, t = pcall(s.SmoothDamp, s, %s) "
    assert server.run(source % arguments + "return t") == text
