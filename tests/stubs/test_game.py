"""The DataModel as Python makes it: properties, projects, scripts (engine.md j, d.1)."""

import pytest

from bridge.errors import ProjectError, UsageError
from bridge.project import ProjectNode
from bridge.source import Source


def node(name, class_name, *children, **fields):
    made = ProjectNode(name, class_name, **fields)
    made.children.extend(children)
    return made


def place(*children):
    return node("Game", "DataModel", *children)


def test_game_knows_its_server(server):
    values = server.run("""
        return game.Name, game.JobId, game.PlaceId, game.GameId, game.PlaceVersion,
            game.PrivateServerId, game.PrivateServerOwnerId, game.CreatorType.Name
    """)
    assert values == ("Ugc", server.job_id, 1, 1, 1, "", 0, "User")


def test_a_project_becomes_instances_in_its_order(server):
    server.enter(server.game.populate, place(
        node("ReplicatedStorage", "ReplicatedStorage",
             node("Values", "Folder",
                  node("Speed", "NumberValue", properties={"Value": 2.5}),
                  node("Door", "Part",
                       properties={"Material": "Wood", "Size": [1, 2, 3], "Anchored": True},
                       attributes={"Level": 3}, tags=["Door"]))),
    ))  # fmt: skip
    values = server.run("""
        local values = game.ReplicatedStorage.Values
        local door = values.Door
        return values:GetChildren()[1].Value, door.Material.Name, door.Anchored,
            door:GetAttribute("Level"), door:HasTag("Door"), door:GetFullName()
    """)
    assert values == (2.5, "Wood", True, 3, True, "ReplicatedStorage.Values.Door")


def test_services_and_engine_made_children_of_a_project_are_the_ones_there_are(server):
    server.enter(server.game.populate, place(
        node("Starter", "StarterPlayer", node("StarterPlayerScripts", "StarterPlayerScripts")),
    ))  # fmt: skip
    assert server.run("return #game:GetService('StarterPlayer'):GetChildren()") == 2


def test_properties_no_script_can_see_and_typed_forms_are_accepted(server):
    """Rojo's template sets Workspace.FilteringEnabled; `{"Enum": n}` is its explicit form."""
    door = node("Door", "Part", properties={"Material": {"Enum": 512}, "Color": [1, 0, 0]})
    workspace = node(
        "Workspace", "Workspace", door, properties={"FilteringEnabled": True, "Gravity": 50}
    )
    server.enter(server.game.populate, place(workspace))
    assert server.run("return workspace.Gravity, workspace.Door.Material.Name") == (50, "Wood")


@pytest.mark.parametrize(
    ("child", "text"),
    [
        (node("X", "Nope"), r"Workspace\.X: there is no class 'Nope'"),
        (node("X", "Part", properties={"Nope": 1}), r"X\.Nope: Part has no property 'Nope'"),
        (
            node("X", "Part", properties={"Anchored": 1}),
            "X.Anchored: true or false expected, got 1",
        ),
    ],
)
def test_a_wrong_project_is_named(server, child, text):
    with pytest.raises(ProjectError, match=text):
        server.enter(server.game.populate, place(node("Workspace", "Workspace", child)))


def script(name="Main", class_name="Script", **fields):
    return node(name, class_name, source=Source("print(script:GetFullName())"), **fields)


def test_scripts_run_where_a_server_runs_them(server):
    """Legacy: Workspace and ServerScriptService; Server: ReplicatedStorage too; the rest never."""
    server.enter(server.game.populate, place(
        node("Workspace", "Workspace", script("A"), script("Off", properties={"Disabled": True})),
        node("ServerScriptService", "ServerScriptService", script("B", "LocalScript"), script("C")),
        node("ReplicatedStorage", "ReplicatedStorage",
             script("D"), script("E", properties={"RunContext": "Server"})),
        node("ServerStorage", "ServerStorage", script("F", properties={"RunContext": "Server"})),
        node("StarterPack", "StarterPack", script("G", properties={"RunContext": "Client"})),
    ))  # fmt: skip
    names = [each.full_name() for each in server.game.scripts()]
    assert sorted(names) == ["ReplicatedStorage.E", "ServerScriptService.C", "Workspace.A"]


