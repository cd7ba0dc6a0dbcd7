"""Animators and tracks without keyframes (class pages Animator, AnimationTrack)."""

import pytest

SETUP = """
local animation, humanoid = Instance.new("Animation"), Instance.new("Humanoid")
animation.Name, animation.AnimationId = "Walk", "rbxassetid://7"
local animator = Instance.new("Animator", humanoid)
"""


def test_a_track_knows_its_animation_and_does_not_play_yet(server):
    values = server.run(
        SETUP
        + """
        local track = animator:LoadAnimation(animation)
        return track.ClassName, track.Name, track.Animation == animation, track.IsPlaying,
            track.Length, track.Speed, track.Looped, track.Priority.Name,
            animator:LoadAnimation(animation) == track
    """
    )
    assert values == ("AnimationTrack", "Walk", True, False, 0, 1, False, "Action", False)


def test_playing_and_stopping_are_told(server):
    values = server.run(
        SETUP
        + """
        local track, log = animator:LoadAnimation(animation), {}
        animator.AnimationPlayed:Connect(function(each)
            table.insert(log, "played " .. each.Name)
        end)
        track.Stopped:Connect(function() table.insert(log, "stopped") end)
        track.Ended:Connect(function() table.insert(log, "ended") end)
        track:Play(0.1, 0.5, 2)
        track:Play()
        local count = #animator:GetPlayingAnimationTracks()
        local same = animator:GetTrackByAnimationId("rbxassetid://7") == track
        local state = `{track.IsPlaying} {track.Speed} {track.WeightTarget}`
        track:AdjustSpeed(3)
        track:AdjustWeight(0.25)
        state ..= ` {track.Speed} {track.WeightCurrent}`
        track:Stop()
        track:Stop()
        return table.concat(log, ", "), count, same, state, track.IsPlaying,
            #animator:GetPlayingAnimationTracks()
    """
    )
    assert values == ("played Walk, stopped, ended", 1, True, "true 1 1 3 0.25", False, 0)


def test_a_humanoid_makes_the_animator_it_needs(server):
    values = server.run("""
        local humanoid = Instance.new("Humanoid")
        local track = humanoid:LoadAnimation(Instance.new("Animation"))
        track:Play()
        return #humanoid:GetChildren(), humanoid:FindFirstChildOfClass("Animator") ~= nil,
            humanoid:GetPlayingAnimationTracks()[1] == track
    """)
    assert values == (1, True, True)


def test_scripts_may_set_what_is_theirs(server):
    values = server.run(
        SETUP
        + """
        local track = animator:LoadAnimation(animation)
        track.Looped, track.TimePosition = true, 1.5
        track.Priority = Enum.AnimationPriority.Idle
        local marker = track:GetMarkerReachedSignal("Hit")
        return track.Looped, track.TimePosition, track.Priority.Name,
            marker == track:GetMarkerReachedSignal("Hit"), (pcall(function() track.Length = 3 end))
    """
    )
    assert values == (True, 1.5, "Idle", True, False)


@pytest.mark.parametrize("argument", ["", "nil", "workspace", "'rbxassetid://7'"])
def test_only_animations_are_loaded(server, argument):
    source = f"return (pcall(function() animator:LoadAnimation({argument}) end))"
    assert server.run(SETUP + source) is False
