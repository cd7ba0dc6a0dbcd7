"""Instance.new, and what a handle is to a script (engine.md e.1, e.13)."""

import pytest


def test_a_handle_is_userdata_with_the_type_name_instance(server):
    """typeof "Instance", type "userdata", tostring is the Name, the metatable is locked (e.13)."""
    values = server.run("""
        local part = Instance.new("Part")
        part.Name = "Door"
        return type(part), typeof(part), tostring(part), getmetatable(part)
    """)
    assert values == ("userdata", "Instance", "Door", "The metatable is locked")


def test_two_references_to_one_instance_are_the_same_value(server):
    """==, rawequal and equal as table keys (e.13)."""
    values = server.run("""
        local folder, part = Instance.new("Folder"), Instance.new("Part")
        part.Parent = folder
        local keys = { [part] = "here" }
        local again = folder:FindFirstChild("Part")
        return again == part, rawequal(again, part), keys[again], part == folder
    """)
    assert values == (True, True, "here", False)


def test_a_new_instance_has_its_class_name_and_no_parent(server):
    values = server.run("local f = Instance.new('Folder') return f.Name, f.ClassName, f.Parent")
    assert values == ("Folder", "Folder", None)


@pytest.mark.parametrize(
    ("class_name", "name"),
    [
        ("StringValue", "Value"),
        ("ObjectValue", "Value"),
        ("CFrameValue", "Value"),
        ("BindableEvent", "Event"),
        ("BindableFunction", "Function"),
        ("RemoteEvent", "RemoteEvent"),
        ("WedgePart", "Wedge"),
        ("SpecialMesh", "Mesh"),
    ],
)
def test_some_classes_have_another_first_name(server, class_name, name):
    """Roact's tests have it of StringValue; the others are the engine's as well."""
    assert server.run(f"return Instance.new('{class_name}').Name") == name


def test_the_second_argument_is_the_parent(server):
    assert server.run("return Instance.new('Part', workspace).Parent.Name") == "Workspace"


@pytest.mark.parametrize("name", ["Nope", "BasePart", "Workspace", "Player", "DataStore", "part"])
def test_unknown_abstract_service_and_engine_classes_cannot_be_made(server, name):
    """`Unable to create an Instance of type "X"` (e.1)."""
    text = server.run(f"local _, text = pcall(Instance.new, '{name}') return text")
    assert text == f'Unable to create an Instance of type "{name}"'


def test_the_class_name_is_required(server):
    text = server.run("local _, text = pcall(Instance.new) return text")
    assert text == "Argument 1 missing or nil"


def test_every_creatable_class_can_be_created(server):
    from bridge.instances.class_table import class_table

    table = class_table()
    names = [name for name in table.class_names if table[name].creatable]
    count = server.run(
        """
        local names, count = ..., 0
        for _, name in names do
            local made = Instance.new(name)
            assert(made.ClassName == name and made.Name ~= "" and made:IsA("Instance"))
            count += 1
        end
        return count
        """,
        names,
    )
    assert count == len(names) > 200


def test_is_a_knows_the_whole_chain_and_nothing_else(server):
    """IsA(unknownClass) is false; case matters; Object and Instance match all (e.5)."""
    values = server.run("""
        local part = Instance.new("Part")
        return part:IsA("Part"), part:IsA("BasePart"), part:IsA("Instance"), part:IsA("Object"),
            part:IsA("Model"), part:IsA("Nope"), part:IsA("basepart")
    """)
    assert values == (True, True, True, True, False, False, False)


def test_scripts_cannot_reach_the_engines_record_of_an_instance(server):
    values = server.run("""
        local part = Instance.new("Part")
        local found = {}
        for _, key in { "node", "id", "class", "values", "handle" } do
            table.insert(found, (pcall(function() return part[key] end)))
        end
        table.insert(found, (pcall(function() return part[{}] end)))
        return unpack(found)
    """)
    assert values == (False,) * 6


def test_an_unreferenced_instance_is_forgotten_by_python_too(server):
    before = len(server.game.world)
    server.run("for i = 1, 20000 do Instance.new('Folder') end")
    assert len(server.game.world) < before + 20000


def test_a_modified_property_is_told_from_its_default_and_reset(server):
    """IsPropertyModified, ResetPropertyToDefault (class page Instance)."""
    values = server.run("""
        local part, seen = Instance.new("Part"), {}
        part.Changed:Connect(function(name) table.insert(seen, name) end)
        local before = part:IsPropertyModified("Transparency")
        part.Transparency, part.Name, part.Material = 0.5, "X", "Wood"
        local after = part:IsPropertyModified("Transparency") and part:IsPropertyModified("Name")
        for _, name in { "Transparency", "Name", "Material" } do
            part:ResetPropertyToDefault(name)
        end
        local reset = part.Transparency == 0 and part.Name == "Part"
            and part.Material == Enum.Material.Plastic
        return before, after, reset, part:IsPropertyModified("Name"), table.concat(seen, " ")
    """)
    changes = "Transparency Name Material Transparency Name Material"
    assert values == (False, True, True, False, changes)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("IsPropertyModified()", "Argument 1 missing or nil"),
        ("IsPropertyModified('Nope')", "Nope is not a valid property name."),
        ("IsPropertyModified('Touched')", "Touched is not a valid property name."),
        ("ResetPropertyToDefault('ClassName')",
         "Unable to assign property ClassName. Property is read only"),
        ("IsPropertyModified('Position')",
         "Position of Part is not modelled by luau-bridge (its default)"),
    ],
)  # fmt: skip
def test_wrong_property_names_are_refused(server, call, text):
    source = f"local part = Instance.new('Part') return pcall(function() part:{call} end)"
    assert server.run(source) == (False, text)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("for _ in part do end", "attempt to iterate over a Instance value"),
        ("return #part", "attempt to get length of a Instance value"),
        ("return part + 1", "attempt to perform arithmetic (add) on Instance and number"),
        ("return part < part", "attempt to compare Instance < Instance"),
        ("return part .. 'x'", "attempt to concatenate Instance with string"),
    ],
)
def test_instances_have_no_operators(server, expression, text):
    """e.13."""
    source = f"local part = Instance.new('Part') return pcall(function() {expression} end)"
    ok, found = server.run(source)
    assert not ok
    assert found.split(": ", 1)[-1] == text


def test_an_instance_shows_its_name_and_hides_its_metatable(server):
    """e.13: tostring is the Name; `The metatable is locked`."""
    values = server.run("""
        local part = Instance.new("Part")
        part.Name = "Door"
        return tostring(part), getmetatable(part), type(part), typeof(part)
    """)
    assert values == ("Door", "The metatable is locked", "userdata", "Instance")
