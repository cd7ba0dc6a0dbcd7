"""Settings that a place's own file decides."""

from __future__ import annotations

import pytest

from bridge.project import ProjectNode
from bridge.project.tree import PropertyValue
from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings, signal_behavior_of

PRINTS_ORDER = """
local folder = Instance.new("Folder")
folder.ChildAdded:Connect(function() print("handler") end)
Instance.new("Folder", folder)
print("after")
"""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Deferred", "deferred"),
        ("Immediate", "immediate"),
        ({"Enum": 2}, "deferred"),
        (1, "immediate"),
        ("Default", None),
    ],
)
def test_the_place_decides_its_signal_behavior(value: PropertyValue, expected: str | None) -> None:
    """e:SignalBehavior: Default 0, Immediate 1, Deferred 2."""
    workspace = ProjectNode("Workspace", "Workspace", properties={"SignalBehavior": value})
    assert signal_behavior_of(ProjectNode("Game", "DataModel", children=[workspace])) == expected


def test_a_place_without_a_word_leaves_it_open() -> None:
    assert signal_behavior_of(ProjectNode("Game", "DataModel")) is None


def test_the_servers_own_setting_wins_over_the_universes() -> None:
    universe = Universe(signal_behavior="deferred")
    scripts = {"ServerScriptService.Main": PRINTS_ORDER}
    deferred = universe.start_server(scripts=scripts)
    immediate = universe.start_server(
        scripts=scripts, settings=ServerSettings(signal_behavior="immediate")
    )
    assert deferred.output == [("print", "after"), ("print", "handler")]
    assert immediate.output == [("print", "handler"), ("print", "after")]


def test_a_skewed_server_reads_another_wall_clock() -> None:
    universe = Universe()
    true = universe.start_server()
    skewed = universe.start_server(settings=ServerSettings(clock_skew_seconds=-90))
    assert true.run("return os.time()") - skewed.run("return os.time()") == 90


@pytest.mark.parametrize("value", [True, {"Bool": True}])
def test_a_place_can_enable_loadstring(value: PropertyValue) -> None:
    """Class page ServerScriptService: LoadStringEnabled, off by default and not for scripts."""
    service = ProjectNode(
        "ServerScriptService", "ServerScriptService", properties={"LoadStringEnabled": value}
    )
    server = Universe().start_server(ProjectNode("Game", "DataModel", children=[service]))
    source = """
        value = 4
        local f = loadstring("return value + ..., game ~= nil", "=piece")
        local broken, text = loadstring("return +", "=piece")
        return f(1), (select(2, f(1))), broken, text
    """
    assert server.run(source)[:3] == (5, True, None)
    assert server.run(source)[3].startswith("piece:1: ")


def test_loadstring_is_off_by_default() -> None:
    server = Universe().start_server()
    text = server.run("return select(2, pcall(function() return loadstring('return 1') end))")
    assert text == "test:1: loadstring() is not available"


@pytest.mark.parametrize(
    ("own", "ids", "expected"),
    [
        ({}, {}, (1, 1)),
        ({}, {"place_id": 5, "game_id": 6}, (5, 6)),
        ({"place_id": 7}, {"place_id": 5, "game_id": 6}, (7, 6)),
        ({"place_id": 0, "game_id": 0}, {"place_id": 5}, (0, 0)),
    ],
)
def test_a_project_names_the_ids_that_settings_leave_open(
    own: dict[str, int], ids: dict[str, int], expected: tuple[int, int]
) -> None:
    project = ProjectNode("P", "DataModel", **ids)
    server = Universe().start_server(project=project, settings=ServerSettings(**own))
    assert server.run("return game.PlaceId, game.GameId") == expected
