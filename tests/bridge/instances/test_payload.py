"""Values of any shape between Python and scripts, by way of a client (engine.md g.3)."""

import math

import pytest

from bridge.errors import ScriptError, UsageError
from bridge.instances.payload import (
    Buffer,
    Datatype,
    Enclosing,
    Named,
    Nested,
    Odd,
    Repeated,
    vector,
)
from bridge.instances.values import EnumItem


@pytest.fixture
def echo(server):
    """Sends values as a client does; what comes back when the server sends them on."""
    server.run("""
        local remote = Instance.new("RemoteFunction", game.ReplicatedStorage)
        remote.OnServerInvoke = function(_, ...) return ... end
    """)
    server.join("Ada")
    remotes = server.game.remotes
    remote = server.game.find("ReplicatedStorage.RemoteFunction")
    ada = server.game.players.find("Ada")

    def send(*values):
        call = remotes.invoke_server(remote, ada, *values)
        assert call.ok
        return call.values

    return send


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        1.5,
        2**53,
        -math.inf,
        "text",
        "\0 bytes \udcff",
        [],
        [1, 2, 3],
        {"x": 1, "y": [{}, {"z": False}]},
        [[[[["deep"]]]]],
        Buffer(b"\0\1\xff"),
        EnumItem("Material", "Wood", 512),
    ],
)
def test_what_travels_comes_back_the_same(echo, value):
    # An empty table has no kind: it arrives as a list.
    expected = {"x": 1, "y": [[], {"z": False}]} if isinstance(value, dict) else value
    assert echo(value) == (expected,)


def test_not_a_number_travels(echo):
    assert math.isnan(echo(math.nan)[0])


def test_holes_among_arguments_survive(echo):
    """Top-level varargs are not a table: holes among arguments survive (g.3)."""
    assert echo(None, 1, None) == (None, 1, None)


@pytest.mark.parametrize("odd", list(Odd))
def test_odd_values_arrive_as_nil(echo, odd):
    """function, thread, userdata, an instance the other side cannot see: nil (g.3)."""
    assert echo(odd, {"x": odd, "y": 1}) == (None, {"y": 1})


def test_instances_that_clients_see_travel(echo, server):
    part = server.game.world.create("Part", "Door", server.game.find("Workspace"))
    ada = server.game.players.find("Ada")
    assert echo(part, [ada], server.game.world.root) == (part, [ada], server.game.world.root)


@pytest.mark.parametrize("container", ["ServerStorage", "ServerScriptService"])
def test_instances_that_clients_do_not_see_become_nil(echo, server, container):
    hidden = server.game.world.create("Folder", "Secret", server.game.find(container))
    assert echo(hidden, {"x": hidden}, server.game.find(container)) == (
        None,
        [],
        server.game.find(container),
    )


def test_datatypes_travel(echo):
    shown = [value.describe() for value in echo(vector(1, 2, 3), Datatype("UDim", [0.5, 10]))]
    assert shown == ["1, 2, 3", "0.5, 10"]


def test_tables_of_any_depth_and_size_cross_the_border(echo):
    deep = []
    for _ in range(1000):
        deep = [deep]
    wide = list(range(50_000))
    came_back = echo(deep, wide)
    assert came_back[1] == wide
    depth, level = 0, came_back[0]
    while level:
        depth, level = depth + 1, level[0]
    assert depth == 1000


def test_an_object_of_python_has_no_form(echo):
    with pytest.raises(UsageError, match="no Luau value for <object"):
        echo(object())


@pytest.mark.parametrize("key", [None, math.nan])
def test_keys_that_no_table_has_are_refused(echo, key):
    with pytest.raises(UsageError, match="no Luau table has the key"):
        echo({key: 1})


def test_shapes_that_are_long_to_write_have_short_forms(echo, server):
    assert echo(Nested(3, 1), Repeated(3, "x")) == ([[[1]]], ["x", "x", "x"])
    workspace = server.game.find("Workspace")
    assert echo(Named("Workspace"), Named("Workspace.Nothing")) == (workspace, None)


@pytest.mark.parametrize(
    "cycle", [[Enclosing()], {"x": [1, {"y": Enclosing(2)}]}, Nested(500, Enclosing(200))]
)
def test_a_cycle_can_be_written_down(echo, cycle):
    with pytest.raises(ScriptError, match="tables cannot be cyclic"):
        echo(cycle)
    assert echo("afterwards") == ("afterwards",)


@pytest.mark.parametrize("value", [Enclosing(), [Enclosing(1)], Nested(0)])
def test_impossible_shapes_are_refused(echo, value):
    with pytest.raises(UsageError, match=r"no table so far out|a depth is at least 1"):
        echo(value)
