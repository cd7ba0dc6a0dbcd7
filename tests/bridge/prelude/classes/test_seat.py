"""Seats (engine.md f.6)."""

SEAT = """
local seat = Instance.new("Seat", workspace)
humanoid.Seated:Connect(function(active, part) print("seated", active, part) end)
"""


def test_a_seat_knows_its_occupant_and_the_humanoid_its_seat(play):
    """Seated(active, seat); SeatPart read-only; Sit writable (f.6)."""
    assert play(
        SEAT
        + """
        seat:Sit(humanoid)
        print(seat.Occupant, humanoid.SeatPart, humanoid.Sit)
        task.wait(0.1)
        print(humanoid:GetState().Name)
        humanoid.Sit = false
        print(seat.Occupant, humanoid.SeatPart)
        print(pcall(function() humanoid.SeatPart = seat end))
    """
    ) == [
        "Humanoid Seat true",
        "seated true Seat",
        "Seated",
        "nil nil",
        "false Unable to assign property SeatPart. Property is read only",
        "seated false nil",
    ]


def test_a_taken_or_disabled_seat_takes_nobody(play):
    assert play(
        SEAT
        + """
        local other = Instance.new("Humanoid", Instance.new("Model", workspace))
        seat:Sit(other)
        seat:Sit(humanoid)
        print(seat.Occupant == other, humanoid.SeatPart)
        other.Sit = false
        seat.Disabled = true
        seat:Sit(humanoid)
        print(seat.Occupant)
    """
    ) == ["true nil", "nil"]


def test_changing_seats_frees_the_first(play):
    assert play("""
        local first = Instance.new("Seat", workspace)
        local second = Instance.new("VehicleSeat", workspace)
        first:Sit(humanoid)
        second:Sit(humanoid)
        print(first.Occupant, second.Occupant, humanoid.SeatPart)
        print(pcall(first.Sit, first, workspace))
    """) == ["nil Humanoid VehicleSeat", "false Unable to cast value to Object"]
