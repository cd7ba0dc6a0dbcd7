"""Assets become instances of a server."""

from __future__ import annotations

from bridge.project import ProjectNode
from bridge.source import Source

LOAD = "game:GetService('InsertService'):LoadAsset(5)"

GATE = """<roblox version="4">
    <Item class="Model" referent="m"><Properties>
        <string name="Name">Gate</string><Ref name="PrimaryPart">p</Ref></Properties>
        <Item class="Part" referent="p"><Properties><string name="Name">Post</string></Properties>
        </Item>
    </Item>
</roblox>"""


def test_every_load_makes_instances_of_its_own_with_their_references(cloud, tmp_path):
    file = tmp_path / "gate.rbxmx"
    file.write_text(GATE)
    cloud.universe.assets.declare(5, file)
    source = f"""
        local one, other = {LOAD}, {LOAD}
        assert(one.Gate.PrimaryPart == one.Gate.Post and other.Gate.PrimaryPart == other.Gate.Post)
        return one ~= other, one.Gate ~= other.Gate, one.Gate.PrimaryPart.Name
    """
    assert cloud.run(source) == (True, True, "Post")


def test_a_script_of_an_asset_runs_once_it_is_in_the_world(cloud):
    script = ProjectNode("Main", "Script", source=Source("print(script:GetFullName())", "Main"))
    cloud.universe.assets.declare(5, script)
    cloud.run(f"_G.model = {LOAD}")
    assert cloud.output("print") == []
    cloud.run("_G.model.Parent = workspace task.wait()")
    assert cloud.output("print") == ["Workspace.Model.Main"]


def test_a_model_that_nobody_keeps_goes(cloud):
    cloud.universe.assets.declare(5, ProjectNode("Door", "Part"))
    cloud.run(f"for _ = 1, 6000 do {LOAD} end")
    assert len(cloud.server.game.world) < 6000
