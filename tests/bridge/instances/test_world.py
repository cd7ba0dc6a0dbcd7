"""The tree with a VM: Python and scripts see and change the same instances."""

import pytest

from bridge.errors import ScriptError
from bridge.instances.tree import EngineRefusal
from bridge.instances.values import Draft, EnumItem


@pytest.fixture
def world(server):
    return server.game.world


def test_what_python_makes_scripts_see(server, world):
    folder = world.create("Folder", "Made", world.find("Workspace"))
    world.create("StringValue", "Word", folder, Value="hello")
    assert server.run("return workspace.Made.Word.Value") == "hello"


def test_what_scripts_make_python_sees(server, world):
    server.run("""
        local folder = Instance.new("Folder")
        folder.Name = "Made"
        folder.Parent = workspace
        Instance.new("NumberValue", folder).Value = 7
        folder:SetAttribute("Level", 3)
    """)
    folder = world.find("Workspace.Made")
    assert [child.class_name for child in folder.children] == ["NumberValue"]
    assert folder.children[0].get("Value") == 7
    assert world.attribute(folder, "Level") == 3


def test_a_write_from_python_fires_changed_and_passes_read_only_marks(server, world):
    players = world.find("Players")
    server.run("game.Players.Changed:Connect(function(name) print(name, game.Players[name]) end)")
    players.set("MaxPlayers", 40)
    assert server.output == [("print", "MaxPlayers 40")]


def test_values_of_every_modelled_kind_come_back(world):
    part, weld = world.create("Part", Material="Wood"), world.create("Weld")
    weld.set("Part0", part)
    assert part.get("Material") == EnumItem("Material", "Wood", 512)
    assert weld.get("Part0") is part
    assert weld.get("Part1") is None
    assert part.get("Anchored") is False


def test_a_wrong_value_from_python_is_an_error(world):
    with pytest.raises(ScriptError, match="boolean expected, got number"):
        world.create("Part", Anchored=1)


def test_moves_from_python_have_their_events(server, world):
    server.run("workspace.ChildAdded:Connect(function(c) print('added', c) end)")
    part = world.create("Part", "Door")
    part.parent_to(world.find("Workspace"))
    part.parent_to(world.find("Workspace"))
    part.destroy()
    assert server.output == [("print", "added Door")]
    assert part.destroyed and part.parent is None


def test_an_event_can_be_fired_from_python(server, world):
    """Events nobody models, such as Touched, are driven from a test."""
    part = world.create("Part", "Door", world.find("Workspace"))
    server.run("workspace.Door.Touched:Connect(function(other) print('touched by', other) end)")
    world.fire(part, "Touched", world.create("Part", "Foot"))
    assert server.output == [("print", "touched by Foot")]


def test_a_handle_leads_back_to_its_instance(server, world):
    part = world.create("Part", "Door")
    assert world.instance(world.handle(part)) is part
    assert world.instance("Door") is None
    assert server.run("local part = ... return part", part) is part


def test_python_meets_a_draft_when_a_script_puts_it_somewhere(server, world):
    server.run("""
        workspace.ChildAdded:Connect(function(one)
            if one.Parent then return end
            one.Name = if first then "second" else "first"
            first = first or one
            print(one.ClassName, one.Name, one.Parent, typeof(one), one == first)
            one.Parent = workspace
        end)
    """)
    workspace, known = world.find("Workspace"), len(world)
    for _ in range(2):
        world.fire(workspace, "ChildAdded", Draft("Folder"))
    assert [text for _, text in server.output] == [
        "Folder first nil Instance true",
        "Folder second nil Instance false",
    ]
    assert len(world) == known + 2
    assert [child.name for child in workspace.children[-2:]] == ["first", "second"]
    assert server.run("return (...) == workspace.first", workspace.children[-2])


def test_a_draft_nobody_puts_anywhere_is_none_of_pythons_business(server, world):
    server.run("workspace.ChildAdded:Connect(function(one) print(one.Name, one.Parent) end)")
    known = len(world)
    world.fire(world.find("Workspace"), "ChildAdded", Draft("Folder"))
    assert server.output == [("print", "Folder nil")]
    assert len(world) == known


def test_an_instance_python_made_stays_until_it_is_released(server, world):
    folder = world.create("Folder", "Kept")
    server.run("for i = 1, 20000 do Instance.new('Folder') end")
    assert folder.get("Name") == "Kept"


def test_an_enum_item_is_found_by_name(world):
    assert world.enum_item("CloseReason", "ServerEmpty").value == 4
    with pytest.raises(EngineRefusal):
        world.enum_item("CloseReason", "Nope")
