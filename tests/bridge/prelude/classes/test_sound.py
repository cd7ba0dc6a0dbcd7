"""Sound without ears (engine.md h.5)."""


def test_playing_is_told_by_three_properties_and_by_events(server):
    values = server.run("""
        local sound, log = Instance.new("Sound"), {}
        sound.SoundId = "rbxassetid://1"
        for _, name in { "Played", "Paused", "Resumed", "Stopped", "Ended" } do
            sound[name]:Connect(function(id) table.insert(log, `{name}({id:sub(-1)})`) end)
        end
        sound.Changed:Connect(function(name)
            if name == "Playing" then table.insert(log, tostring(sound.Playing)) end
        end)
        local function state()
            table.insert(log, `{sound.IsPlaying}/{sound.IsPaused}`)
        end
        state()
        sound:Play() state()
        sound:Play()
        sound:Pause() state()
        sound:Pause()
        sound:Resume()
        sound.TimePosition = 3
        sound:Stop()
        sound.Playing = true
        sound.Playing = true
        sound.Playing = false
        return table.concat(log, " "), sound.TimePosition, sound.TimeLength
    """)
    assert values == (
        "false/true true Played(1) true/false Played(1) false Paused(1) false/true "
        "true Resumed(1) false Stopped(1) true Resumed(1) false Paused(1)",
        0,
        0,
    )


def test_playing_is_a_boolean(server):
    source = "return select(2, pcall(function() Instance.new('Sound').Playing = 'yes' end))"
    assert server.run(source) == "Unable to assign property Playing. boolean expected, got string"
