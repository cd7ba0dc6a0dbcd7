"""UserInputService on a server (engine.md h.5)."""


def test_a_server_has_no_input_devices(server):
    values = server.run("""
        local input = game:GetService("UserInputService")
        return input.TouchEnabled, input.KeyboardEnabled, input.GamepadEnabled, input.MouseEnabled,
            input.VREnabled, typeof(input.InputBegan:Connect(print))
    """)
    assert values == (False, False, False, False, False, "RBXScriptConnection")


def test_its_methods_are_not_for_servers(server):
    source = "return select(2, pcall(function() game.UserInputService:GetKeysPressed() end))"
    source = "game:GetService('UserInputService') " + source
    assert "not modelled" in server.run(source)
