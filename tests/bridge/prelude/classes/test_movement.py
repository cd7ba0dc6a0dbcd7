"""Humanoid:MoveTo and Move: straight lines at WalkSpeed, no pathing (engine.md f.6, SIM)."""

import pytest

TIMED = """
local started = os.clock()
humanoid.MoveToFinished:Connect(function(reached)
    local seconds = math.round((os.clock() - started) * 10) / 10
    local at = character.HumanoidRootPart.Position
    print(reached, seconds, math.round(at.X), math.round(at.Y), math.round(at.Z))
end)
"""


def test_a_humanoid_walks_in_a_straight_line_at_walk_speed(play):
    """MoveToFinished(true) within about 1 stud; WalkSpeed 16 (f.6)."""
    assert play(TIMED + "humanoid:MoveTo(Vector3.new(0, 0, 33))", 5) == ["true 2 0 100 32"]


def test_it_gives_up_after_eight_seconds(play):
    """MoveToFinished(false) after 8 s (f.6)."""
    assert play(TIMED + "humanoid:MoveTo(Vector3.new(1000, 0, 0))", 10) == ["false 8 128 100 0"]


def test_another_move_to_resets_the_timer(play):
    source = """
        humanoid.WalkSpeed = 1
        humanoid:MoveTo(Vector3.new(1000, 0, 0))
        task.wait(5)
        humanoid:MoveTo(Vector3.new(1000, 0, 0))
    """
    assert play(TIMED + source, 20) == ["false 13 13 100 0"]


def test_the_whole_character_moves(play):
    assert play("""
        local offset = character.Head.Position - character.HumanoidRootPart.Position
        humanoid:MoveTo(Vector3.new(10, 0, 0))
        humanoid.MoveToFinished:Wait()
        local now = character.Head.Position - character.HumanoidRootPart.Position
        print((now - offset).Magnitude < 1e-4)
    """) == ["true"]


def test_a_part_gives_the_point_its_place(play):
    """MoveTo(point, part?) sets WalkToPoint and WalkToPart (f.6)."""
    assert play(
        TIMED
        + """
        local part = Instance.new("Part", workspace)
        part.Position = Vector3.new(0, 0, 20)
        humanoid:MoveTo(Vector3.new(0, 0, -4), part)
        print(humanoid.WalkToPoint, humanoid.WalkToPart)
    """
    ) == ["0, 0, -4 Part", "true 0.9 0 100 15"]


@pytest.mark.parametrize(
    "statement",
    [
        "humanoid.WalkToPoint = Vector3.new(5, 0, 0)",
        "humanoid:Move(Vector3.new(1, 0, 0))",
        "ada:Move(Vector3.new(1, 0, 0))",
        "character.HumanoidRootPart.CFrame += Vector3.new(0, 5, 0)",
        "humanoid.Health = 0",
    ],
)
def test_what_ends_a_walk(play, statement):
    """WalkTo* change, Move() with a new direction, CFrame write on the root part (f.6)."""
    source = f"""
        Players.CharacterAutoLoads = false
        humanoid:MoveTo(Vector3.new(1000, 0, 0))
        task.wait(1)
        {statement}
    """
    assert play(TIMED + source, 10) == []


def test_a_wrong_point_is_refused(play):
    assert play("print(pcall(humanoid.MoveTo, humanoid, 5))") == [
        "false Unable to cast number to Vector3"
    ]
