"""TweenService and tweens (engine.md h.1)."""

import pytest

HEAD = """
local service = game:GetService("TweenService")
local part = Instance.new("Part", workspace)
part.Name, part.Transparency = "Door", 0
local function tween(info, goals)
    local made = service:Create(part, info, goals)
    made.Completed:Connect(function(state) print(state.Name, os.clock()) end)
    return made
end
local linear = Enum.EasingStyle.Linear
"""


@pytest.fixture
def tweens(server):
    def run(source, seconds=10):
        server.run(HEAD + source)
        server.universe.run_for(seconds=seconds)
        assert server.errors == []
        return [text for _, text in server.output]

    return run


def test_a_tween_ends_exactly_on_its_goal_after_its_time(tweens):
    """Completed(state) on finishing; end on the exact goal values."""
    assert tweens("""
        local t = tween(TweenInfo.new(1, Enum.EasingStyle.Elastic), { Transparency = 0.3 })
        print(t.PlaybackState.Name, t.Instance, t.TweenInfo.Time)
        t:Play()
        print(t.PlaybackState.Name)
        t.Completed:Wait()
        part.Transparency -= 0.3
        print(math.abs(part.Transparency) < 1e-7)
    """) == ["Begin Door 1", "Playing", "true", "Completed 1"]


def test_values_follow_the_curve_frame_by_frame(tweens):
    """Server tweens step once per frame and write properties (Changed fires)."""
    assert tweens("""
        local count = 0
        part:GetPropertyChangedSignal("Transparency"):Connect(function()
            count += 1
            if count % 15 == 0 then print(count, part.Transparency) end
        end)
        tween(TweenInfo.new(1, linear), { Transparency = 1 }):Play()
    """) == ["15 0.25", "30 0.5", "45 0.75", "60 1", "Completed 1"]


def test_tweens_step_before_simulation_handlers(tweens):
    """SIM: just before PreSimulation handlers."""
    printed = tweens("""
        tween(TweenInfo.new(0.5, linear), { Transparency = 1 }):Play()
        local run = game:GetService("RunService")
        run.PreSimulation:Once(function() print(math.round(part.Transparency * 30)) end)
    """)
    assert printed[0] == "1"


def test_play_does_nothing_while_playing(tweens):
    """No effect while playing."""
    assert tweens("""
        local t = tween(TweenInfo.new(1, linear), { Transparency = 1 })
        t:Play()
        task.wait(0.5)
        t:Play()
    """) == ["Completed 1"]


def test_a_completed_tween_restarts_from_the_present_values(tweens):
    """After Cancel/Completed restarts from the current property values over the full time."""
    assert tweens("""
        local t = tween(TweenInfo.new(1, linear), { Transparency = 1 })
        t:Play()
        task.wait(0.5)
        t:Cancel()
        print(part.Transparency)
        t:Play()
        task.wait(0.5)
        print(part.Transparency)
    """) == ["Cancelled 0.5", "0.5", "0.75", "Completed 1.5"]


def test_pause_holds_and_play_goes_on(tweens):
    """Pause works only in Playing; Play resumes where it paused; Completed does not fire."""
    assert tweens("""
        local t = tween(TweenInfo.new(1, linear), { Transparency = 1 })
        t:Pause()
        print(t.PlaybackState.Name)
        t:Play()
        task.wait(0.5)
        t:Pause()
        print(t.PlaybackState.Name, part.Transparency)
        task.wait(2)
        print(part.Transparency)
        t:Play()
    """) == ["Begin", "Paused 0.5", "0.5", "Completed 3"]


def test_the_newer_of_two_tweens_wins(tweens):
    """Two tweens on one property: the newer wins, the older is cancelled."""
    assert tweens("""
        tween(TweenInfo.new(1, linear), { Transparency = 1, Reflectance = 1 }):Play()
        task.wait(0.5)
        tween(TweenInfo.new(1, linear), { Transparency = 0 }):Play()
        task.wait(2)
        print(part.Transparency, part.Reflectance)
    """) == ["Cancelled 0.5", "Completed 1.5", "0 0.5"]


def test_reverses_goes_back_to_the_start(tweens):
    """One cycle = forward, plus backward when Reverses."""
    assert tweens("""
        tween(TweenInfo.new(1, linear, "Out", 0, true), { Transparency = 1 }):Play()
        for i = 1, 4 do task.wait(0.5) print(part.Transparency) end
    """) == ["0.5", "1", "0.5", "Completed 2", "0"]


