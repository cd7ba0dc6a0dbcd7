"""Sound: playing as far as a server notices (engine.md h.5)."""

import pytest

HEAD = """
local function now() return math.round(os.clock() * 100) / 100 end
local sound = Instance.new("Sound", workspace)
sound.SoundId = "rbxassetid://1"
for _, name in { "Played", "Paused", "Resumed", "Stopped", "Ended", "DidLoop" } do
    sound[name]:Connect(function(...) print(name, ..., now()) end)
end
"""


@pytest.fixture
def sounds(server):
    server.set_sound_length("rbxassetid://1", 10)

    def run(source, seconds=60):
        server.run(HEAD + source)
        server.universe.run_for(seconds=seconds)
        assert server.errors == []
        return [text.replace("rbxassetid://1 ", "") for _, text in server.output]

    return run


def test_a_sound_ends_after_its_length(sounds):
    """Ended(soundId) fires at natural end."""
    assert sounds("""
        print(sound.TimeLength, sound.IsPlaying, sound.IsPaused, sound.IsLoaded)
        sound:Play()
        task.wait(4)
        print(sound.TimePosition, sound.IsPlaying, sound.Playing)
        task.wait(7)
        print(sound.TimePosition, sound.IsPlaying)
    """) == ["10 false true true", "Played 0", "4 true true", "Ended 10", "0 false"]


def test_stop_is_no_end(sounds):
    assert sounds("sound:Play() task.wait(4) sound:Stop() print(sound.TimePosition)") == [
        "Played 0",
        "Stopped 4",
        "0",
    ]


def test_a_pause_takes_no_time_of_the_sound(sounds):
    assert sounds("""
        sound:Play()
        task.wait(4)
        sound:Pause()
        sound:Pause()
        task.wait(20)
        print(sound.TimePosition, sound.IsPaused)
        sound:Resume()
        sound:Resume()
    """) == ["Played 0", "Paused 4", "4 true", "Resumed 24", "Ended 30"]


def test_a_looped_sound_never_ends(sounds):
    """Ended fires not when Looped."""
    assert sounds("sound.Looped = true sound:Play() task.wait(25) sound.Looped = false", 40) == [
        "Played 0",
        "DidLoop 10",
        "DidLoop 20",
        "Ended 30",
    ]


def test_speed_and_position_move_the_end(sounds):
    assert sounds("""
        sound.PlaybackSpeed = 2
        sound:Play()
        task.wait(2)
        sound.PlaybackSpeed = 1
        print(sound.TimePosition)
        sound.TimePosition = 8
    """) == ["Played 0", "4", "Ended 4"]


def test_playing_is_a_switch(sounds):
    assert sounds("sound.Playing = true task.wait(1) sound.Playing = false") == [
        "Resumed 0",
        "Paused 1",
    ]


def test_a_sound_of_unknown_length_never_ends(server):
    """Without a length, Ended never fires; TimeLength is 0 until loaded."""
    server.run(HEAD + "sound:Play() print(sound.TimeLength, sound.IsLoaded)")
    server.universe.run_for(minutes=60)
    texts = [text for _, text in server.output]
    assert texts == ["Played rbxassetid://1 0", "0 false"]


def test_a_destroyed_sound_tells_nothing_more(sounds):
    assert sounds("sound:Play() sound:Destroy()") == ["Played 0"]


def test_playing_again_starts_over(sounds):
    assert sounds("sound:Play() task.wait(5) sound:Play()") == ["Played 0", "Played 5", "Ended 15"]
