"""Simulated clients: they send, receive, answer, flood and lie (engine.md g)."""

import math

import pytest

from bridge.errors import ScriptError, UsageError
from bridge.stubs.rules import RemoteRules
from bridge.tools.simulation import Universe
from bridge.tools.simulation.clients import Later
from bridge.tools.simulation.settings import ServerSettings

MAKE = """
for _, class in { "RemoteEvent", "UnreliableRemoteEvent", "RemoteFunction" } do
    Instance.new(class, game.ReplicatedStorage)
end
"""
EVENT = "ReplicatedStorage.RemoteEvent"
UNRELIABLE = "ReplicatedStorage.UnreliableRemoteEvent"
FUNCTION = "ReplicatedStorage.RemoteFunction"
PRINT = """
for _, name in { "RemoteEvent", "UnreliableRemoteEvent" } do
    game.ReplicatedStorage[name].OnServerEvent:Connect(function(...) print(...) end)
end
"""


@pytest.fixture
def start():
    universe = Universe()

    def started(source="", **rules):
        server = universe.start_server(
            scripts={"ServerScriptService.Main": MAKE + source},
            settings=ServerSettings(remotes=RemoteRules(**rules)),
        )
        server.join("Ada")
        return server, server.client("Ada")

    yield started
    universe.close()


def lines(server):
    return [text for _, text in server.output]


# To the server ----------------------------------------------------------------------------------


def test_an_event_arrives_in_the_next_frame(start):
    """Deliver client to server in stage 0 of the next frame at the earliest (g.2)."""
    server, ada = start(PRINT)
    ada.fire(EVENT, 1, "x", [True])
    assert lines(server) == []
    server.universe.run_for(seconds=1 / 60)
    assert lines(server)[0].startswith("Ada 1 x table: ")


def test_latency_delays_and_keeps_the_order(start):
    server, ada = start(PRINT, latency_seconds=(0.1, 0.5))
    for number in range(30):
        ada.fire(EVENT, number)
    server.universe.run_for(seconds=0.09)
    assert lines(server) == []
    server.universe.run_for(seconds=1)
    assert lines(server) == [f"Ada {number}" for number in range(30)]
    assert server.run("return game.Players.Ada:GetNetworkPing()") == 0.6


def test_a_client_invokes_and_gets_the_results(start):
    server, ada = start("""
        game.ReplicatedStorage.RemoteFunction.OnServerInvoke = function(player, n)
            task.wait(1)
            return player, n + 1
        end
    """)
    assert ada.invoke(FUNCTION, 1) == (ada.player, 2)
    call = ada.start_invoke(FUNCTION, "x")
    server.universe.run_for(seconds=2)
    assert (call.finished, call.ok) == (True, False)
    with pytest.raises(UsageError, match=r"the server's callback failed: .*arithmetic"):
        ada.invoke(FUNCTION, "x")


def test_an_invocation_waits_for_a_callback(start):
    """No callback set: requests wait in a queue (g.4)."""
    server, ada = start()
    call = ada.start_invoke(FUNCTION)
    server.universe.run_for(seconds=10)
    assert not call.finished
    server.run("game.ReplicatedStorage.RemoteFunction.OnServerInvoke = function() return 5 end")
    assert (call.finished, call.value) == (True, 5)


@pytest.mark.parametrize(("sent", "dropped"), [(3, 0), (4, 0), (5, 1), (8, 4)])
def test_the_queue_of_events_is_limited(start, sent, dropped):
    """Overflow is discarded with the logged text, counts doubling (g.2)."""
    server, ada = start(queue_length=4)
    ada.flood(EVENT, sent)
    server.universe.run_for(seconds=1)
    texts = [f"({n} events dropped)" for n in (1, 2, 4) if n <= dropped]
    assert [line.rpartition("? ")[2] for line in lines(server)] == texts
    server.run("""
        local count = 0
        game.ReplicatedStorage.RemoteEvent.OnServerEvent:Connect(function() count += 1 end)
        task.wait()
        print(count)
    """)
    assert lines(server)[-1] == str(min(sent, 4))


