"""Facts of engine.md e that belong to no single file: each by name."""

import pytest

from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings


def error(server, statement, setup=""):
    """The text a statement raises, as pcall sees it."""
    source = f"local part = Instance.new('Part') {setup}\n"
    source += f"local ok, text = pcall(function() {statement} end) assert(not ok) return text"
    return server.run(source)


# Values of properties (e.3) -----------------------------------------------------------------------

WRONG = [
    ("Part", "Position", "CFrame.new()", "Vector3 expected, got CFrame"),
    ("Part", "BrickColor", "Color3.new()", "BrickColor expected, got Color3"),
    ("Part", "Color", "BrickColor.new(1)", "Color3 expected, got BrickColor"),
    ("Part", "CFrame", "Vector3.zero", "CFrame expected, got Vector3"),
    ("Part", "Size", "nil", "Vector3 expected, got nil"),
    ("Part", "Parent", "5", "Instance expected, got number"),
    ("Part", "Material", "Enum.PartType.Ball", "Material expected, got PartType"),
    ("Part", "Material", "99999", 'Invalid value "99999" for enum Material'),
    ("Part", "CustomPhysicalProperties", "5", "PhysicalProperties expected, got number"),
    ("Part", "CollisionGroupId", "'x'", "number expected, got string"),
    ("Frame", "Size", "UDim.new()", "UDim2 expected, got UDim"),
    ("Frame", "Rotation", "true", "number expected, got boolean"),
    ("TextLabel", "FontFace", "Enum.Font.Arial", "Font expected, got EnumItem"),
    ("ImageLabel", "ImageContent", "'x'", "Content expected, got string"),
    ("ImageLabel", "Image", "{}", "string expected, got table"),
    ("ParticleEmitter", "Size", "1", "NumberSequence expected, got number"),
    ("ParticleEmitter", "Color", "Color3.new()", "ColorSequence expected, got Color3"),
    ("ParticleEmitter", "Lifetime", "1", "NumberRange expected, got number"),
    ("ImageLabel", "SliceCenter", "1", "Rect expected, got number"),
    ("Handles", "Faces", "Axes.new()", "Faces expected, got Axes"),
    ("ArcHandles", "Axes", "Faces.new()", "Axes expected, got Faces"),
    ("RayValue", "Value", "1", "Ray expected, got number"),
    ("ObjectValue", "Value", "1", "Instance expected, got number"),
    ("StringValue", "Value", "nil", "string expected, got nil"),
    ("BoolValue", "Value", "nil", "boolean expected, got nil"),
    ("NumberValue", "Value", "{}", "number expected, got table"),
    ("Vector3Value", "Value", "Vector2.zero", "Vector3 expected, got Vector2"),
    ("Color3Value", "Value", "1", "Color3 expected, got number"),
    ("BrickColorValue", "Value", "1", "BrickColor expected, got number"),
    ("CFrameValue", "Value", "1", "CFrame expected, got number"),
]


@pytest.mark.parametrize(("class_name", "name", "value", "text"), WRONG)
def test_a_value_of_the_wrong_type_is_refused(server, class_name, name, value, text):
    """`Unable to assign property X. T expected, got U` (e.3, O widespread)."""
    found = error(server, f"it.{name} = {value}", f"local it = Instance.new('{class_name}')")
    assert found == f"Unable to assign property {name}. {text}"


