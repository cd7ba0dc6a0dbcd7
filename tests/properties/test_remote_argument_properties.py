"""Laws of what travels through remotes, against a simple model of engine.md g.3."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.instances.payload import Buffer, Datatype, Enclosing, Named, Nested, Odd, Repeated
from bridge.tools.simulation import Universe
from bridge.tools.strategies.remote_payloads import hostile_payloads, remote_payloads

SCRIPT = """
local remote = Instance.new("RemoteFunction", game.ReplicatedStorage)
remote.OnServerInvoke = function(_, ...) return ... end
local bindable = Instance.new("BindableFunction", game.ServerStorage)
bindable.OnInvoke = function(...) return ... end
local both = Instance.new("RemoteFunction", game.ReplicatedStorage)
both.Name = "Both"
both.OnServerInvoke = function(_, ...) return bindable:Invoke(...) end
"""


@pytest.fixture(scope="module")
def server():
    universe = Universe()
    server = universe.start_server(scripts={"ServerScriptService.Main": SCRIPT})
    server.join("Ada")
    yield server
    universe.close()


def key_text(key):
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, float) and key == int(key):
        key = int(key)
    return key if isinstance(key, str) else f"{key}"


def as_table(value):
    """The table a client makes of a value: keys to items; other values as they are."""
    if isinstance(value, Nested):
        inner = value.value
        for _ in range(value.depth):
            inner = [inner]
        value = inner
    if isinstance(value, Repeated):
        value = [value.value] * value.count
    if isinstance(value, list):
        value = dict(enumerate(value, 1))
    return value


def converted(value, server):
    """One conversion: arrays to the first nil, dictionaries with text keys, odd values nil."""
    value = as_table(value)
    if isinstance(value, Odd):
        return None
    if isinstance(value, Named):
        return server.game.find(value.path)
    if not isinstance(value, dict):
        return value
    present = {key: item for key, item in value.items() if as_table(item) is not None}
    numbered = {key: item for key, item in present.items() if not isinstance(key, (bool, str))}
    if 1 in numbered:
        last = 1
        while last + 1 in numbered:
            last += 1
        present = {at: numbered[at] for at in range(1, last + 1)}
    else:
        present = {key_text(key): item for key, item in present.items()}
    found = {key: converted(item, server) for key, item in present.items()}
    return {key: item for key, item in found.items() if item is not None}


def shown(value):
    """A converted value as a test sees it: arrays and empty tables are lists."""
    if not isinstance(value, dict):
        return value
    if 1 in value or not value:
        return [shown(value[at]) for at in range(1, len(value) + 1)]
    return {key: shown(item) for key, item in value.items()}


def model(value, server, times):
    """What is left after some conversions."""
    for _ in range(times):
        value = converted(value, server)
    return shown(value)


def same(found, expected):
    if isinstance(expected, float) and expected != expected:
        return found != found
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(map(same, found, expected))
        )
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and found.keys() == expected.keys()
            and all(same(found[key], expected[key]) for key in expected)
        )
    if isinstance(expected, Datatype):
        return found is not None
    if isinstance(expected, Buffer):
        return found == expected
    return found == expected and isinstance(found, bool) == isinstance(expected, bool)


def echoed(server, name, arguments):
    remote = server.game.find(f"ReplicatedStorage.{name}")
    ada = server.game.players.find("Ada")
    call = server.game.remotes.invoke_server(remote, ada, *arguments)
    assert call.ok, call.values
    return call.values


@settings(deadline=None, max_examples=60)
@given(hostile_payloads(cycles=False), st.sampled_from(["RemoteFunction", "Both"]))
def test_hostile_arguments_arrive_as_the_model_says(server, arguments, name):
    found = echoed(server, name, arguments)
    times = 4 if name == "Both" else 2
    expected = tuple(model(argument, server, times) for argument in arguments)
    if name == "Both" and not arguments:
        expected = (None,)  # a bindable's callback that returns nothing gives nil
    assert len(found) == len(expected)
    assert all(map(same, found, expected)), (found, expected)
    assert server.errors == []


@settings(deadline=None, max_examples=60)
@given(remote_payloads(instances=["Workspace"]))
def test_arriving_twice_changes_nothing_more(server, arguments):
    once = echoed(server, "RemoteFunction", arguments)
    assert len(once) == len(arguments)
    again = echoed(server, "RemoteFunction", once)
    assert all(map(same, again, once))


@settings(deadline=None, max_examples=30)
@given(hostile_payloads())
def test_nothing_a_client_sends_breaks_the_server(server, arguments):
    ada = server.client("Ada")
    try:
        call = ada.start_invoke("ReplicatedStorage.RemoteFunction", *arguments)
    except Exception as problem:
        assert "tables cannot be cyclic" in str(problem)
        assert any(Enclosing.__name__ in repr(argument) for argument in arguments)
    else:
        server.universe.run_for(seconds=1)
        assert call.finished
    assert server.run("return 1 + 1") == 2
    assert server.errors == []
