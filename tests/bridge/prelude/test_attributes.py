"""Attributes (engine.md e.9)."""

import pytest


def error(server, call):
    source = "local part = Instance.new('Part') "
    source += f"local _, text = pcall(function() {call} end) return text"
    return server.run(source)


def test_attributes_are_set_read_listed_and_removed(server):
    values = server.run("""
        local part = Instance.new("Part")
        part:SetAttribute("Level", 3)
        part:SetAttribute("Name", "x")
        part:SetAttribute("Open", false)
        part:SetAttribute("Name", nil)
        local all = part:GetAttributes()
        all.Level = 99
        local function get(name) return part:GetAttribute(name) end
        return get("Level"), get("Name"), get("Open"), all.Name
    """)
    assert values == (3, None, False, None)


def test_enum_items_may_be_attributes(server):
    """EnumItem accepted lately (e.9, rbx-dom)."""
    assert server.run("""
        local part = Instance.new("Part")
        part:SetAttribute("Material", Enum.Material.Wood)
        return part:GetAttribute("Material") == Enum.Material.Wood
    """)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("{ a = 1 }", "Dictionary"),
        ("{}", "Dictionary"),
        ("{ 1 }", "Array"),
        ("workspace", "Instance"),
        ("print", "Function"),
    ],
)
def test_other_types_are_refused_by_name(server, value, name):
    """`Dictionary is not a supported attribute type` (e.9, O widespread)."""
    text = f"{name} is not a supported attribute type"
    assert error(server, f"part:SetAttribute('x', {value})") == text


@pytest.mark.parametrize("name", ["'a b'", "''", "'RBXx'", "('x'):rep(101)", "'a!'"])
def test_names_have_rules(server, name):
    """Letters, digits, _ . - /; at most 100; not starting RBX (e.9)."""
    assert "ttribute name" in error(server, f"part:SetAttribute({name}, 1)")


def test_names_may_hold_letters_digits_and_four_signs(server):
    assert server.run("""
        local part, name = Instance.new("Part"), "a_b.c-d/1"
        part:SetAttribute(name, 1)
        return part:GetAttribute(name)
    """) == 1  # fmt: skip


def test_a_change_is_told_twice_and_an_equal_write_not_at_all(server):
    server.run("""
        local part = Instance.new("Part")
        part.AttributeChanged:Connect(function(name)
            print("any", name, part:GetAttribute(name))
        end)
        part:GetAttributeChangedSignal("Level"):Connect(function(...)
            print("level", select("#", ...))
        end)
        part:SetAttribute("Level", 1)
        part:SetAttribute("Level", 1)
        part:SetAttribute("Other", 1)
        part:SetAttribute("Level", nil)
        assert(part:GetAttributeChangedSignal("Level") == part:GetAttributeChangedSignal("Level"))
    """)
    assert [text for _, text in server.output] == [
        "any Level 1", "level 0", "any Other 1", "any Level nil", "level 0",
    ]  # fmt: skip
