"""CFrame as a value: members, operators, methods (engine.md i.4)."""

import pytest

IDENTITY = "1, 0, 0, 0, 1, 0, 0, 0, 1"


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("CFrame.new(1, 2, 3).X, CFrame.new(1, 2, 3).Position", "1 | 1, 2, 3"),
        ("typeof(CFrame.new()), type(CFrame.new())", "CFrame | userdata"),
        ("CFrame.new(1, 2, 3) + Vector3.one", f"2, 3, 4, {IDENTITY}"),
        ("CFrame.new(1, 2, 3) - Vector3.one", f"0, 1, 2, {IDENTITY}"),
        ("CFrame.new(1, 2, 3) * CFrame.new(1, 1, 1)", f"2, 3, 4, {IDENTITY}"),
        ("CFrame.new(1, 2, 3) * Vector3.one", "2, 3, 4"),
        ("CFrame.new(1, 2, 3).Rotation == CFrame.identity", "true"),
        ("CFrame.identity.LookVector, CFrame.identity.RightVector, CFrame.identity.UpVector",
         "-0, -0, -1 | 1, 0, 0 | 0, 1, 0"),
        ("CFrame.identity.XVector, CFrame.identity.YVector, CFrame.identity.ZVector",
         "1, 0, 0 | 0, 1, 0 | 0, 0, 1"),
        ("CFrame.new(1, 2, 3):Inverse().Position", "-1, -2, -3"),
        ("CFrame.new(1, 0, 0):ToWorldSpace(CFrame.new(0, 1, 0)).Position", "1, 1, 0"),
        ("CFrame.new(1, 0, 0):ToObjectSpace(CFrame.new(1, 1, 0)).Position", "0, 1, 0"),
        ("CFrame.new(1, 0, 0):PointToWorldSpace(Vector3.zero, Vector3.one)", "1, 0, 0 | 2, 1, 1"),
        ("CFrame.new(1, 0, 0):PointToObjectSpace(Vector3.one)", "0, 1, 1"),
        ("CFrame.new(1, 0, 0):VectorToWorldSpace(Vector3.one)", "1, 1, 1"),
        ("CFrame.new(1, 0, 0):VectorToObjectSpace(Vector3.one)", "1, 1, 1"),
        ("CFrame.new():Lerp(CFrame.new(10, 0, 0), 0.5)", f"5, 0, 0, {IDENTITY}"),
        ("CFrame.new(1, 2, 3) == CFrame.new(1, 2, 3), CFrame.new() == CFrame.new(0, 0, 1)",
         "true | false"),
        ("select('#', CFrame.new():GetComponents()), select('#', CFrame.new():components())",
         "12 | 12"),
        ("CFrame.new(1, 1, 1):FuzzyEq(CFrame.new(1.000001, 1, 1))", "true"),
        ("CFrame.new(1, 1, 1):FuzzyEq(CFrame.new(1.1, 1, 1))", "false"),
        ("CFrame.new(0, 0, 0, 2, 0, 0, 1, 3, 0, 0, 0, 4):Orthonormalize()",
         "0, 0, 0, 0.89442718, -0.44721359, 0, 0.44721359, 0.89442718, 0, 0, 0, 1"),
        ("workspace.WorldPivot", f"0, 0, 0, {IDENTITY}"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    if "Orthonormalize" in expressions:
        ours = [float(n) for n in texts(expressions).split(", ")]
        assert ours == pytest.approx([float(n) for n in expected.split(", ")], abs=1e-6)
    else:
        assert texts(expressions) == expected


def test_columns_are_right_up_and_minus_look(server):
    assert server.run("""
        local cf = CFrame.Angles(0.3, 0.5, 0.7)
        local _, _, _, a, b, c, d, e, f, g, h, i = cf:GetComponents()
        return cf.RightVector == Vector3.new(a, d, g) and cf.UpVector == Vector3.new(b, e, h)
            and cf.LookVector == -Vector3.new(c, f, i)
    """)


def test_a_frame_times_its_inverse_is_the_identity(server):
    assert server.run("""
        local cf = CFrame.new(1, 2, 3) * CFrame.Angles(0.3, -0.5, 2)
        return (cf * cf:Inverse()):FuzzyEq(CFrame.identity)
            and (cf:Inverse() * cf):FuzzyEq(CFrame.identity)
            and cf:PointToObjectSpace(cf * Vector3.one):FuzzyEq(Vector3.one)
            and cf:VectorToObjectSpace(cf:VectorToWorldSpace(Vector3.one)):FuzzyEq(Vector3.one)
    """)


@pytest.mark.parametrize("order", ["XYZ", "XZY", "YZX", "YXZ", "ZXY", "ZYX"])
def test_euler_angles_come_back_in_every_order(server, order):
    assert server.run(f"""
        local order = Enum.RotationOrder.{order}
        for _, angles in {{ {{0.3, -0.5, 0.7}}, {{-1.2, 0.4, -0.9}}, {{0, 0, 0}} }} do
            local cf = CFrame.fromEulerAngles(angles[1], angles[2], angles[3], order)
            local x, y, z = cf:ToEulerAngles(order)
            assert(math.abs(x - angles[1]) < 1e-5 and math.abs(y - angles[2]) < 1e-5)
            assert(math.abs(z - angles[3]) < 1e-5)
        end
        return true
    """)


@pytest.mark.parametrize("order", ["XYZ", "XZY", "YZX", "YXZ", "ZXY", "ZYX"])
def test_at_the_pole_the_angles_still_give_the_same_frame(server, order):
    """A right angle about the middle axis leaves one angle free; any choice gives the frame."""
    assert server.run(f"""
        local order = Enum.RotationOrder.{order}
        for _, sign in {{ 1, -1 }} do
            local q = math.pi / 2 * sign
            local angles = {{ X = 0.4, Y = 0.4, Z = 0.4 }}
            angles[string.sub("{order}", 2, 2)] = q
            local cf = CFrame.fromEulerAngles(angles.X, angles.Y, angles.Z, order)
            local x, y, z = cf:ToEulerAngles(order)
            assert(CFrame.fromEulerAngles(x, y, z, order):FuzzyEq(cf, 1e-3))
        end
        return true
    """)


def test_the_shortest_arc_is_taken(server):
    """Lerp: position linear, rotation along the shortest arc (i.4)."""
    assert server.run("""
        local a, b = CFrame.Angles(0, math.rad(170), 0), CFrame.Angles(0, math.rad(-170), 0)
        local half = a:Lerp(b, 0.5)
        return half:FuzzyEq(CFrame.Angles(0, math.pi, 0), 1e-4)
            and math.abs(a:AngleBetween(b) - math.rad(20)) < 1e-4
    """)


def test_axis_and_angle_come_back(server):
    assert server.run("""
        local axis, angle = CFrame.fromAxisAngle(Vector3.new(0, 3, 4), 1.2):ToAxisAngle()
        return axis:FuzzyEq(Vector3.new(0, 0.6, 0.8)) and math.abs(angle - 1.2) < 1e-5
    """)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("CFrame.new().Foo", "Foo is not a valid member of CFrame"),
        ("CFrame.new() * 2", "attempt to perform arithmetic (mul) on CFrame and number"),
        ("Vector3.one * CFrame.new()", "attempt to perform arithmetic (mul) on Vector3 and CFrame"),
        ("CFrame.new() + CFrame.new()", "attempt to perform arithmetic (add) on CFrame"),
        ("CFrame.new():Lerp(1, 2)", "invalid argument #2 to 'Lerp' (CFrame expected, got number)"),
        ("CFrame.new():PointToWorldSpace(1)",
         "invalid argument #2 to 'PointToWorldSpace' (Vector3 expected, got number)"),
        ("CFrame.new().Inverse()", "Expected ':' not '.' calling member function Inverse"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_members_are_read_only(assigned):
    assert assigned("local c = CFrame.new() c.X = 1") == "X cannot be assigned to"
