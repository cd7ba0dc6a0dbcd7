"""Backpack, StarterPack, StarterGear and tools (engine.md f.3, f.6)."""

import pytest

TOOL = """
local function tool(name, parent)
    local made = Instance.new("Tool")
    made.Name = name
    local handle = Instance.new("Part", made)
    handle.Name = "Handle"
    made.Equipped:Connect(function(mouse) print("equipped", name, made.Parent, mouse) end)
    made.Unequipped:Connect(function() print("unequipped", name) end)
    made.Activated:Connect(function() print("activated", name) end)
    made.Parent = parent
    return made
end
local sword = tool("Sword", ada.Backpack)
"""


def test_the_backpack_is_filled_from_starter_pack_and_starter_gear(play):
    """Refilled from StarterPack and StarterGear at spawn, replaced at death (f.6)."""
    assert play("""
        Instance.new("Tool", game.StarterPack).Name = "Sword"
        Instance.new("Tool", ada.StarterGear).Name = "Gear"
        Instance.new("Tool", ada.Backpack).Name = "Found"
        Instance.new("ScreenGui", ada.PlayerGui)
        local old = ada.Backpack
        ada:LoadCharacter()
        local names = {}
        for _, each in ada.Backpack:GetChildren() do table.insert(names, each.Name) end
        print(old ~= ada.Backpack, table.concat(names, " "), #ada.PlayerGui:GetChildren())
    """) == ["true Sword Gear 0"]


def test_equip_tool_unequips_others_first(play):
    """Unequips others first, reparents tool to the character (f.6)."""
    assert play(
        TOOL
        + """
        local bow = tool("Bow", ada.Backpack)
        humanoid:EquipTool(sword)
        humanoid:EquipTool(bow)
        print(sword.Parent, bow.Parent == character)
        humanoid:UnequipTools()
        print(bow.Parent)
    """
    ) == [
        "equipped Sword Ada nil",
        "unequipped Sword",
        "equipped Bow Ada nil",
        "Backpack true",
        "unequipped Bow",
        "Backpack",
    ]


def test_parenting_a_tool_to_the_character_equips_it(play):
    """Parenting a Tool from Backpack to the character equips it as well (f.6)."""
    assert play(TOOL + "sword.Parent = character sword.Parent = workspace") == [
        "equipped Sword Ada nil",
        "unequipped Sword",
    ]


def test_a_tool_without_the_handle_it_requires_is_not_equipped(play):
    """Tool.Equipped fires unless RequiresHandle without a Handle (f.6)."""
    assert play(
        TOOL
        + """
        sword.Handle:Destroy()
        humanoid:EquipTool(sword)
        sword.Parent = ada.Backpack
        sword.RequiresHandle = false
        humanoid:EquipTool(sword)
    """
    ) == ["equipped Sword Ada nil"]


def test_unequip_tools_does_nothing_without_a_player(play):
    """No-op without a Player (f.6)."""
    assert play(
        TOOL
        + """
        local model = Instance.new("Model", workspace)
        local npc = Instance.new("Humanoid", model)
        npc:EquipTool(sword)
        npc:UnequipTools()
        print(sword.Parent)
    """
    ) == ["equipped Sword Model nil", "Model"]


@pytest.mark.parametrize(("enabled", "printed"), [("true", ["activated Sword"]), ("false", [])])
def test_activate_simulates_a_click_on_an_equipped_tool(play, enabled, printed):
    """Tool:Activate() simulates it; Enabled false blocks (f.6)."""
    lines = play(
        TOOL
        + f"""
        sword.Enabled = {enabled}
        sword:Activate()
        humanoid:EquipTool(sword)
        sword:Activate()
    """
    )
    assert lines[1:] == printed


def test_only_tools_are_equipped(play):
    assert play("print(pcall(humanoid.EquipTool, humanoid, workspace))") == [
        "false Unable to cast value to Object"
    ]