KEPT = [
    ("Part", "Position", "Vector3.new(1, 2, 3)"),
    ("Part", "CFrame", "CFrame.new(1, 2, 3)"),
    ("Part", "BrickColor", "BrickColor.new('Really red')"),
    ("Part", "Color", "Color3.fromRGB(1, 2, 3)"),
    ("Part", "Material", "Enum.Material.Wood"),
    ("Part", "Anchored", "true"),
    ("Part", "CollisionGroupId", "3"),
    ("Part", "CustomPhysicalProperties", "PhysicalProperties.new(1, 1, 1)"),
    ("Frame", "Size", "UDim2.new(1, 2, 3, 4)"),
    ("UICorner", "CornerRadius", "UDim.new(1, 2)"),
    ("Frame", "AnchorPoint", "Vector2.new(1, 2)"),
    ("TextLabel", "FontFace", "Font.fromName('Arial')"),
    ("ImageLabel", "ImageContent", "Content.fromUri('a')"),
    ("ImageLabel", "Image", "'rbxassetid://1'"),
    ("ImageLabel", "SliceCenter", "Rect.new(1, 2, 3, 4)"),
    ("ParticleEmitter", "Size", "NumberSequence.new(1, 2)"),
    ("ParticleEmitter", "Color", "ColorSequence.new(Color3.new(), Color3.new(1, 1, 1))"),
    ("ParticleEmitter", "Lifetime", "NumberRange.new(1, 2)"),
    ("Handles", "Faces", "Faces.new(Enum.NormalId.Top)"),
    ("ArcHandles", "Axes", "Axes.new(Enum.Axis.X)"),
    ("RayValue", "Value", "Ray.new(Vector3.zero, Vector3.one)"),
    ("ObjectValue", "Value", "workspace"),
    ("Weld", "Part0", "Instance.new('Part')"),
]


@pytest.mark.parametrize(("class_name", "name", "value"), KEPT)
def test_a_value_of_every_type_is_kept_and_told_of_once(server, class_name, name, value):
    values = server.run(f"""
        local it, value, count = Instance.new("{class_name}"), {value}, 0
        it:GetPropertyChangedSignal("{name}"):Connect(function() count += 1 end)
        it.{name} = value
        it.{name} = value
        return it.{name} == value, count
    """)
    assert values == (True, 1)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.9", 1), ("-1.9", -1), ("0/0", 0), ("'7.5'", 7), ("2147483647", 2147483647),
        ("2147483648", -2147483648), ("-2147483649", -2147483648),
    ],
)  # fmt: skip
def test_int_properties_drop_the_fraction(server, written, read):
    source = f"local part = Instance.new('Part') part.CollisionGroupId = {written}"
    assert server.run(source + " return part.CollisionGroupId") == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0.5", 1), ("-0.5", -1), ("1.4999", 1), ("2^53 - 1", 2**53 - 1), ("2^62", 2**62),
        ("2^63", -(2**63)), ("-2^63", -(2**63)), ("-2^64", -(2**63)), ("0/0", 0),
        ("1/0", -(2**63)),
    ],
)  # fmt: skip
def test_an_int_value_is_64_bits_wide_and_overflows(server, written, read):
    """Nearest, halves away from zero, int64 range, "integer overflow" (class page IntValue)."""
    source = f"local it = Instance.new('IntValue') it.Value = {written} return it.Value"
    assert server.run(source) == read


def test_number_values_are_doubles_and_other_numbers_single(server):
    """e.3: float properties store float32."""
    values = server.run("""
        local number, part = Instance.new("NumberValue"), Instance.new("Part")
        number.Value, part.Transparency = 0.1, 0.1
        return number.Value == 0.1, tostring(part.Transparency)
    """)
    assert values == (True, "0.10000000149011612")


@pytest.mark.parametrize("length", [199_999, 200_000, 200_001])
def test_a_string_value_holds_200_000_characters(server, length):
    source = f"Instance.new('StringValue').Value = string.rep('x', {length})"
    text = server.run(f"return (select(2, pcall(function() {source} end)))")
    assert text == (None if length <= 200_000 else "String too long")


