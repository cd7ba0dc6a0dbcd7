"""CollectionService (class page; engine.md e.12)."""

import pytest

from bridge.tools.simulation import Universe

SETUP = """
local Collection = game:GetService("CollectionService")
local function names(list)
    local texts = {}
    for _, each in list do table.insert(texts, each.Name or each) end
    return table.concat(texts, " ")
end
local function make(name, parent, ...)
    local made = Instance.new("Folder")
    made.Name = name
    for _, tag in { ... } do made:AddTag(tag) end
    made.Parent = parent
    return made
end
"""


@pytest.fixture
def server():
    return Universe().start_server()


@pytest.fixture(params=["immediate", "deferred"])
def any_server(request):
    return Universe(signal_behavior=request.param).start_server()


def test_only_instances_in_the_data_model_count_in_order_of_joining(server):
    values = server.run(
        SETUP
        + """
        local a = make("a", nil, "T")
        local b = make("b", workspace, "T")
        local none = names(Collection:GetTagged("T"))
        a.Parent = workspace
        local c = make("c", a)
        Collection:AddTag(c, "T")
        local all = names(Collection:GetTagged("T"))
        a.Parent = nil
        return none, all, names(Collection:GetTagged("T")), #Collection:GetTagged("Unknown")
    """
    )
    assert values == ("b", "b a c", "b", 0)


def test_tags_from_before_the_service_was_used_are_known(server):
    values = server.run("""
        local part = Instance.new("Part", workspace)
        part:AddTag("T")
        local Collection = game:GetService("CollectionService")
        return #Collection:GetTagged("T"), Collection:GetAllTags()[1]
    """)
    assert values == (1, "T")


def test_the_four_methods_of_instances_take_the_instance_first(server):
    values = server.run(
        SETUP
        + """
        local folder = make("f", nil)
        Collection:AddTag(folder, "A")
        Collection:AddTag(folder, "B")
        local had = Collection:HasTag(folder, "A")
        Collection:RemoveTag(folder, "A")
        local has = Collection:HasTag(folder, "A")
        return had, has, Collection:GetTags(folder)[1], folder:HasTag("B")
    """
    )
    assert values == (True, False, "B", True)
    for call in ("AddTag(nil, 'x')", "HasTag({}, 'x')", "AddTag(workspace)"):
        source = f"{SETUP} return (pcall(function() Collection:{call} end))"
        assert server.run(source) is False


def test_signals_tell_of_joining_and_leaving(any_server):
    """Destroy counts as leaving; the tag itself stays."""
    values = any_server.run(
        SETUP
        + """
        local log = {}
        Collection:GetInstanceAddedSignal("T"):Connect(function(each)
            table.insert(log, "+" .. each.Name)
        end)
        Collection:GetInstanceRemovedSignal("T"):Connect(function(each)
            table.insert(log, "-" .. each.Name .. (each:HasTag("T") and " tagged" or ""))
        end)
        local a = make("a", workspace, "T")
        local b = make("b", a, "T", "Other")
        local c = make("c", b)
        c:AddTag("T")
        c.Parent = workspace
        task.wait()
        c:RemoveTag("T")
        a:Destroy()
        task.wait()
        return table.concat(log, ", ")
    """
    )
    assert values == "+a, +b, +c, -c, -a tagged, -b tagged"


def test_a_tag_has_one_signal_of_each_kind(server):
    assert server.run(
        SETUP
        + """
        local added = Collection:GetInstanceAddedSignal("T")
        return added == Collection:GetInstanceAddedSignal("T"),
            added == Collection:GetInstanceRemovedSignal("T")
    """
    ) == (True, False)


def test_tag_events_come_with_the_first_and_last_instance_and_are_deferred(server):
    values = server.run(
        SETUP
        + """
        local log = {}
        Collection.TagAdded:Connect(function(tag) table.insert(log, "+" .. tag) end)
        Collection.TagRemoved:Connect(function(tag) table.insert(log, "-" .. tag) end)
        local a, b = make("a", workspace, "T"), make("b", workspace, "T")
        local at_once = #log
        task.wait()
        a:Destroy() b:Destroy()
        task.wait()
        return at_once, table.concat(log, " "), #Collection:GetAllTags()
    """
    )
    assert values == (0, "+T -T", 0)


def test_a_handler_may_take_the_tag_away_again(server):
    assert server.run(
        SETUP
        + """
        Collection:GetInstanceAddedSignal("T"):Connect(function(each) each:RemoveTag("T") end)
        make("a", workspace, "T", "U")
        return #Collection:GetTagged("T"), #Collection:GetTagged("U")
    """
    ) == (0, 1)