def test_the_queue_of_invocations_is_limited(start):
    server, ada = start(queue_length=2)
    calls = [ada.start_invoke(FUNCTION) for _ in range(3)]
    server.universe.run_for(seconds=1)
    text = "Remote function invocation queue exhausted for ReplicatedStorage.RemoteFunction; "
    text += "did you forget to implement OnServerInvoke? (1 events dropped)"
    assert lines(server) == [text]
    assert ada.dropped == {"queue": 1}
    server.run("game.ReplicatedStorage.RemoteFunction.OnServerInvoke = function() return 1 end")
    assert [call.finished for call in calls] == [True, True, False]


@pytest.mark.parametrize("remote", [EVENT, UNRELIABLE])
def test_a_flood_is_cut_at_the_rate_of_its_type(start, remote):
    """About 500 requests/s per client, counted per type (g.2)."""
    server, ada = start(
        """
        for _, name in { "RemoteEvent", "UnreliableRemoteEvent" } do
            local remote = game.ReplicatedStorage[name]
            remote.OnServerEvent:Connect(function() _G.n = (_G.n or 0) + 1 end)
        end
        """
    )
    ada.flood(remote, 600)
    server.universe.run_for(seconds=0.5)
    assert server.run("return _G.n") == 500
    assert ada.dropped == {"rate": 100}
    ada.fire(EVENT if remote == UNRELIABLE else UNRELIABLE)
    server.universe.run_for(seconds=0.1)
    assert server.run("return _G.n") == 501
    server.universe.run_for(seconds=1)
    ada.fire(remote)
    server.universe.run_for(seconds=0.1)
    assert server.run("return _G.n") == 502


@pytest.mark.parametrize(("length", "arrives"), [(996, True), (997, True), (998, False)])
def test_unreliable_payloads_are_limited_to_1000_bytes(start, length, arrives):
    """Payload over 1000 bytes dropped (g.2); a string has three bytes more than its text."""
    server, ada = start(PRINT)
    ada.fire(UNRELIABLE, "x" * length)
    server.run("game.ReplicatedStorage.UnreliableRemoteEvent:FireAllClients(...)", "x" * length)
    server.universe.run_for(seconds=1)
    assert len(lines(server)) == arrives
    assert len(ada.received) == arrives
    assert ada.dropped == ({} if arrives else {"size": 2})
    ada.fire(EVENT, "x" * length)
    server.universe.run_for(seconds=1)
    assert len(lines(server)) == arrives + 1


def test_unreliable_events_do_not_wait_for_a_handler(start):
    """No queue before a handler (g.2)."""
    server, ada = start()
    ada.fire(UNRELIABLE, 1)
    server.universe.run_for(seconds=1)
    server.run(PRINT)
    server.universe.run_for(seconds=1)
    assert lines(server) == []


def test_unreliable_events_may_be_lost(start):
    server, ada = start(PRINT, unreliable_loss=0.5)
    ada.flood(UNRELIABLE, 100)
    ada.fire(EVENT, "reliable")
    server.universe.run_for(seconds=1)
    assert 20 < ada.dropped["loss"] < 80
    assert len(lines(server)) == 101 - ada.dropped["loss"]


def test_unreliable_events_may_overtake_each_other(start):
    server, ada = start(PRINT, latency_seconds=(0, 0.5), unreliable_reorder=True)
    for number in range(30):
        ada.fire(UNRELIABLE, number)
    server.universe.run_for(seconds=1)
    arrived = [int(line.split()[1]) for line in lines(server)]
    assert sorted(arrived) == list(range(30))
    assert arrived != list(range(30))


# Hostile ----------------------------------------------------------------------------------------


def test_a_client_cannot_send_a_cycle(start):
    """`tables cannot be cyclic` is the sender's error (g.3): nothing reaches the server."""
    server, ada = start(PRINT)
    cycle = {}
    cycle["again"] = [cycle]
    with pytest.raises(ScriptError, match="tables cannot be cyclic"):
        ada.fire(EVENT, cycle)
    ada.fire(EVENT, "still alive")
    server.universe.run_for(seconds=1)
    assert lines(server) == ["Ada still alive"]


def test_the_same_table_twice_arrives_as_two(start):
    server, ada = start("""
        game.ReplicatedStorage.RemoteEvent.OnServerEvent:Connect(function(_, t)
            print(t[1] ~= t[2], t[1][1], t[2][1])
        end)
    """)
    inner = [7]
    ada.fire(EVENT, [inner, inner])
    server.universe.run_for(seconds=1)
    assert lines(server) == ["true 7 7"]


