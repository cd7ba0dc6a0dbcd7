"""CFrame beside matrices computed here: constructors, angles, products, looking, interpolation.

The reference is written from the definitions (engine.md i.4) in double precision; components are
single-precision floats, hence the tolerance.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bridge.tools.simulation import Universe

TOLERANCE = 2e-5
ANGLES = st.floats(-3, 3, width=32)
COORDINATES = st.floats(-100, 100, width=32)
TRIPLES = st.tuples(COORDINATES, COORDINATES, COORDINATES)
TURNS = st.tuples(ANGLES, ANGLES, ANGLES)
ORDERS = ["XYZ", "XZY", "YZX", "YXZ", "ZXY", "ZYX"]


@pytest.fixture(scope="module")
def server():
    universe = Universe()
    yield universe.start_server()
    universe.close()


def numbers(server, expression, *arguments):
    """The numbers an expression over `...` gives; CFrames and vectors are taken apart."""
    found = server.run(
        """
        local function flat(out, value, ...)
            local kind = typeof(value)
            if kind == "CFrame" then
                for _, each in { value:GetComponents() } do table.insert(out, each) end
            elseif kind == "Vector3" then
                for _, each in { value.X, value.Y, value.Z } do table.insert(out, each) end
            elseif value ~= nil then
                table.insert(out, value)
            end
            if select("#", ...) > 0 then flat(out, ...) end
            return out
        end
        local a, b, c, d, e, f, g, h, i, j, k, l = ...
        return flat({}, """
        + expression
        + ")",
        *arguments,
    )
    return found.table.to_python()


def close(found, wanted, scale=1.0):
    return all(
        math.isclose(x, y, rel_tol=TOLERANCE, abs_tol=TOLERANCE * scale)
        for x, y in zip(found, wanted, strict=True)
    )


# The reference: rotations as rows ---------------------------------------------------------------


def rotation(axis, angle):
    s, c = math.sin(angle), math.cos(angle)
    return {
        "X": ((1, 0, 0), (0, c, -s), (0, s, c)),
        "Y": ((c, 0, s), (0, 1, 0), (-s, 0, c)),
        "Z": ((c, -s, 0), (s, c, 0), (0, 0, 1)),
    }[axis]


def product(a, b):
    return tuple(
        tuple(sum(a[i][k] * b[k][j] for k in range(3)) for j in range(3)) for i in range(3)
    )


def turned(matrix, v):
    return tuple(sum(matrix[i][k] * v[k] for k in range(3)) for i in range(3))


def euler(order, turns):
    by_axis = dict(zip("XYZ", turns, strict=True))
    first, second, third = (rotation(axis, by_axis[axis]) for axis in order)
    return product(product(first, second), third)


def flat(matrix):
    return [value for row in matrix for value in row]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def cross(a, b):
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def unit(v):
    length = math.sqrt(dot(v, v))
    return tuple(x / length for x in v)


# Laws -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ORDERS)
@settings(max_examples=25, deadline=None)
@given(turns=TURNS)
def test_euler_angles_are_the_product_of_turns_in_their_order(server, order, turns):
    """XYZ means Rx*Ry*Rz."""
    found = numbers(server, f"CFrame.fromEulerAngles(a, b, c, '{order}')", *turns)
    assert close(found[3:], flat(euler(order, turns)))


@pytest.mark.parametrize("order", ORDERS)
@settings(max_examples=25, deadline=None)
@given(turns=TURNS)
def test_angles_taken_out_make_the_same_turn_again(server, order, turns):
    middle = turns["XYZ".index(order[1])]
    assume(abs(math.cos(middle)) > 0.05)  # elsewhere the first and the last axis coincide
    source = (
        f"(function() local C = CFrame.fromEulerAngles(a, b, c, '{order}')"
        f" local x, y, z = C:ToEulerAngles('{order}')"
        f" return CFrame.fromEulerAngles(x, y, z, '{order}') end)()"
    )
    assert close(numbers(server, source, *turns)[3:], flat(euler(order, turns)))


@settings(max_examples=25, deadline=None)
@given(turns=TURNS)
def test_the_named_constructors_are_euler_angles(server, turns):
    for expression, order in [
        ("CFrame.Angles(a, b, c)", "XYZ"),
        ("CFrame.fromEulerAnglesXYZ(a, b, c)", "XYZ"),
        ("CFrame.fromEulerAnglesYXZ(a, b, c)", "YXZ"),
        ("CFrame.fromOrientation(a, b, c)", "YXZ"),
    ]:
        assert close(numbers(server, expression, *turns)[3:], flat(euler(order, turns)))


@settings(max_examples=40, deadline=None)
@given(turns=TURNS, at=TRIPLES, point=TRIPLES)
def test_points_go_to_the_world_and_back(server, turns, at, point):
    matrix = euler("XYZ", turns)
    source = "(CFrame.new(a, b, c) * CFrame.Angles(d, e, f)) * Vector3.new(g, h, i)"
    wanted = tuple(x + y for x, y in zip(turned(matrix, point), at, strict=True))
    assert close(numbers(server, source, *at, *turns, *point), wanted, 300)
    source = (
        "(function() local C = CFrame.new(a, b, c) * CFrame.Angles(d, e, f)"
        " local p = Vector3.new(g, h, i)"
        " return C:PointToObjectSpace(C:PointToWorldSpace(p)),"
        " C:VectorToObjectSpace(C:VectorToWorldSpace(p)), C:Inverse() * (C * p) end)()"
    )
    assert close(numbers(server, source, *at, *turns, *point), point * 3, 600)


@settings(max_examples=40, deadline=None)
@given(one=TURNS, other=TURNS, at=TRIPLES)
def test_frames_multiply_and_object_space_undoes_world_space(server, one, other, at):
    source = "CFrame.Angles(a, b, c) * CFrame.Angles(d, e, f)"
    wanted = flat(product(euler("XYZ", one), euler("XYZ", other)))
    assert close(numbers(server, source, *one, *other)[3:], wanted)
    source = (
        "(function() local C = CFrame.Angles(a, b, c) + Vector3.new(g, h, i)"
        " local D = CFrame.Angles(d, e, f)"
        " return C:ToObjectSpace(C:ToWorldSpace(D)) end)()"
    )
    found = numbers(server, source, *one, *other, *at)
    assert close(found, [0, 0, 0, *flat(euler("XYZ", other))], 300)


@settings(max_examples=40, deadline=None)
@given(at=TRIPLES, target=TRIPLES, up=TRIPLES)
def test_looking_at_a_point_keeps_up_on_the_upper_side(server, at, target, up):
    direction = tuple(y - x for x, y in zip(at, target, strict=True))
    assume(dot(direction, direction) > 1 and dot(up, up) > 1)
    side = cross(unit(direction), unit(up))
    assume(dot(side, side) > 0.01)
    source = (
        "CFrame.lookAt(Vector3.new(a, b, c), Vector3.new(d, e, f), Vector3.new(g, h, i))"
    )  # fmt: skip
    x, y, z, *turn = numbers(server, source, *at, *target, *up)
    look = (-turn[2], -turn[5], -turn[8])
    assert close((x, y, z), at, 100)
    assert close(look, unit(direction), 10)
    assert close((turn[0], turn[3], turn[6]), unit(side), 50)


@settings(max_examples=40, deadline=None)
@given(axis=TRIPLES, angle=st.floats(0.0625, 3, width=32))
def test_axis_and_angle_come_back(server, axis, angle):
    assume(dot(axis, axis) > 1)
    source = "CFrame.fromAxisAngle(Vector3.new(a, b, c), d):ToAxisAngle()"
    found = numbers(server, source, *axis, angle)
    assert close(found, (*unit(axis), angle), 50)


@settings(max_examples=40, deadline=None)
@given(one=TRIPLES, other=TRIPLES)
def test_the_turn_between_two_vectors_turns_one_into_the_other(server, one, other):
    assume(dot(one, one) > 1 and dot(other, other) > 1)
    assume(dot(unit(one), unit(other)) > -0.99)
    source = (
        "CFrame.fromRotationBetweenVectors(Vector3.new(a, b, c), Vector3.new(d, e, f))"
        " * Vector3.new(a, b, c).Unit"
    )
    assert close(numbers(server, source, *one, *other), unit(other), 50)


@settings(max_examples=40, deadline=None)
@given(one=TURNS, other=TURNS, alpha=st.floats(0, 1, width=32))
def test_interpolation_takes_the_shortest_arc(server, one, other, alpha):
    source = (
        "(function() local C, D = CFrame.Angles(a, b, c), CFrame.Angles(d, e, f) + Vector3.one"
        " local M = C:Lerp(D, g)"
        " return C:AngleBetween(D), C:AngleBetween(M), M.X end)()"
    )
    whole, part, x = numbers(server, source, *one, *other, alpha)
    assume(whole < 3.1)  # beyond, either way round is the shortest
    assert abs(part - whole * alpha) < 2e-3
    assert math.isclose(x, alpha, abs_tol=1e-5)
