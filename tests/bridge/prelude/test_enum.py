"""Enum, enums and items (engine.md i.7)."""

import pytest


def error(server, expression):
    return server.run(f"local _, text = pcall(function() return {expression} end) return text")


def test_an_item_has_name_value_and_enum(server):
    values = server.run("""
        local item = Enum.CloseReason.ServerEmpty
        return item.Name, item.Value, item.EnumType == Enum.CloseReason, tostring(item)
    """)
    assert values == ("ServerEmpty", 4, True, "Enum.CloseReason.ServerEmpty")


def test_the_three_kinds_have_type_names(server):
    values = server.run("return typeof(Enum), typeof(Enum.Material), typeof(Enum.Material.Wood)")
    assert values == ("Enums", "Enum", "EnumItem")


def test_an_item_fetched_again_is_the_same_value(server):
    """Items work as table keys; rawequal likewise (i.7)."""
    assert server.run("""
        local keys = { [Enum.Material.Wood] = true }
        return keys[Enum.Material.Wood] and rawequal(Enum.Material.Wood, Enum.Material.Wood)
    """)


def test_items_come_in_order_of_their_values(server):
    values = server.run("""
        local last = -1
        local items = Enum.CloseReason:GetEnumItems()
        for _, item in items do assert(item.Value > last) last = item.Value end
        return #items, items[1].Name
    """)
    assert values == (6, "Unknown")


def test_items_are_found_by_name_and_by_value(server):
    """Nil for unknown names and values (i.7)."""
    values = server.run("""
        local e = Enum.CloseReason
        return e:FromName("ServerEmpty").Value, e:FromValue(4).Name, e:FromName("X"),
            e:FromValue(99)
    """)
    assert values == (4, "ServerEmpty", None, None)


def test_an_item_knows_its_enum(server):
    values = server.run("local i = Enum.Material.Wood return i:IsA('Material'), i:IsA('Font')")
    assert values == (True, False)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Enum.Nope", "Nope is not a valid member of Enums"),
        ("Enum.Material.Nope", 'Nope is not a valid member of "Enum.Material"'),
        ("Enum.Material.Wood.Nope", 'Nope is not a valid member of "Enum.Material.Wood"'),
        ("Enum.Font.FromName()", "Expected ':' not '.' calling member function FromName"),
    ],
)  # fmt: skip
def test_unknown_members_are_errors(server, expression, text):
    assert error(server, expression) == text


def test_nothing_about_an_enum_can_be_written(server):
    values = server.run("""
        return (pcall(function() Enum.Nope = 1 end)), (pcall(function() Enum.Material.X = 1 end)),
            (pcall(function() Enum.Material.Wood.Name = "x" end)), getmetatable(Enum.Material.Wood)
    """)
    assert values == (False, False, False, "The metatable is locked")


def test_all_enums_are_listed(server):
    from bridge.instances.class_table import class_table

    assert server.run("return #Enum:GetEnums()") == len(class_table().enum_names)