@pytest.mark.parametrize(
    ("sent", "expression", "arrived"),
    [
        ([1, 2, None, 4], "#t, t[4]", "2 nil"),
        ({1: "a", 2: "b", "x": 1}, "#t, t.x", "2 nil"),
        ({2: "b", "x": 1}, "t['2'], t[2], t.x", "b nil 1"),
        ({1.5: "a"}, "t['1.5']", "a"),
        ({True: "a"}, "t['true']", "a"),
        (math.nan, "t == t, type(t)", "false number"),
        ({"x": math.inf}, "t.x", "inf"),
        ("1", "type(t)", "string"),
        (1e308, "t == 1e308", "true"),
    ],
)
def test_hostile_tables_arrive_as_the_array_rule_says(start, sent, expression, arrived):
    """Holes, mixed keys, numbers that are none (g.3)."""
    server, ada = start(f"""
        game.ReplicatedStorage.RemoteEvent.OnServerEvent:Connect(function(_, t)
            print({expression})
        end)
    """)
    ada.fire(EVENT, sent)
    server.universe.run_for(seconds=1)
    assert lines(server) == [arrived]


def test_instance_keys_become_texts(start):
    """Instance key: string `<Instance> (Name)` (g.3)."""
    server, ada = start("""
        game.ReplicatedStorage.RemoteEvent.OnServerEvent:Connect(function(_, t)
            print(t["<Instance> (Workspace)"])
        end)
    """)
    ada.fire(EVENT, {server.game.find("Workspace"): 1})
    server.universe.run_for(seconds=1)
    assert lines(server) == ["1"]


def test_an_instance_removed_in_transit_arrives_as_nil(start):
    """Instance destroyed/removed in transit: nil (g.3)."""
    server, ada = start(PRINT)
    part = server.game.world.create("Part", "Door", server.game.find("Workspace"))
    ada.fire(EVENT, part, 1)
    server.run("workspace.Door:Destroy()")
    server.universe.run_for(seconds=1)
    assert lines(server) == ["Ada nil 1"]


def test_a_client_cannot_name_what_it_does_not_see(start):
    server, ada = start(PRINT)
    secret = server.game.world.create("Folder", "Secret", server.game.find("ServerStorage"))
    ada.fire(EVENT, secret, [secret, 2])
    server.universe.run_for(seconds=1)
    assert lines(server)[0].startswith("Ada nil table")


# From the server --------------------------------------------------------------------------------


def test_events_for_a_client_arrive_with_its_latency(start):
    server, ada = start(latency_seconds=(0.2, 0.2))
    heard = []
    ada.on(EVENT, lambda *values: heard.append(values))
    server.run("game.ReplicatedStorage.RemoteEvent:FireClient(game.Players.Ada, 1, { x = 2 })")
    assert (ada.received, heard) == ([], [])
    server.universe.run_for(seconds=0.3)
    assert heard == [(1, {"x": 2})]
    assert [message.arguments for message in ada.received] == heard


def test_events_wait_for_the_first_handler_of_a_client(start):
    server, ada = start()
    heard = []
    server.run("game.ReplicatedStorage.RemoteEvent:FireAllClients(1)")
    server.run("game.ReplicatedStorage.UnreliableRemoteEvent:FireAllClients(2)")
    server.universe.run_for(seconds=1)
    server.run("game.ReplicatedStorage.RemoteEvent:FireAllClients(3)")
    ada.on(EVENT, lambda *values: heard.append(values))
    ada.on(UNRELIABLE, lambda *values: heard.append(values))
    assert heard == [(1,)]
    server.universe.run_for(seconds=1)
    assert heard == [(1,), (3,)]


def test_a_client_answers_as_soon_as_it_hears(start):
    server, ada = start(PRINT)
    ada.on(EVENT, lambda number: ada.fire(EVENT, number + 1))
    server.run("game.ReplicatedStorage.RemoteEvent:FireClient(game.Players.Ada, 1)")
    server.universe.run_for(seconds=1)
    assert lines(server) == ["Ada 2"]


def test_a_remote_that_clients_do_not_see_sends_nothing(start):
    server, ada = start()
    server.run("""
        local remote = Instance.new("RemoteEvent", game.ServerStorage)
        remote:FireAllClients(1)
    """)
    server.universe.run_for(seconds=1)
    assert ada.received == server.game.remotes.sent == []


