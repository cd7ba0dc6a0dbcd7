"""Parent, the events of a move, Destroy and Clone as scripts see them (engine.md e.4 - e.11)."""

import pytest

from bridge.tools.simulation import Universe

LOG = """
local names = {
    "DescendantRemoving", "ChildRemoved", "ChildAdded", "DescendantAdded", "AncestryChanged",
    "Destroying",
}
local function watch(instance)
    for _, name in names do
        instance[name]:Connect(function(...)
            local shown = {}
            for i = 1, select("#", ...) do table.insert(shown, tostring((select(i, ...)))) end
            print(instance.Name, name, table.concat(shown, " "))
        end)
    end
    instance:GetPropertyChangedSignal("Parent"):Connect(function()
        print(instance.Name, "Parent")
    end)
end
local function make(class, name, parent)
    local made = Instance.new(class)
    made.Name = name
    made.Parent = parent
    return made
end
"""


def printed(server, source):
    before = len(server.output)
    server.run(LOG + source)
    return [text for _, text in server.output[before:]]


def error(server, statement, setup=""):
    source = f"{LOG}{setup}\nlocal ok, text = pcall(function() {statement} end) assert(not ok) "
    return server.run(f"{source} return text")


@pytest.fixture
def deferred():
    universe = Universe(signal_behavior="deferred")
    yield universe.start_server()
    universe.close()


def test_a_move_fires_its_events_in_order(server):
    """SIM of e.8: DescendantRemoving, write, ChildRemoved, ChildAdded, DescendantAdded,
    AncestryChanged on X then descendants, Changed("Parent") on X."""
    lines = printed(server, """
        local a, b = make("Folder", "A"), make("Folder", "B")
        local x = make("Folder", "X", a)
        local y = make("Folder", "Y", x)
        for _, each in { a, b, x, y } do watch(each) end
        x.Parent = b
    """)  # fmt: skip
    assert lines == [
        "A DescendantRemoving X",
        "A DescendantRemoving Y",
        "A ChildRemoved X",
        "B ChildAdded X",
        "B DescendantAdded X",
        "B DescendantAdded Y",
        "X AncestryChanged X B",
        "Y AncestryChanged X B",
        "X Parent",
    ]


def test_ancestors_common_to_both_parents_hear_of_no_descendant(server):
    """They get neither DescendantRemoving nor DescendantAdded (e.8)."""
    lines = printed(server, """
        local root = make("Folder", "Root")
        local a, b = make("Folder", "A", root), make("Folder", "B", root)
        local x = make("Folder", "X", a)
        watch(root)
        x.Parent = b
        x.Parent = nil
    """)  # fmt: skip
    assert lines == ["Root DescendantRemoving X"]


def test_the_tree_is_intact_while_descendant_removing_runs(server):
    """Before, Parent still intact (e.8)."""
    lines = printed(server, """
        local a = make("Folder", "A")
        local x = make("Folder", "X", a)
        a.DescendantRemoving:Connect(function(child) print(child.Parent, #a:GetChildren()) end)
        x.Parent = nil
    """)  # fmt: skip
    assert lines == ["A 1"]


def test_reparenting_inside_descendant_removing_loses_with_a_warning(server):
    """`Something unexpectedly tried to set the parent of X to Y while ...` (e.4)."""
    server.run(LOG + """
        local a, b = make("Folder", "A"), make("Folder", "B")
        local x = make("Folder", "X", a)
        a.DescendantRemoving:Connect(function(child) child.Parent = b end)
        x.Parent = nil
        assert(x.Parent == nil and #b:GetChildren() == 0)
    """)  # fmt: skip
    assert server.output == [(
        "warn",
        "Something unexpectedly tried to set the parent of X to B while trying to set the parent "
        "of X. Current parent is A.",
    )]  # fmt: skip


def test_setting_the_same_parent_again_is_silent(server):
    lines = printed(server, """
        local a = make("Folder", "A")
        local x = make("Folder", "X", a)
        watch(a) watch(x)
        x.Parent = a
    """)  # fmt: skip
    assert lines == []


