"""Pivots of parts and models, and moving by them (class pages PVInstance, Model)."""

import pytest

SETUP = """
local model = Instance.new("Model")
local function block(x, y, z, size)
    local part = Instance.new("Part")
    part.Size = size or Vector3.one * 2
    part.CFrame = CFrame.new(x, y, z)
    part.Parent = model
    return part
end
local function at(frame) return tostring(frame.Position) end
local quarter = CFrame.Angles(0, math.pi / 2, 0)
"""


def run(server, source):
    return server.run(SETUP + source)


def test_a_parts_pivot_is_its_place_and_its_offset(server):
    values = run(server, """
        local part = block(1, 2, 3)
        local before = at(part:GetPivot())
        part.PivotOffset = CFrame.new(0, -1, 0)
        local with_offset = at(part:GetPivot())
        part:PivotTo(CFrame.new(0, 0, 0))
        return before, with_offset, at(part.CFrame), at(part:GetPivot())
    """)  # fmt: skip
    assert values == ("1, 2, 3", "1, 1, 3", "0, 1, 0", "0, 0, 0")


def test_a_new_models_pivot_is_the_middle_of_its_parts(server):
    values = run(server, """
        local empty = tostring(model:GetPivot())
        block(0, 0, 0) block(10, 0, 0)
        local middle = at(model:GetPivot())
        model.WorldPivot = CFrame.new(0, 5, 0)
        block(100, 0, 0)
        return empty, middle, at(model:GetPivot())
    """)  # fmt: skip
    assert values == ("0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1", "5, 0, 0", "0, 5, 0")


def test_with_a_primary_part_the_pivot_follows_it(server):
    values = run(server, """
        local a, b = block(0, 0, 0), block(10, 0, 0)
        model.WorldPivot = CFrame.new(50, 50, 50)
        model.PrimaryPart = b
        local before = at(model:GetPivot())
        b.CFrame += Vector3.new(0, 7, 0)
        return before, at(model:GetPivot())
    """)  # fmt: skip
    assert values == ("10, 0, 0", "10, 7, 0")


def test_pivoting_a_model_moves_everything_below(server):
    values = run(server, """
        local a, b = block(0, 0, 0), block(10, 0, 0)
        local inner = Instance.new("Model")
        inner.WorldPivot = CFrame.new(1, 0, 0)
        inner.Parent = model
        b.Parent = inner
        model.PrimaryPart = a
        model:PivotTo(CFrame.new(0, 0, 5) * quarter)
        local function near(v, x, y, z) return (v - Vector3.new(x, y, z)).Magnitude < 1e-5 end
        return near(a.Position, 0, 0, 5), near(b.Position, 0, 0, -5),
            near(inner.WorldPivot.Position, 0, 0, 4), math.round(b.Orientation.Y)
    """)  # fmt: skip
    assert values == (True, True, True, 90)


def test_pivoting_sets_the_world_pivot_of_a_model_without_a_primary_part(server):
    values = run(server, """
        block(0, 0, 0)
        model:PivotTo(CFrame.new(3, 0, 0))
        block(100, 0, 0)
        return at(model:GetPivot()), at(model.WorldPivot)
    """)  # fmt: skip
    assert values == ("3, 0, 0", "3, 0, 0")


def test_pivoting_tells_of_the_frame_only(server):
    """Changed is not fired for Position and Orientation (class page PVInstance)."""
    assert run(server, """
        local part, seen = block(0, 0, 0), {}
        part.Changed:Connect(function(name) table.insert(seen, name) end)
        model:PivotTo(CFrame.new(1, 0, 0))
        return table.concat(seen, " ")
    """) == "CFrame"  # fmt: skip


def test_the_box_of_a_model_is_aligned_to_the_primary_part_or_the_world(server):
    values = run(server, """
        block(0, 0, 0) block(10, 0, 0)
        local frame, size = model:GetBoundingBox()
        local turned = block(0, 0, 0, Vector3.new(4, 2, 2))
        turned.CFrame = CFrame.Angles(0, math.pi / 4, 0)
        model.PrimaryPart = turned
        local around, wide = model:GetBoundingBox()
        local length = (10 + 2) / math.sqrt(2) + 4 / 2 - 1 / math.sqrt(2)
        return at(frame), tostring(size), model:GetExtentsSize() == wide,
            around.Rotation == turned.CFrame.Rotation, wide.X > 10, tostring(wide.Y)
    """)  # fmt: skip
    assert values == ("5, 0, 0", "12, 2, 2", True, True, True, "2")


