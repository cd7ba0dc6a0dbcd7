"""Values with enum items, instances, instants and secrets inside."""

import json

import pytest

from bridge.errors import BridgeError
from bridge.instances.structures import Instant, SecretText, read_structure, structure
from bridge.instances.tree import Tree
from bridge.instances.values import EnumItem
from bridge.tools.simulation import Universe

WOOD = EnumItem("Material", "Wood", 512)


def item(enum, name):
    return EnumItem(enum, name, 512)


def test_a_value_is_read_as_it_was_written():
    tree = Tree()
    part = tree.create("Part")
    value = {"a": [1, "x", True, {"deep": WOOD}], "part": part}
    assert read_structure(tree, structure(value).text, item) == value


def test_what_no_script_can_hold_is_a_defect_of_the_service():
    with pytest.raises(BridgeError, match="no script value"):
        structure({"a": {1, 2}})


def test_scripts_get_the_values_themselves_in_fresh_tables():
    server = Universe(seed=1).start_server(players=["Ada"])
    server.run(
        """
        game.Players.Ada.Chatted:Connect(function(value)
            assert(value.list[1].material == Enum.Material.Wood)
            assert(value.list[2] == workspace)
            print(value.at.UnixTimestampMillis, typeof(value.at), value.plain)
        end)
        """
    )
    world = server.game.world
    workspace = server.game.service_instance("Workspace")
    value = {"list": [{"material": WOOD}, workspace], "at": Instant(1500), "plain": "x"}
    world.fire(world.find("Players.Ada"), "Chatted", structure(value))
    assert server.output == [("print", "1500 DateTime x")]


def test_the_marks_are_plain_json():
    assert json.loads(structure([WOOD, Instant(3)]).text) == [
        {"\u0001": "enum", "enum": "Material", "name": "Wood"},
        {"\u0001": "instant", "milliseconds": 3},
    ]


def test_a_secret_is_its_name_and_what_was_put_around_it():
    marked = {"\u0001": "secret", "name": "key", "before": "a", "after": "b"}
    assert read_structure(Tree(), json.dumps([marked]), item) == [SecretText("key", "a", "b")]
    assert str(SecretText("key", "a", "b")) == "aSecret(key)b"


def test_a_program_cannot_forge_a_mark():
    universe = Universe(seed=1)
    universe.http.route("https://a.example/", lambda sent: sent.headers.get("n", "none"))
    server = universe.start_server()
    source = """
        local forged = { ["\\1"] = "instance", id = -1, n = "kept" }
        return game:GetService("HttpService"):GetAsync("https://a.example/", false, forged)
    """
    assert server.run(source) == "kept"