@pytest.mark.parametrize("enabled", [True, False])
def test_scripts_of_test_service_run_where_the_place_says_so(server, enabled):
    """Class page TestService: ExecuteWithStudioRun, off by default."""
    script = node("Run", "Script", source=Source("print(script:GetFullName())", "Run"))
    properties = {"ExecuteWithStudioRun": True} if enabled else {}
    tests = node("TestService", "TestService", script, properties=properties)
    server.enter(server.game.populate, place(tests))
    assert [each.name for each in server.game.scripts()] == (["Run"] if enabled else [])


@pytest.mark.parametrize(
    ("begin", "end", "runs"),
    [
        ("ServerStorage", "Workspace", 1),
        ("ReplicatedStorage", "ServerScriptService", 1),
        ("Workspace", "ServerScriptService", 1),
        ("Workspace", "ServerStorage", 1),
        ("ServerStorage", "ReplicatedStorage", 0),
    ],
)
def test_a_script_starts_when_it_enters_a_place_that_runs_it(universe, begin, end, runs):
    """One that was in such a place does not start again (c:Script)."""
    inner = node("F", "Folder", node("S", "Script", source=Source("print('run')")))
    move = f"game.{begin}.F.Parent = game.{end}"
    server = universe.start_server(project=place(
        node(begin, begin, inner),
        node("ServerScriptService", "ServerScriptService",
             node("Main", "Script", source=Source("task.wait(1) " + move))),
    ))  # fmt: skip
    universe.run_for(seconds=3)
    assert server.output == [("print", "run")] * runs


def test_a_module_that_nobody_has_written_returns_nothing(server):
    server.run("""
        local ok, problem = pcall(require, Instance.new("ModuleScript"))
        print(ok, problem)
    """)
    assert server.output == [
        ("error", "Module code did not return exactly one value"),
        ("print", "false Requested module experienced an error while loading"),
    ]


def test_a_source_carries_the_present_full_name(server):
    world = server.game.world
    module = world.create("ModuleScript", "M", world.find("ReplicatedStorage"))
    server.game.set_source(module, Source("return 1"))
    module.parent_to(world.find("ServerStorage"))
    assert server.game.source_of(module).name == "ServerStorage.M"
    assert server.game.source_of(world.find("Workspace")) is None


def test_a_cloned_module_is_another_module_with_the_same_source(server):
    """Clones are different instances and are run again (d.3)."""
    world = server.game.world
    module = world.create("ModuleScript", "M", world.find("ReplicatedStorage"))
    server.game.set_source(module, Source("return {}"))
    assert server.run("""
        local m = game.ReplicatedStorage.M
        local copy = m:Clone()
        return require(m) == require(m) and require(copy) ~= require(m)
    """)


def test_only_services_can_be_had_as_services(server):
    with pytest.raises(UsageError, match="no service 'Debris' is modelled"):
        server.game.service("Debris")


def test_statistics_are_those_of_the_services_in_use(server):
    server.join("Ada")
    assert server.game.statistics()["Players"] == (1, 0)


def test_a_project_writes_datatypes_as_rojo_does(universe):
    """Rojo, Project Format: implicit arrays, and explicit `{"Type": value}`."""
    part = ProjectNode(
        "Block",
        "Part",
        properties={
            "Size": [1, 2, 3],
            "Color": {"Color3uint8": [255, 0, 0]},
            "Position": [4, 5, 6],
            "Anchored": True,
        },
    )
    place = ProjectNode(
        "Place", "DataModel", children=[ProjectNode("Workspace", "Workspace", children=[part])]
    )
    server = universe.start_server(project=place)
    source = (
        "local b = workspace.Block return tostring(b.Size), b.Color.R, tostring(b.CFrame.Position)"
    )
    assert server.run(source) == ("1, 2, 3", 1, "4, 5, 6")
    assert server.run("return workspace.Block.Anchored") is True


def test_a_datatype_that_makes_no_sense_names_file_and_property(universe):
    part = ProjectNode("Block", "Part", properties={"Size": "big"})
    place = ProjectNode(
        "Place", "DataModel", children=[ProjectNode("Workspace", "Workspace", children=[part])]
    )
    with pytest.raises(ProjectError, match=r"Block\.Size: a list of 3 expected"):
        universe.start_server(project=place)
