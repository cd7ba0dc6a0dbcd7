"""The constructors of CFrame (engine.md i.4)."""

import pytest

IDENTITY = "1, 0, 0, 0, 1, 0, 0, 0, 1"


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("CFrame.new(), CFrame.identity", f"0, 0, 0, {IDENTITY} | 0, 0, 0, {IDENTITY}"),
        ("CFrame.new(Vector3.one), CFrame.new(1, 2, 3)",
         f"1, 1, 1, {IDENTITY} | 1, 2, 3, {IDENTITY}"),
        ("CFrame.new(1, 2, 3, 0, 0, 0, 2)", f"1, 2, 3, {IDENTITY}"),
        ("CFrame.new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)",
         "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"),
        ("CFrame.fromMatrix(Vector3.zero, Vector3.xAxis, Vector3.yAxis)", f"0, 0, 0, {IDENTITY}"),
        ("CFrame.lookAt(Vector3.zero, Vector3.new(0, 0, -5))", f"0, 0, 0, {IDENTITY}"),
    ],
)  # fmt: skip
def test_frames_are_made_as_documented(texts, expressions, expected):
    assert texts(expressions).replace("-0,", "0,") == expected


@pytest.mark.parametrize(
    ("expression", "direction"),
    [
        ("CFrame.lookAt(Vector3.one, Vector3.new(5, 1, 1))", "Vector3.xAxis"),
        ("CFrame.new(Vector3.one, Vector3.new(1, 1, 5))", "Vector3.zAxis"),
        ("CFrame.lookAlong(Vector3.one, Vector3.new(0, 0, 2))", "Vector3.zAxis"),
        ("CFrame.lookAt(Vector3.zero, Vector3.new(0, 9, 0))", "Vector3.yAxis"),
        ("CFrame.lookAt(Vector3.zero, Vector3.new(0, -9, 0))", "-Vector3.yAxis"),
        ("CFrame.lookAt(Vector3.zero, Vector3.new(9, 0, 0), Vector3.xAxis)", "Vector3.xAxis"),
    ],
)
def test_a_frame_looks_where_it_is_told_and_stays_a_rotation(server, expression, direction):
    assert server.run(f"""
        local cf = {expression}
        return cf.LookVector:FuzzyEq({direction})
            and cf.RightVector:Cross(cf.UpVector):FuzzyEq(-cf.LookVector)
            and cf:Orthonormalize():FuzzyEq(cf)
    """)


@pytest.mark.parametrize(
    ("expression", "product"),
    [
        ("CFrame.Angles(0.1, 0.2, 0.3)", "x * y * z"),
        ("CFrame.fromEulerAnglesXYZ(0.1, 0.2, 0.3)", "x * y * z"),
        ("CFrame.fromOrientation(0.1, 0.2, 0.3)", "y * x * z"),
        ("CFrame.fromEulerAnglesYXZ(0.1, 0.2, 0.3)", "y * x * z"),
        ("CFrame.fromEulerAngles(0.1, 0.2, 0.3)", "x * y * z"),
        ("CFrame.fromEulerAngles(0.1, 0.2, 0.3, Enum.RotationOrder.ZXY)", "z * x * y"),
        ("CFrame.fromEulerAngles(0.1, 0.2, 0.3, Enum.RotationOrder.YZX)", "y * z * x"),
    ],
)
def test_angles_are_products_of_axis_rotations_in_their_order(server, expression, product):
    assert server.run(f"""
        local x = CFrame.fromAxisAngle(Vector3.xAxis, 0.1)
        local y = CFrame.fromAxisAngle(Vector3.yAxis, 0.2)
        local z = CFrame.fromAxisAngle(Vector3.zAxis, 0.3)
        return ({expression}):FuzzyEq({product})
    """)


@pytest.mark.parametrize(
    ("start", "goal"), [("1, 2, 3", "-3, 1, 2"), ("0, 1, 0", "0, -1, 0"), ("2, 0, 0", "-1, 0, 0")]
)
def test_the_rotation_between_vectors_turns_one_to_the_other(server, start, goal):
    assert server.run(f"""
        local a, b = Vector3.new({start}), Vector3.new({goal})
        return (CFrame.fromRotationBetweenVectors(a, b) * a.Unit):FuzzyEq(b.Unit, 1e-4)
    """)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("CFrame.new('a', 1, 2)", "invalid argument #1 to 'new' (number expected, got string)"),
        ("CFrame.new(Vector3.one, 5)",
         "invalid argument #2 to 'new' (Vector3 expected, got number)"),
        ("CFrame.new(1)", "missing argument #2 to 'new' (number expected)"),
        ("CFrame.new(1, 2)", "missing argument #3 to 'new' (number expected)"),
        ("CFrame.Angles(1)", "missing argument #2 to 'Angles' (number expected)"),
        ("CFrame.lookAt(Vector3.one)", "missing argument #2 to 'lookAt' (Vector3 expected)"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text