def test_wrong_parents_are_refused_in_the_engines_words(server):
    setup = "local a = make('Folder', 'A') local b = make('Folder', 'B', a)"
    assert error(server, "a.Parent = a", setup) == "Attempt to set A as its own parent"
    text = "Attempt to set parent of A to A.B would result in circular reference"
    assert error(server, "a.Parent = b", setup) == text
    text = "Unable to assign property Parent. Instance expected, got string"
    assert error(server, "a.Parent = 'x'", setup) == text


def test_the_parent_of_a_service_is_locked(server):
    """Same template as after Destroy (e.4)."""
    text = "The Parent property of Workspace is locked, current parent: Ugc, new parent NULL"
    assert error(server, "workspace.Parent = nil") == text
    assert error(server, "workspace:Destroy()") == text


def test_the_parent_of_a_destroyed_instance_is_locked(server):
    text = "The Parent property of A is locked, current parent: NULL, new parent Workspace"
    setup = "local a = make('Folder', 'A') a:Destroy()"
    assert error(server, "a.Parent = workspace", setup) == text


def test_destroy_tells_leaves_and_disconnects(server):
    """Destroying on it and its descendants, then the events of leaving, then no more (e.11)."""
    lines = printed(server, """
        local a = make("Folder", "A")
        local x = make("Folder", "X", a)
        local y = make("Folder", "Y", x)
        for _, each in { a, x, y } do watch(each) end
        x:Destroy()
        x:Destroy()
        print(x.Parent, y.Parent, #x:GetChildren(), x.Name)
        x.Name = "still writable"
        print(x.Name)
    """)  # fmt: skip
    assert lines == [
        "X Destroying ",
        "Y Destroying ",
        "A DescendantRemoving X",
        "A DescendantRemoving Y",
        "A ChildRemoved X",
        "X AncestryChanged X nil",
        "Y AncestryChanged X nil",
        "X Parent",
        "Y AncestryChanged Y nil",
        "Y Parent",
        "nil nil 0 X",
        "still writable",
    ]


def test_destroying_is_seen_with_the_tree_gone_when_signals_are_deferred(deferred):
    """Deferred: next point, tree already gone (e.8, b.8)."""
    lines = printed(deferred, """
        local a = make("Folder", "A", workspace)
        a.Destroying:Connect(function() print("destroying", a.Parent) end)
        a:Destroy()
        print("after")
    """)  # fmt: skip
    deferred.universe.run_for(seconds=1)
    assert lines[0] == "after"
    assert deferred.output[-1] == ("print", "destroying nil")


def test_clear_all_children_destroys_each(server):
    values = server.run(LOG + """
        local a = make("Folder", "A")
        local b, c = make("Folder", "B", a), make("Folder", "C", a)
        a:ClearAllChildren()
        return #a:GetChildren(), b.Parent, (pcall(function() c.Parent = a end))
    """)  # fmt: skip
    assert values == (0, None, False)


def test_remove_does_not_lock(server):
    """Remove() (deprecated): Parent nil, no lock (e.11)."""
    values = server.run(LOG + """
        local a = make("Folder", "A", workspace)
        local b = make("Folder", "B", a)
        a:Remove()
        local parents = { a.Parent == nil, b.Parent == nil }
        a.Parent = workspace
        return parents[1], parents[2], a.Parent == workspace
    """)  # fmt: skip
    assert values == (True, True, True)


def test_clone_copies_the_subtree_with_values_attributes_and_tags(server):
    """Deep copy, parentless; connections are not copied (e.10)."""
    values = server.run(LOG + """
        local a = make("Part", "A", workspace)
        local b = make("StringValue", "B", a)
        a.Transparency, b.Value = 0.5, "text"
        a:SetAttribute("Level", 3)
        a:AddTag("Door")
        a.Changed:Connect(function() error("heard") end)
        local copy = a:Clone()
        copy.Anchored = true
        return copy.Parent, copy.Name, copy.Transparency, copy.B.Value, copy:GetAttribute("Level"),
            copy:HasTag("Door"), copy ~= a and copy.B ~= b
    """)  # fmt: skip
    assert values == (None, "A", 0.5, "text", 3, True, True)
    assert server.errors == []