def test_the_box_of_an_empty_model_has_no_size(server):
    values = run(server, """
        local frame, size = model:GetBoundingBox()
        return tostring(frame.Position), tostring(size)
    """)  # fmt: skip
    assert values == ("0, 0, 0", "0, 0, 0")


def test_translating_keeps_how_things_are_turned(server):
    values = run(server, """
        local part = block(0, 0, 0)
        part.CFrame = quarter
        model:TranslateBy(Vector3.new(1, 2, 3))
        return at(part.CFrame), math.round(part.Orientation.Y), at(model:GetPivot())
    """)  # fmt: skip
    assert values == ("1, 2, 3", 90, "1, 2, 3")


def test_the_old_methods_need_a_primary_part(server):
    values = run(server, """
        local a, b = block(0, 0, 0), block(10, 0, 0)
        local function text(name)
            return (select(2, pcall(function() return model[name](model, CFrame.new()) end)))
        end
        local get, set = text("GetPrimaryPartCFrame"), text("SetPrimaryPartCFrame")
        model.PrimaryPart = a
        model:SetPrimaryPartCFrame(CFrame.new(0, 1, 0))
        return get, set, at(model:GetPrimaryPartCFrame()), at(b.CFrame)
    """)  # fmt: skip
    problem = (
        "Model:{}() failed because no PrimaryPart has been set, or the PrimaryPart no longer "
        "exists. Please set Model.PrimaryPart before using this."
    )
    get, set_ = problem.format("GetPrimaryPartCFrame"), problem.format("SetPrimaryPartCFrame")
    assert values == (get, set_, "0, 1, 0", "10, 1, 0")


def test_a_part_that_leaves_is_no_primary_part_any_more(server):
    values = run(server, """
        local part = block(0, 0, 0)
        model.PrimaryPart = part
        local before = model.PrimaryPart == part
        part:Destroy()
        return before, model.PrimaryPart
    """)  # fmt: skip
    assert values == (True, None)


def test_a_part_from_elsewhere_is_the_primary_part_for_a_moment(server_with):
    """ "Reset to nil during the next simulation step" (class page Model)."""
    server = server_with("""
        local model, part = Instance.new("Model"), Instance.new("Part")
        model.PrimaryPart = part
        print(model.PrimaryPart == part)
        task.wait(0.1)
        print(model.PrimaryPart)
        model.PrimaryPart = part
        part.Parent = model
        task.wait(0.1)
        print(model.PrimaryPart == part)
    """)
    server.universe.run_for(seconds=1)
    assert [text for _, text in server.log.lines] == ["true", "nil", "true"]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("PivotTo()", "Argument 1 missing or nil"),
        ("PivotTo({})", "Unable to cast Dictionary to CoordinateFrame"),
        ("TranslateBy(CFrame.new())", "Unable to cast CFrame to Vector3"),
        ("MoveTo()", "Argument 1 missing or nil"),
        ("ScaleTo(2)", "ScaleTo of Model is not modelled by luau-bridge (it scales properties of "
         "every class below)"),
    ],
)  # fmt: skip
def test_misuse_and_what_is_not_modelled_is_refused(server, call, text):
    assert run(server, f"return pcall(function() model:{call} end)") == (False, text)


def test_the_scale_is_one_and_the_old_orientation_methods_do_nothing(server):
    values = run(server, """
        local part = block(1, 2, 3)
        model:SetIdentityOrientation()
        model:ResetOrientationToIdentity()
        return model:GetScale(), at(part.CFrame)
    """)  # fmt: skip
    assert values == (1, "1, 2, 3")


def test_a_camera_has_a_pivot_too(server):
    assert run(server, """
        local camera = Instance.new("Camera")
        camera:PivotTo(CFrame.new(1, 2, 3))
        return at(camera.CFrame), at(camera:GetPivot())
    """) == ("1, 2, 3", "1, 2, 3")  # fmt: skip


def test_move_to_puts_the_primary_part_there_unturned_whatever_stands_in_the_way(server):
    values = run(server, """
        local a, b = block(0, 0, 0), block(0, 0, -4)
        a.CFrame *= quarter
        b.CFrame = a.CFrame * CFrame.new(0, 0, -4)
        model.PrimaryPart = a
        block(10, 0, 0).Parent = workspace
        model:MoveTo(Vector3.new(10, 0, 0))
        local function rounded(v)
            return string.format("%d %d %d", math.round(v.X), math.round(v.Y), math.round(v.Z))
        end
        local turned = rounded(a.Orientation)
        model.PrimaryPart = nil
        model:MoveTo(Vector3.zero)
        return rounded(a.Position), turned, rounded(b.Position)
    """)  # fmt: skip
    assert values == ("0 0 0", "0 0 0", "0 0 -4")
