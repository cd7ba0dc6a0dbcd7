"""Actors: messages, and what their scripts have of their own (class page Actor; engine.md d.3)."""

import pytest

from bridge.project import ProjectNode
from bridge.source import Source
from bridge.tools.simulation import Universe

MODULE = "_G.loads = (_G.loads or 0) + 1 return { loads = _G.loads, actor = script:GetActor() }"


def node(name, class_name, *children, source=None):
    made = ProjectNode(name, class_name, source=source and Source(source, name))
    made.children.extend(children)
    return made


@pytest.fixture
def output():
    """Starts a place with a script in each of two Actors and one outside; what they print."""

    def run(inside, outside="", seconds=1):
        actors = [node(name, "Actor", node("Work", "Script", source=inside)) for name in "AB"]
        place = node(
            "Game", "DataModel",
            node("ReplicatedStorage", "ReplicatedStorage",
                 node("Module", "ModuleScript", source=MODULE)),
            node("ServerScriptService", "ServerScriptService",
                 *actors, node("Main", "Script", source=outside)),
        )  # fmt: skip
        universe = Universe()
        server = universe.start_server(place)
        universe.run_for(seconds=seconds)
        assert server.errors == []
        return [text for _, text in server.output]

    return run


def test_messages_reach_the_functions_that_are_bound_later_and_as_copies(output):
    inside = """
        local actor = script:GetActor()
        actor:BindToMessage("Add", function(list, n)
            table.insert(list, 3)
            print(actor.Name, #list, n)
        end)
    """
    outside = """
        local list, actor = { 1, 2 }, script.Parent.B
        actor:SendMessage("Add", list, 7)
        actor:SendMessage("Nobody", 1)
        print("sent", #list)
        task.wait()
        print("after", #list)
    """
    assert output(inside, outside) == ["sent 2", "B 3 7", "after 2"]


def test_messages_wait_for_the_first_who_binds_their_topic(server):
    """As luau-thread needs it, which sends before the Actor's script has started."""
    values = server.run("""
        local actor, log = Instance.new("Actor"), {}
        actor:SendMessage("Go", 1, nil)
        actor:SendMessage("Go", 2)
        for _, name in { "first", "second" } do
            actor:BindToMessage("Go", function(...)
                table.insert(log, name .. (...) .. "/" .. select("#", ...))
            end)
        end
        local at_once = #log
        task.wait()
        actor:SendMessage("Go", 3)
        task.wait()
        return at_once, table.concat(log, " ")
    """)
    assert values == (0, "first1/2 first2/1 second3/1 first3/1")


def test_a_disconnected_function_gets_no_more_messages(output):
    inside = """
        local bound = script.Parent:BindToMessageParallel("X", function()
            print(script.Parent.Name)
        end)
        if script.Parent.Name == "A" then bound:Disconnect() end
    """
    outside = "script.Parent.A:SendMessage('X') script.Parent.B:SendMessage('X')"
    assert output(inside, outside) == ["B"]


def test_each_actor_has_its_own_globals_and_modules(output):
    """One run per module and VM; every Actor has a VM."""
    inside = """
        local module = require(game.ReplicatedStorage.Module)
        print(script.Parent.Name, module.loads, _G.loads, shared.mark, module.actor)
        shared.mark = "set"
    """
    outside = "print(require(game.ReplicatedStorage.Module).loads, _G.loads, shared.mark)"
    assert output(inside, outside) == ["A 1 1 nil nil", "B 1 1 nil nil", "1 1 nil"]


def test_phases_and_parallel_connections_are_for_scripts_of_actors(output):
    inside = """
        if script.Parent.Name == "B" then return end
        game:GetService("RunService").Heartbeat:ConnectParallel(function()
            task.synchronize()
            print("beat")
            script:Destroy()
        end)
        print("serial")
        task.desynchronize()
        print("parallel")
        task.synchronize()
        print("serial again")
    """
    outside = """
        print("outside", (pcall(task.desynchronize)), (pcall(function()
            workspace.ChildAdded:ConnectParallel(print)
        end)))
    """
    assert output(inside, outside) == [
        "serial", "parallel", "serial again", "outside false false", "beat",
    ]  # fmt: skip


@pytest.mark.parametrize("call", ["BindToMessage('x')", "BindToMessage('x', 5)", "SendMessage()"])
def test_arguments_are_checked(server, call):
    source = f"return (pcall(function() Instance.new('Actor'):{call} end))"
    assert server.run(source) is False