INVOKE = """
local ok, a, b = pcall(function(...)
    local f = game.ReplicatedStorage.RemoteFunction
    return f:InvokeClient(game.Players.Ada, ...)
end, ...)
return ok, a, b, os.clock()
"""


def test_a_client_answers_the_server(start):
    server, ada = start()
    ada.answer(FUNCTION, lambda n: (n + 1, [n]))
    ok, first, second, _ = server.run(INVOKE, 4)
    assert (ok, first, second.to_python()) == (True, 5, [4])


def test_a_client_s_error_is_thrown_on_the_server(start):
    """Client error is thrown on the server (g.4)."""
    server, ada = start()

    def fail(*_):
        raise ValueError("client says no")

    ada.answer(FUNCTION, fail)
    assert server.run(INVOKE)[:2] == (False, "client says no")


def test_a_client_may_take_its_time(start):
    server, ada = start()
    ada.answer(FUNCTION, lambda: Later(5, "slow"))
    ok, value, _, seconds = server.run(INVOKE)
    assert (ok, value) == (True, "slow")
    assert 5 <= seconds < 5.2


def test_the_server_waits_until_the_client_has_a_callback(start):
    server, ada = start()
    server.spawn(server.vm.load(f"print((function(...) {INVOKE} end)())", name="test"))
    server.universe.run_for(minutes=5)
    assert lines(server) == []
    ada.answer(FUNCTION, lambda: 1)
    server.universe.run_for(seconds=1)
    assert lines(server)[0].startswith("true 1 nil")


def test_invoking_a_client_that_leaves_throws(start):
    """Client disconnect throws; a client that never returns: waiting for ever (g.4)."""
    server, ada = start()
    ada.answer(FUNCTION, lambda: Later(1e6))
    main = server.vm.load(f"print((function(...) {INVOKE} end)())", name="test")
    server.spawn(main)
    server.universe.run_for(minutes=30)
    assert lines(server) == []
    ada.leave()
    server.universe.run_for(seconds=1)
    text = "Player disconnected while the remote function was being invoked"
    assert lines(server)[0].startswith(f"false {text}")
    assert server.errors == []


def test_only_the_last_answer_counts(start):
    server, ada = start()
    ada.answer(FUNCTION, lambda: 1)
    ada.answer(FUNCTION, lambda: 2)
    assert server.run(INVOKE)[1] == 2


# Life -------------------------------------------------------------------------------------------


def test_nothing_arrives_from_one_who_has_left(start):
    server, ada = start(PRINT)
    ada.fire(EVENT, 1)
    ada.leave()
    server.universe.run_for(seconds=1)
    assert lines(server) == []
    with pytest.raises(UsageError, match="the player has left"):
        ada.fire(EVENT)


def test_a_client_needs_a_remote_of_the_right_kind(start):
    _, ada = start()
    with pytest.raises(UsageError, match="no BaseRemoteEvent 'Workspace'"):
        ada.fire("Workspace")
    with pytest.raises(UsageError, match=r"no RemoteFunction 'ReplicatedStorage\.RemoteEvent'"):
        ada.invoke(EVENT)


def test_there_is_no_client_of_nobody(start):
    server, _ = start()
    with pytest.raises(UsageError, match="no player 'Bob'"):
        server.client("Bob")


def test_clients_with_latency_and_loss_replay_from_the_seed():
    def run():
        universe = Universe(seed=3)
        rules = RemoteRules(latency_seconds=(0, 1), unreliable_loss=0.3, unreliable_reorder=True)
        server = universe.start_server(
            scripts={"ServerScriptService.Main": MAKE + PRINT},
            settings=ServerSettings(remotes=rules),
        )
        server.join("Ada")
        for number in range(20):
            server.client("Ada").fire(UNRELIABLE, number)
        universe.run_for(seconds=2)
        universe.close()
        return universe.trace.digest(), server.output

    assert run() == run()


def test_what_travels_stands_in_the_trace(start):
    server, ada = start()
    ada.fire(EVENT, "x")
    ada.start_invoke(FUNCTION)
    server.run("game.ReplicatedStorage.RemoteEvent:FireAllClients(1)")
    server.universe.run_for(seconds=1)
    found = [line for line in server.universe.trace.lines() if "remote." in line]
    for line, kind in zip(found, ("sent", "received", "invoked"), strict=True):
        assert f"remote.{kind}" in line