def test_clone_skips_what_is_not_archivable(server):
    """nil if the root is not; descendants are skipped with what is below (e.10)."""
    values = server.run(LOG + """
        local a = make("Folder", "A")
        local b = make("Folder", "B", a)
        make("Folder", "C", b)
        make("Folder", "D", a)
        b.Archivable = false
        local copy = a:Clone()
        a.Archivable = false
        return #copy:GetDescendants(), copy.D.Name, a:Clone()
    """)  # fmt: skip
    assert values == (1, "D", None)


def test_from_existing_copies_one_instance_even_if_it_is_not_archivable(server):
    """Copies properties, attributes and tags, not descendants; parentless (e.1)."""
    values = server.run(LOG + """
        local a = make("Part", "A", workspace)
        make("Folder", "B", a)
        a.Archivable, a.Transparency = false, 0.5
        a:SetAttribute("Level", 3)
        local copy = Instance.fromExisting(a)
        return copy.Parent, #copy:GetChildren(), copy.Transparency, copy:GetAttribute("Level"),
            (pcall(Instance.fromExisting, workspace)), (pcall(Instance.fromExisting))
    """)  # fmt: skip
    assert values == (None, 0, 0.5, 3, False, False)


def test_references_within_a_clone_point_at_the_copies(server):
    values = server.run(LOG + """
        local a = make("Folder", "A")
        local inside, outside = make("Part", "In", a), make("Part", "Out", workspace)
        local near, far = make("ObjectValue", "Near", a), make("ObjectValue", "Far", a)
        near.Value, far.Value = inside, outside
        local copy = a:Clone()
        return copy.Near.Value == copy.In, copy.Far.Value == outside
    """)  # fmt: skip
    assert values == (True, True)


def test_a_script_stops_when_it_is_destroyed(server):
    """Destroying a script drops its waiting threads (b.1)."""
    from bridge.source import Source

    world = server.game.world
    script = world.create("Script", "Beeper")
    text = "while true do task.wait(1) print('beep') end"
    server.game.set_source(script, Source(text))
    server.enter(script.parent_to, world.find("ServerScriptService"))
    server.universe.run_for(seconds=2.5)
    server.enter(script.destroy)
    server.universe.run_for(seconds=5)
    assert server.output == [("print", "beep")] * 2


def test_a_script_stops_when_it_is_disabled_and_starts_anew_when_enabled(server):
    """Toggling Enabled false->true starts a fresh run (d.1)."""
    from bridge.source import Source

    world = server.game.world
    script = world.create("Script", "Counter")
    server.game.set_source(script, Source("print('run') task.wait(2) print('late')"))
    server.enter(script.parent_to, world.find("ServerScriptService"))
    server.universe.run_for(seconds=1)
    server.run("game.ServerScriptService.Counter.Enabled = false")
    server.universe.run_for(seconds=3)
    server.run("game.ServerScriptService.Counter.Enabled = true")
    server.universe.run_for(seconds=3)
    assert [text for _, text in server.output] == ["run", "run", "late"]


def test_a_cloned_script_in_a_running_container_starts(server):
    from bridge.source import Source

    world = server.game.world
    script = world.create("Script", "Template", world.find("ServerStorage"))
    server.game.set_source(script, Source("print('running as', script:GetFullName())"))
    server.run("game.ServerStorage.Template:Clone().Parent = game.ServerScriptService")
    server.universe.run_for(seconds=1)
    assert server.output == [("print", "running as ServerScriptService.Template")]


@pytest.mark.parametrize("what", ["workspace", "game", "game.Players"])
def test_what_only_the_engine_makes_is_not_cloned(server, what):
    assert server.run(f"return {what}:Clone()") is None


def test_what_only_the_engine_makes_is_left_out_of_a_clone(server):
    server.join("Ada")
    assert server.run("""
        local folder = Instance.new("Folder")
        game.Players.Ada.Parent = folder
        Instance.new("Part").Parent = folder
        return #folder:Clone():GetChildren()
    """) == 1  # fmt: skip
