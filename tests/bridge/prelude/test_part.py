"""Parts: Position, Orientation, Rotation and BrickColor are views of CFrame and Color."""

import pytest

from bridge.errors import ScriptError


def run(server, source):
    return server.run("local part = Instance.new('Part')\n" + source)


def test_position_and_cframe_are_one_place(server):
    """engine.md e.7: setting CFrame sets Position, and the other way round."""
    assert run(
        server, "part.Position = Vector3.new(1, 2, 3) return tostring(part.CFrame.Position)"
    ) == ("1, 2, 3")
    assert (
        run(server, "part.CFrame = CFrame.new(4, 5, 6) return tostring(part.Position)") == "4, 5, 6"
    )


def test_moving_a_part_keeps_how_it_is_turned(server):
    source = """
        part.Orientation = Vector3.new(0, 90, 0)
        part.Position = Vector3.new(7, 0, 0)
        return math.round(part.Orientation.Y), math.round(part.Rotation.Y), part.Position.X
    """
    assert run(server, source) == (90, 90, 7)


def test_turning_a_part_keeps_where_it_is(server):
    source = """
        part.Position = Vector3.new(1, 2, 3)
        part.Rotation = Vector3.new(30, 0, 0)
        return tostring(part.Position), math.round(part.Orientation.X)
    """
    assert run(server, source) == ("1, 2, 3", 30)


def test_a_write_tells_every_view(server):
    source = """
        local seen = {}
        part.Changed:Connect(function(name) table.insert(seen, name) end)
        part.Position = Vector3.new(1, 0, 0)
        part.Color = Color3.new(1, 0, 0)
        return table.concat(seen, " ")
    """
    assert run(server, source) == "CFrame Position Orientation Rotation Color BrickColor"


def test_the_brick_color_is_the_nearest_of_the_palette(server):
    source = """
        part.BrickColor = BrickColor.new("Really red")
        local color = part.Color
        part.Color = Color3.fromRGB(0, 0, 255)
        return color == Color3.fromRGB(255, 0, 0), part.BrickColor.Name
    """
    assert run(server, source) == (True, "Really blue")


@pytest.mark.parametrize("name", ["WorldPosition", "Axis"])
def test_what_follows_from_other_parts_is_refused_by_name(server, name):
    with pytest.raises(ScriptError, match=f"Attachment.{name} is not modelled"):
        server.run(f"return Instance.new('Attachment').{name}")


def test_a_wrong_type_is_refused_in_the_engines_words(server):
    text = "Unable to assign property Position. Vector3 expected, got number"
    assert text in run(server, "return select(2, pcall(function() part.Position = 5 end))")