@pytest.mark.parametrize(("length", "kept"), [(99, 99), (100, 100), (101, 100)])
def test_a_name_is_cut_after_100_characters(server, length, kept):
    source = f"local f = Instance.new('Folder') f.Name = string.rep('x', {length}) return #f.Name"
    assert server.run(source) == kept


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("workspace:FindFirstChild()", "Argument 1 missing or nil"),
        ("part:PivotTo({ X = 1 })", "Unable to cast Dictionary to CoordinateFrame"),
        ("part:PivotTo({ 1 })", "Unable to cast Array to CoordinateFrame"),
        ("part:PivotTo('x')", "Unable to cast string to CoordinateFrame"),
        ("workspace:IsAncestorOf(5)", "Unable to cast value to Object"),
        ("game.Players:GetPlayerByUserId('x')", "Unable to cast string to int64"),
        ("part:WaitForChild('x', {})", "Unable to cast table to double"),
    ],
)
def test_arguments_are_cast_or_refused(server, call, text):
    """e.3: `Unable to cast string to int64`, `Unable to cast Dictionary to CoordinateFrame`."""
    assert error(server, call) == text


# Attributes and tags (e.9, e.12) ------------------------------------------------------------------

ATTRIBUTES = [
    "'text'", "true", "5.25", "UDim.new(1, 2)", "UDim2.new(1, 2, 3, 4)", "BrickColor.new(1)",
    "Color3.new(1, 0, 0)", "Vector2.new(1, 2)", "Vector3.new(1, 2, 3)", "CFrame.new(1, 2, 3)",
    "NumberSequence.new(1)", "ColorSequence.new(Color3.new())", "NumberRange.new(1, 2)",
    "Rect.new(1, 2, 3, 4)", "Font.fromName('Arial')", "Enum.Material.Wood",
]  # fmt: skip


@pytest.mark.parametrize("value", ATTRIBUTES)
def test_every_documented_type_may_be_an_attribute(server, value):
    values = server.run(f"""
        local it, count = Instance.new("Folder"), 0
        it.AttributeChanged:Connect(function() count += 1 end)
        it:SetAttribute("A", {value})
        it:SetAttribute("A", {value})
        return it:GetAttribute("A") == {value}, it:Clone():GetAttribute("A") == {value}, count
    """)
    assert values == (True, True, 1)


REFUSED = [
    ("Instance.new('Part')", "Instance"), ("{ 1 }", "Array"), ("{ a = 1 }", "Dictionary"),
    ("print", "Function"), ("Vector3int16.new()", "Vector3int16"),
    ("Ray.new(Vector3.zero, Vector3.one)", "Ray"), ("DateTime.now()", "DateTime"),
    ("PhysicalProperties.new(1, 1, 1)", "PhysicalProperties"), ("buffer.create(1)", "buffer"),
    ("coroutine.create(print)", "thread"), ("newproxy()", "userdata"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "name"), REFUSED)
def test_other_types_are_no_attributes(server, value, name):
    text = error(server, f"part:SetAttribute('A', {value})")
    assert text == f"{name} is not a supported attribute type"


@pytest.mark.parametrize(("length", "fine"), [(99, True), (100, True), (101, False)])
def test_names_of_attributes_and_tags_have_100_characters(server, length, fine):
    source = f"local name = string.rep('x', {length}) local part = Instance.new('Part')"
    for call in ("part:SetAttribute(name, 1)", "part:AddTag(name)"):
        assert server.run(f"{source} return (pcall(function() {call} end))") is fine


def test_attributes_are_doubles(server):
    """e.9: Float64 for numbers."""
    assert server.run("""
        local part = Instance.new("Part")
        part:SetAttribute("A", 0.1)
        return part:GetAttribute("A") == 0.1
    """)


# Clone and Destroy (e.10, e.11) -------------------------------------------------------------------


def test_connections_and_callbacks_are_not_cloned(server):
    """e.10."""
    server.run("""
        local f = Instance.new("BindableFunction")
        f.OnInvoke = function() return 1 end
        f.Changed:Connect(function() print("original") end)
        local copy = f:Clone()
        copy.Name = "Copy"
        print(copy.Name)
        task.spawn(function() copy:Invoke() print("never") end)
    """)
    assert [text for _, text in server.output] == ["Copy"]


def test_a_clone_of_what_is_not_archivable_is_nil_without_a_word(server):
    assert server.run("""
        local part = Instance.new("Part")
        part.Archivable = false
        return part:Clone()
    """) is None  # fmt: skip
    assert server.output == []


