"""PhysicalProperties (engine.md i.6)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("PhysicalProperties.new(Enum.Material.Plastic).Density", "0.699999988079071"),
        ("PhysicalProperties.new('Ice').FrictionWeight, PhysicalProperties.new('Ice').Elasticity",
         "3 | 0.15000000596046448"),
        ("PhysicalProperties.new(1, 0.5, 0.25)", "1, 0.5, 0.25, 1, 1"),
        ("PhysicalProperties.new(1, 0.5, 0.25, 2, 3)", "1, 0.5, 0.25, 2, 3"),
        ("PhysicalProperties.new(1, 0.5, 0.25, 2, 3, 0.5).AcousticAbsorption", "0.5"),
        ("PhysicalProperties.new(1, 1, 1) == PhysicalProperties.new(1, 1, 1, 1, 1), "
         "PhysicalProperties.new(1, 1, 1) == PhysicalProperties.new(1, 1, 0)", "true | false"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("arguments", "member", "expected"),
    [
        ("0, 0, 0", "Density", "0.00009999999747378752"),
        ("101, 0, 0", "Density", "100"),
        ("100, 0, 0", "Density", "100"),
        ("1, 2.5, 0", "Friction", "2"),
        ("1, -1, 0", "Friction", "0"),
        ("1, 0, 1.5", "Elasticity", "1"),
        ("1, 0, 0, 101, 0", "FrictionWeight", "100"),
        ("1, 0, 0, 0, -1", "ElasticityWeight", "0"),
        ("1, 0, 0, 0, 0, 2", "AcousticAbsorption", "1"),
    ],
)
def test_values_outside_their_range_are_clamped(texts, arguments, member, expected):
    assert texts(f"PhysicalProperties.new({arguments}).{member}") == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("PhysicalProperties.new('x')",
         "invalid argument #1 to 'new' (number expected, got string)"),
        ("PhysicalProperties.new(1, 1)", "missing argument #3 to 'new' (number expected)"),
        ("PhysicalProperties.new(Enum.Material.Air)",
         "PhysicalProperties of Material Air are not modelled by luau-bridge"),
        ("PhysicalProperties.new(1, 1, 1).AcousticAbsorption",
         "AcousticAbsorption of PhysicalProperties is not modelled by luau-bridge "
         "unless it was given"),
    ],
)  # fmt: skip
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_every_solid_material_has_its_values(server):
    missing = server.run("""
        local missing = {}
        for _, material in Enum.Material:GetEnumItems() do
            if not pcall(PhysicalProperties.new, material) then
                table.insert(missing, material.Name)
            end
        end
        return table.concat(missing, " ")
    """)
    assert missing == "Air Water"


def test_a_part_has_none_until_it_is_given_some_and_may_lose_them(server):
    assert server.run("""
        local part = Instance.new("Part")
        local first = part.CustomPhysicalProperties
        part.CustomPhysicalProperties = PhysicalProperties.new(2, 1, 0)
        local second = part.CustomPhysicalProperties.Density
        part.CustomPhysicalProperties = nil
        return first == nil and second == 2 and part.CustomPhysicalProperties == nil
    """)
