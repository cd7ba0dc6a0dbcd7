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


ATTACHED = """
part.CFrame = CFrame.new(10, 0, 0) * CFrame.Angles(0, math.pi / 2, 0)
local attachment = Instance.new("Attachment")
attachment.Position = Vector3.new(0, 0, -2)
local function rounded(v)
    return string.format("%d %d %d", math.round(v.X), math.round(v.Y), math.round(v.Z))
end
"""


def test_an_attachment_stands_where_its_parent_is(server):
    source = (
        ATTACHED
        + """
        local alone = rounded(attachment.WorldPosition)
        attachment.Parent = part
        local attached = rounded(attachment.WorldPosition)
        attachment.WorldPosition = Vector3.new(10, 5, 0)
        return alone, attached, rounded(attachment.Position),
            rounded(attachment.WorldCFrame.Position), rounded(attachment.WorldOrientation)
    """
    )
    assert run(server, source) == ("0 0 -2", "8 0 0", "0 5 0", "10 5 0", "0 90 0")


def test_an_attachments_axes_are_columns_of_its_frame(server):
    source = (
        ATTACHED
        + """
        attachment.Parent = part
        local axis, world = rounded(attachment.Axis), rounded(attachment.WorldAxis)
        attachment.WorldOrientation = Vector3.zero
        return axis, world, rounded(attachment.SecondaryAxis), rounded(attachment.WorldAxis)
    """
    )
    assert run(server, source) == ("1 0 0", "0 0 -1", "0 1 0", "1 0 0")


def test_an_axis_alone_cannot_be_set(server):
    with pytest.raises(ScriptError, match="Axis of Attachment is not modelled"):
        server.run("Instance.new('Attachment').Axis = Vector3.yAxis")


def test_a_wrong_type_is_refused_in_the_engines_words(server):
    text = "Unable to assign property Position. Vector3 expected, got number"
    assert text in run(server, "return select(2, pcall(function() part.Position = 5 end))")
