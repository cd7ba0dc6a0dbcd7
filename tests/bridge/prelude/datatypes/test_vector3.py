"""Vector3: the vector type with Roblox's members (engine.md i.3)."""

import pytest


def shown(server, expressions):
    return server.run(f"""
        local texts = table.pack({expressions})
        for i = 1, texts.n do texts[i] = tostring(texts[i]) end
        return table.concat(texts, " | ")
    """)


def error(server, expression):
    return server.run(f"local _, text = pcall(function() return {expression} end) return text")


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Vector3.new(), Vector3.new(1), Vector3.new(1, 2, 3)", "0, 0, 0 | 1, 0, 0 | 1, 2, 3"),
        ("Vector3.zero, Vector3.one, Vector3.yAxis", "0, 0, 0 | 1, 1, 1 | 0, 1, 0"),
        ("Vector3.FromNormalId(Enum.NormalId.Left)", "-1, -0, -0"),
        ("Vector3.FromAxis(Enum.Axis.Z)", "0, 0, 1"),
        ("typeof(Vector3.one), type(Vector3.one)", "Vector3 | vector"),
        ("typeof(vector.create(1, 2, 3))", "Vector3"),
        ("Vector3.new(3, 4, 0).Magnitude, Vector3.new(0, 0, 2).Unit", "5 | 0, 0, 1"),
        ("Vector3.zero.Unit", "nan, nan, nan"),
        ("Vector3.new(1, 2, 3):Dot(Vector3.new(4, 5, 6))", "32"),
        ("Vector3.xAxis:Cross(Vector3.yAxis)", "0, 0, 1"),
        ("Vector3.zero:Lerp(Vector3.one, 2)", "2, 2, 2"),
        ("Vector3.xAxis:Angle(Vector3.yAxis), Vector3.xAxis:Angle(Vector3.yAxis, -Vector3.zAxis)",
         "1.5707963267948966 | -1.5707963267948966"),
        ("Vector3.new(-1.5, 1.5, 0):Abs(), Vector3.new(-1.5, 1.5, 0):Ceil()",
         "1.5, 1.5, 0 | -1, 2, 0"),
        ("Vector3.new(-1.5, 1.5, 0):Floor(), Vector3.new(-1.5, 1.5, 0):Sign()",
         "-2, 1, 0 | -1, 1, 0"),
        ("Vector3.new(1, 5, 3):Max(Vector3.new(2, 2, 2), Vector3.new(0, 0, 9))", "2, 5, 9"),
        ("Vector3.new(1, 5, 3):Min(Vector3.new(2, 2, 2))", "1, 2, 2"),
        ("Vector3.one:FuzzyEq(Vector3.one * 1.000001), Vector3.one:FuzzyEq(Vector3.one * 1.1)",
         "true | false"),
        ("Vector3.new(1, 2, 3).X, Vector3.new(1, 2, 3).y", "1 | 2"),
        ("2 * Vector3.one / 4, Vector3.new(7, 8, 9) // 2", "0.5, 0.5, 0.5 | 3, 4, 4"),
    ],
)  # fmt: skip
def test_vectors_answer_as_documented(server, expressions, expected):
    assert shown(server, expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Vector3.one.Foo", "Foo is not a valid member of Vector3"),
        ("Vector3.one.Dot(1)", "Expected ':' not '.' calling member function Dot"),
    ],
)
def test_unknown_members_are_errors(server, expression, text):
    assert error(server, expression) == text


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Vector3.one + 1", "attempt to perform arithmetic (add) on Vector3 and number"),
        ("Vector3.new('a')", "invalid argument #1 to 'new' (number expected, got string)"),
        ("Vector3.one:Dot(1)", "invalid argument #2 to 'Dot' (Vector3 expected, got number)"),
        ("Vector3.one:Dot()", "missing argument #2 to 'Dot' (Vector3 expected)"),
        ("Vector3.one < Vector3.one", "attempt to compare Vector3 < Vector3"),
    ],
)
def test_wrong_operands_and_arguments_are_luau_errors(server, expression, text):
    assert error(server, expression).endswith(text)


def test_a_component_cannot_be_assigned(server):
    text = server.run("local v = Vector3.one return select(2, pcall(function() v.X = 1 end))")
    assert text == "X cannot be assigned to"


def test_a_property_holds_vectors_and_its_default_is_the_engines(server):
    values = server.run("""
        local part = Instance.new("Part")
        local before = tostring(part.Size)
        part.Size = Vector3.new(1, 2, 3)
        local _, text = pcall(function() part.Size = 5 end)
        return before, tostring(part.Size), text
    """)
    assert values == (
        "4, 1.2000000476837158, 2",
        "1, 2, 3",
        "Unable to assign property Size. Vector3 expected, got number",
    )


def test_an_attribute_holds_vectors(server):
    assert server.run("""
        local folder = Instance.new("Folder")
        folder:SetAttribute("Spot", Vector3.one)
        return folder:GetAttribute("Spot") == Vector3.new(1, 1, 1)
    """)