def test_repeats_add_cycles_and_the_delay_comes_before_each(tweens):
    """Repeats add cycles; DelayTime applies before each repeat in practice."""
    assert tweens("""
        local t = tween(TweenInfo.new(1, linear, "Out", 2, false, 0.5), { Transparency = 1 })
        t:Play()
        print(t.PlaybackState.Name)
        task.wait(1)
        print(t.PlaybackState.Name, part.Transparency)
        task.wait(0.75)
        print(t.PlaybackState.Name, part.Transparency)
    """) == ["Delayed", "Playing 0.5", "Delayed 1", "Completed 4.5"]


def test_a_repeat_count_of_minus_one_is_for_ever(tweens, server):
    """repeatCount -1 = for ever."""
    assert (
        tweens("tween(TweenInfo.new(0.1, linear, 'Out', -1), { Transparency = 1 }):Play()", 100)
        == []
    )
    server.run("workspace.Door:Destroy()")
    assert server.universe.run_until_idle(1_000_000)


def test_a_tween_of_no_time_ends_in_the_next_frame(tweens):
    assert (
        tweens("tween(TweenInfo.new(0), { Transparency = 1 }):Play() print(part.Transparency)")[0]
        == "0"
    )


def test_a_tween_on_a_destroyed_instance_ends_silently(tweens):
    """A tween on a destroyed instance ends silently."""
    assert (
        tweens("""
        tween(TweenInfo.new(1), { Transparency = 1 }):Play()
        task.wait(0.5)
        part:Destroy()
    """)
        == []
    )


def test_a_tween_runs_without_a_reference(tweens):
    """A tween keeps running without a Lua reference."""
    assert tweens("""
        service:Create(part, TweenInfo.new(1), { Transparency = 1 }):Play()
        for i = 1, 1e5 do local t = { i } end
        task.wait(1.1)
        print(part.Transparency)
    """) == ["1"]


@pytest.mark.parametrize(
    ("instance", "name", "goal", "middle"),
    [
        ("Part", "Position", "Vector3.new(4, 0, 0)", "2, 0, 0"),
        ("Part", "CFrame", "CFrame.new(4, 0, 0)", "2, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1"),
        ("Part", "Color", "Color3.new(1, 1, 1)", None),
        ("Part", "Anchored", "true", "false"),
        ("Part", "Material", "Enum.Material.Wood", "Enum.Material.Plastic"),
        ("Frame", "Size", "UDim2.new(1, 10, 0, 0)", "{0.5, 5}, {0, 0}"),
        ("UICorner", "CornerRadius", "UDim.new(1, 8)", "0.5, 8"),
        ("Frame", "AnchorPoint", "Vector2.new(1, 1)", "0.5, 0.5"),
        ("ImageLabel", "SliceCenter", "Rect.new(2, 2, 4, 4)", "1, 1, 2, 2"),
        ("IntValue", "Value", "10", "5"),
        ("NumberValue", "Value", "3", "1.5"),
    ],
)
def test_what_can_be_tweened(server, instance, name, goal, middle):
    """number, boolean, CFrame, Rect, Color3, UDim, UDim2, Vector2, Vector3, EnumItem."""
    server.run(f"""
        local target = Instance.new("{instance}")
        local service = game:GetService("TweenService")
        local info = TweenInfo.new(1, Enum.EasingStyle.Linear)
        service:Create(target, info, {{ {name} = {goal} }}):Play()
        task.wait(0.5)
        print(target.{name})
        task.wait(0.6)
        print(target.{name} == {goal})
    """)
    texts = [text for _, text in server.output]
    assert texts[0] == middle or middle is None
    assert texts[1] == "true"


@pytest.mark.parametrize(
    ("goals", "text"),
    [
        ("{ X = 1 }", "TweenService:Create no property named 'X' for object 'Door'"),
        (
            "{ Size = 1 }",
            "TweenService:Create property named 'Size' cannot be tweened due to type mismatch "
            "(property is a 'Vector3', but given type is 'double')",
        ),
        (
            "{ Transparency = Vector3.zero }",
            "TweenService:Create property named 'Transparency' cannot be tweened due to type "
            "mismatch (property is a 'float', but given type is 'Vector3')",
        ),
        (
            "{ Name = 'x' }",
            "TweenService:Create property named 'Name' on object 'Door' is not a data type that "
            "can be tweened",
        ),
        ("nil", "Argument 3 missing or nil"),
        ("1", "Unable to cast to Dictionary"),
    ],
)
def test_wrong_goals_are_refused(server, goals, text):
    source = HEAD + f"local _, t = pcall(tween, TweenInfo.new(1), {goals}) return t"
    assert server.run(source) == text


def test_an_idle_tween_costs_no_frames(server):
    server.run(HEAD + "tween(TweenInfo.new(1), { Transparency = 1 })")
    server.universe.run_for(seconds=100)
    assert server.frames_run == 0