def test_destroying_twice_is_no_error_and_values_stay_usable(server):
    """e.11: properties and attributes stay readable and writable afterwards."""
    values = server.run("""
        local part, child = Instance.new("Part"), Instance.new("Part")
        child.Parent = part
        part:SetAttribute("A", 1)
        part:AddTag("T")
        part:Destroy()
        part:Destroy()
        part.Transparency = 0.5
        part:SetAttribute("A", part:GetAttribute("A") + 1)
        return part.Transparency, part:GetAttribute("A"), part:HasTag("T"), #part:GetChildren(),
            part.Parent, child.Parent
    """)
    assert values == (0.5, 2, True, 0, None, None)


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_a_thread_that_waits_for_a_destroyed_instance_never_goes_on(behavior):
    """e.11; e.6 for WaitForChild."""
    universe = Universe()
    server = universe.start_server(
        settings=ServerSettings(signal_behavior=behavior),
        scripts={"ServerScriptService.Main": """
            local part = Instance.new("Part")
            task.spawn(function() part.Touched:Wait() print("touched") end)
            task.spawn(function() part:WaitForChild("X", math.huge) print("child") end)
            task.wait()
            part:Destroy()
            part.Name = "Y"
            print("destroyed")
        """},
    )  # fmt: skip
    universe.run_for(seconds=60)
    assert [text for _, text in server.output] == ["destroyed"]


def test_events_pending_when_an_instance_is_destroyed_still_run():
    """e.11: scripting/events/deferred.md."""
    universe = Universe()
    server = universe.start_server(
        settings=ServerSettings(signal_behavior="deferred"),
        scripts={"ServerScriptService.Main": """
            local part = Instance.new("Part")
            part.Parent = workspace
            part:GetPropertyChangedSignal("Name"):Connect(function() print(part.Parent) end)
            part.Name = "X"
            part:Destroy()
        """},
    )  # fmt: skip
    universe.run_for(seconds=1)
    assert [text for _, text in server.output] == ["nil"]


# Identity (e.13) ----------------------------------------------------------------------------------


def test_a_reference_is_one_value_wherever_it_comes_from(server):
    """`==`, rawequal and table keys agree."""
    assert server.run("""
        local part = Instance.new("Part")
        part.Name = "P"
        part.Parent = workspace
        local key = { [part] = true }
        local again = workspace:FindFirstChild("P")
        return rawequal(again, part) and again == part and key[workspace.P]
            and rawequal(part.Parent, workspace)
    """)


def test_a_weak_key_stays_while_the_instance_is_in_the_tree(server):
    assert server.run("""
        local weak = setmetatable({}, { __mode = "k" })
        local function tag()
            local part = Instance.new("Part")
            part.Parent = workspace
            weak[part] = "kept"
        end
        tag()
        for _ = 1, 200000 do local _ = { {} } end
        return weak[workspace.Part]
    """) == "kept"  # fmt: skip


# Services (j.2) -----------------------------------------------------------------------------------


def test_the_usual_services_are_there_from_the_start(server):
    names = (
        "Workspace Players Lighting ReplicatedStorage ReplicatedFirst ServerScriptService "
        "ServerStorage StarterGui StarterPack StarterPlayer Teams SoundService TextChatService"
    )
    missing = server.run(f"""
        local missing = {{}}
        for name in string.gmatch("{names}", "%S+") do
            if not game:FindFirstChildOfClass(name) or game[name].Parent ~= game then
                table.insert(missing, name)
            end
        end
        return table.concat(missing, " ")
    """)
    assert missing == ""


def test_a_service_is_found_by_index_under_its_name(server):
    values = server.run("""
        game:GetService("CollectionService")
        return game.CollectionService.ClassName, game["Run Service"].ClassName,
            pcall(function() return game.DataStoreService end)
    """)
    problem = 'DataStoreService is not a valid member of DataModel "Ugc"'
    assert values == ("CollectionService", "RunService", False, problem)
