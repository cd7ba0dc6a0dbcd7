"""Collections of CollectionService (datatype page Collection; engine.md e.12)."""

import pytest

from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings

SETUP = """
local service = game:GetService("CollectionService")
local function make(class, name, parent)
    local made = Instance.new(class)
    made.Name = name
    made.Parent = parent or workspace
    return made
end
local function names(collection)
    local found = {}
    collection:ForEach(function(each) table.insert(found, each.Name) end)
    return table.concat(found, " ")
end
"""


def lines(source, seconds=1.0, **settings):
    """What a script prints."""
    universe = Universe()
    server = universe.start_server(
        scripts={"ServerScriptService.Main": SETUP + source}, settings=ServerSettings(**settings)
    )
    universe.run_for(seconds=seconds)
    found = [text for kind, text in server.output if kind != "info"]
    universe.close()
    return found


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_members_come_and_go_as_they_match(behavior):
    """Tags, attributes, properties, the tree: each told at the end of the resumption point."""
    source = """
        local part, other = make("Part", "A"), make("Part", "B")
        local collection = service:CreateCollection("Part.Enemy[$Level = 2][Anchored = true]")
        function collection.OnAdded(each) print("+", each) end
        function collection.OnRemoved(each) print("-", each) end
        part:AddTag("Enemy") part:SetAttribute("Level", 2)
        task.wait()
        print("not yet", names(collection))
        part.Anchored = true
        print("still not")
        task.wait()
        print("now", names(collection))
        for _, change in {
            function() part.Anchored = false end, function() part.Anchored = true end,
            function() part:SetAttribute("Level", 3) end,
            function() part:SetAttribute("Level", 2) end,
            function() part:RemoveTag("Enemy") end, function() part:AddTag("Enemy") end,
            function() part.Parent = nil end, function() part.Parent = workspace end,
            function() part:Destroy() end,
        } do
            change()
            task.wait()
        end
    """
    assert lines(source, signal_behavior=behavior) == [
        "not yet ", "still not", "+ A", "now A", "- A", "+ A", "- A", "+ A", "- A", "+ A", "- A",
        "+ A", "- A",
    ]  # fmt: skip


def test_who_is_in_already_is_added_when_the_callback_is_assigned():
    assert lines("""
        make("Part", "A") make("Folder", "F") make("Part", "B")
        local collection = service:CreateCollection("Part")
        print(names(collection))
        collection.OnAdded = function(each) print("+", each) end
        print("end")
    """) == ["A B", "+ A", "+ B", "end"]


def test_the_root_is_workspace_or_what_is_given_and_its_end_is_the_collections():
    assert lines("""
        local folder = make("Folder", "F", game.ReplicatedStorage)
        make("Part", "A", folder) make("Part", "B")
        local collection = service:CreateCollection("Part", folder)
        function collection.OnRemoved(each) print("-", each) end
        print(names(collection))
        folder:Destroy()
        print(pcall(function() collection:ForEach(print) end))
    """) == ["A", "false the Collection has been destroyed"]


def test_events_properties_and_attributes_of_members_are_wrapped():
    """`OnTouched` wraps BasePart.Touched; members without the signal ignore it."""
    assert lines("""
        local word, folder = make("StringValue", "A"), make("Folder", "F")
        local collection = service:CreateCollection("StringValue, Folder")
        function collection.OnChildAdded(each, child) print("child", each, child) end
        function collection.OnTouched() print("never") end
        collection.OnPropertyChanged.Value = function(each) print("property", each) end
        function collection.OnAttributeChanged.Level(each) print("attribute", each) end
        make("Part", "Below", folder)
        word.Value = "x"
        folder:SetAttribute("Level", 1)
        word.Parent = nil
        task.wait()
        word.Value = "y"
        word.Parent = workspace
        task.wait()
        word.Value = "z"
    """) == ["child F Below", "property A", "attribute F", "property A"]


def test_steps_are_called_for_each_member():
    assert lines("""
        make("Part", "A") make("Part", "B")
        local collection = service:CreateCollection("Part")
        local count = 0
        function collection.OnHeartbeat(each, delta)
            count += 1
            if count <= 2 then print(each, math.round(delta * 60)) end
        end
        task.wait(0.2)
        collection:Destroy()
        local before = count
        task.wait(0.2)
        print(count == before)
    """) == ["A 1", "B 1", "true"]


def test_disabling_removes_everyone_and_enabling_adds_again():
    assert lines("""
        make("Part", "A")
        local collection = service:CreateCollection("Part")
        function collection.OnAdded(each) print("+", each) end
        function collection.OnRemoved(each) print("-", each) end
        function collection.OnPropertyChanged.Name(each) print("name", each) end
        collection.Enabled = false
        workspace.A.Name = "B"
        print(collection.Enabled, names(collection))
        collection.Enabled = true
        workspace.B.Name = "C"
    """) == ["+ A", "- A", "false ", "+ B", "name C"]


def test_destroying_a_collection_ends_it_silently():
    assert lines("""
        local part = make("Part", "A")
        local collection = service:CreateCollection("Part")
        function collection.OnRemoved(each) print("-", each) end
        function collection.OnPropertyChanged.Name(each) print("name", each) end
        collection:Destroy()
        collection:Destroy()
        part.Name = "B"
        make("Part", "C")
        task.wait()
        print("end")
    """) == ["end"]


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("c.OnAdded = 5", "Unable to assign property OnAdded. function expected, got number"),
        ("c.OnAdded = print c.OnAdded = print",
         "OnAdded of a Collection can be assigned only once"),
        ("c.OnToched = print", "OnToched is not a valid member of Collection"),
        ("c.Nope = print", "Nope is not a valid member of Collection"),
        ("return c.OnAdded", "OnAdded is a callback member of Collection; you can only set the "
         "callback value, get is not available"),
        ("return c.Nope", "Nope is not a valid member of Collection"),
        ("c.Enabled = 1", "Unable to assign property Enabled. boolean expected, got number"),
        ("c.OnPropertyChanged.Nope = print", "Nope is not a valid property name."),
        ("c.OnSimulate = print",
         "OnSimulate of Collection is not modelled by luau-bridge (there is no physics)"),
        ("c.OnPreRender = print", "PreRender event can only be used from local scripts"),
        ("c.ForEach(print)", "Expected ':' not '.' calling member function ForEach"),
        ("c:ForEach()", "Argument 1 missing or nil"),
        ("c:Destroy() c:ForEach(print)", "the Collection has been destroyed"),
        ("service:CreateCollection()", "Argument 1 missing or nil"),
        ("service:CreateCollection('Part:in-radius(5)')",
         "Invalid selector 'Part:in-radius(5)': ':in-radius' is not modelled by luau-bridge"),
    ],
)  # fmt: skip
def test_misuse_is_refused(server, statement, text):
    source = SETUP + "local c = service:CreateCollection('Part')"
    assert server.run(f"{source} return pcall(function() {statement} end)") == (False, text)
