"""Strategies of what clients send: it is sendable, reads back, and shrinks to what matters."""

import math

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from bridge.errors import ScriptError, UsageError
from bridge.instances import payload
from bridge.instances.payload import Datatype, Enclosing, Named, Nested, Odd, Repeated
from bridge.tools.simulation import Universe
from bridge.tools.strategies.remote_payloads import (
    ClientAction,
    client_actions,
    hostile_payloads,
    hostile_values,
    perform,
    remote_payloads,
    remote_values,
)

QUIET = settings(database=None, max_examples=2000, derandomize=True)
SCRIPT = """
Instance.new("RemoteEvent", game.ReplicatedStorage).OnServerEvent:Connect(function(...)
    _G.arrived = select("#", ...)
end)
"""
EVENT = "ReplicatedStorage.RemoteEvent"


@pytest.fixture(scope="module")
def ada():
    universe = Universe()
    server = universe.start_server(scripts={"ServerScriptService.Main": SCRIPT})
    server.join("Ada")
    yield server.client("Ada")
    universe.close()


@given(remote_payloads(instances=["Workspace"]))
def test_honest_payloads_can_be_sent(ada, arguments):
    ada.fire(EVENT, *arguments)


@settings(deadline=None)
@given(hostile_payloads())
def test_hostile_payloads_can_be_sent_or_are_cycles(ada, arguments):
    try:
        ada.fire(EVENT, *arguments)
    except ScriptError as problem:
        assert problem.message == "tables cannot be cyclic"


def parts(value):
    yield value
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from parts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from parts(item)
    elif isinstance(value, (Nested, Repeated)):
        yield from parts(value.value)


@pytest.mark.parametrize(
    ("wanted", "simplest"),
    [
        (lambda v: any(part is Odd.FUNCTION for part in parts(v)), Odd.FUNCTION),
        (lambda v: any(isinstance(part, Enclosing) for part in parts(v)), [Enclosing()]),
        (lambda v: any(p == Named("ServerStorage") for p in parts(v)), Named("ServerStorage")),
        (lambda v: any(isinstance(part, Nested) for part in parts(v)), Nested(1, None)),
        (lambda v: any(isinstance(p, Repeated) for p in parts(v)), Repeated(0, None)),
        (lambda v: isinstance(v, dict) and 1 in v and any(isinstance(k, str) for k in v), None),
    ],
)  # fmt: skip
def test_hostile_values_shrink_to_what_matters(wanted, simplest):
    found = find(hostile_values(), wanted, settings=QUIET)
    assert found == simplest or (simplest is None and len(found) == 2)


@pytest.mark.parametrize("number", [math.inf, 1e308])
def test_extreme_numbers_come(number):
    found = find(hostile_values(), lambda v: number in list(parts(v)), settings=QUIET)
    assert found == number


def test_not_a_number_comes():
    found = find(hostile_values(), lambda v: any(p != p for p in parts(v)), settings=QUIET)
    assert math.isnan(found)


def test_payloads_shrink_to_nothing():
    first = settings(QUIET, max_examples=1)
    assert find(hostile_payloads(), lambda _: True, settings=first) == ()
    assert find(remote_values(), lambda _: True, settings=first) is None
    assert find(client_actions(events=[EVENT]), lambda _: True, settings=first) == []


NAMES = {**vars(payload), "ClientAction": ClientAction, "inf": math.inf, "nan": math.nan}


@settings(max_examples=25, deadline=None)
@given(client_actions(events=[EVENT], functions=["F"]))
def test_what_is_drawn_can_be_pasted(actions):
    text = repr(actions).replace("<Odd.", "Odd.")
    for odd in Odd:
        text = text.replace(f"{odd}: '{odd.value}'>", str(odd))
    assert repr(eval(text, dict(NAMES))) == repr(actions)


@settings(max_examples=25, deadline=None)
@given(client_actions(events=[EVENT], functions=["F"], max_actions=5))
def test_actions_keep_their_bounds(actions):
    assert len(actions) <= 6
    assert all(each.kind != "leave" for each in actions[:-1])
    assert {each.remote for each in actions} <= {"", EVENT, "F"}


def test_a_client_may_be_forbidden_to_leave():
    with pytest.raises(NoSuchExample):
        find(
            client_actions(leaves=False),
            lambda actions: any(each.kind == "leave" for each in actions),
            settings=settings(QUIET, max_examples=50),
        )


@given(remote_values(), st.data())
def test_honest_values_hold_nothing_odd(value, data):
    assert not any(isinstance(part, (Odd, Enclosing, Nested)) for part in parts(value))
    assert all(
        isinstance(part, (type(None), bool, int, float, str, list, dict, Datatype))
        for part in parts(value)
    )


def test_actions_are_performed_in_order():
    universe = Universe()
    server = universe.start_server(
        scripts={
            "ServerScriptService.Main": """
                local event = Instance.new("RemoteEvent", game.ReplicatedStorage)
                local asked = Instance.new("RemoteFunction", game.ReplicatedStorage)
                event.OnServerEvent:Connect(function(_, x) print("event", x) end)
                asked.OnServerInvoke = function(_, x) print("asked", x) return x end
            """
        },
        players=["Ada"],
    )
    calls = perform(
        server.client("Ada"),
        [
            ClientAction("fire", EVENT, (1,)),
            ClientAction("wait", seconds=5.0),
            ClientAction("invoke", "ReplicatedStorage.RemoteFunction", (2,)),
            ClientAction("wait", seconds=1.0),
            ClientAction("leave"),
        ],
    )
    assert [text for _, text in server.output] == ["event 1", "asked 2"]
    assert [call.value for call in calls] == [2]
    assert server.players == []
    with pytest.raises(UsageError, match="no action 'dance'"):
        perform(server.clients.of(server.join("Bob")), [ClientAction("dance")])
    universe.close()
