"""User interfaces on a machine that draws nothing."""


def test_nothing_has_a_place_or_a_size(server):
    values = server.run("""
        local gui = Instance.new("ScreenGui", game:GetService("StarterGui"))
        local button = Instance.new("TextButton", gui)
        button.Size, button.Rotation = UDim2.fromOffset(100, 50), 45
        local list = Instance.new("UIListLayout", button)
        return tostring(button.AbsoluteSize), tostring(button.AbsolutePosition),
            button.AbsoluteRotation, tostring(list.AbsoluteContentSize), button.GuiState.Name,
            tostring(gui.AbsoluteSize)
    """)
    assert values == ("0, 0", "0, 0", 0, "0, 0", "Idle", "0, 0")


def test_scripts_cannot_write_them(server):
    source = "return select(2, pcall(function() Instance.new('Frame').AbsoluteSize = 1 end))"
    assert server.run(source) == "Unable to assign property AbsoluteSize. Property is read only"
