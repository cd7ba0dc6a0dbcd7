"""Assets in a test's hands."""

from __future__ import annotations

import pytest

from bridge.errors import ProjectError, UsageError
from bridge.project import ProjectNode
from bridge.tools.simulation import Universe

ITEM = """<Item class="{}" referent="{}"><Properties><string name="Name">{}</string></Properties>
    </Item>"""
MODEL = f"""<roblox version="4">
    {ITEM.format("Part", "a", "One")}
    {ITEM.format("Folder", "b", "Two")}
</roblox>"""


@pytest.fixture
def assets():
    return Universe(seed=1).assets


def test_every_declaration_is_a_version(assets):
    first = assets.declare(5, ProjectNode("A", "Part"))
    other = assets.declare(6)
    second = assets.declare(5, [ProjectNode("B", "Part"), ProjectNode("C", "Part")])
    assert (first.version, other.version, second.version) == (1, 2, 3)
    assert assets.latest(5) is second and assets.version(1) is first
    assert assets.latest(7) is None and assets.version(4) is None
    assert [node.name for node in second.nodes] == ["B", "C"]


def test_contents_are_read_from_model_files_and_from_what_rojo_syncs(assets, tmp_path):
    model, module = tmp_path / "m.rbxmx", tmp_path / "Mod.luau"
    model.write_text(MODEL)
    module.write_text("return 1")
    assert [n.name for n in assets.declare(5, model).nodes] == ["One", "Two"]
    assert [(n.name, n.class_name) for n in assets.declare(6, str(module)).nodes] == [
        ("Mod", "ModuleScript")
    ]


def test_files_that_are_no_assets_are_named(assets, tmp_path):
    broken, image = tmp_path / "m.rbxmx", tmp_path / "x.png"
    broken.write_text("<no")
    image.write_text("")
    with pytest.raises(ProjectError, match=r"m\.rbxmx"):
        assets.declare(5, broken)
    with pytest.raises(UsageError, match=r"x\.png is no file"):
        assets.declare(5, image)


def test_types_of_audio_are_the_engines(assets):
    assets.declare_audio(5, "Song", audio_type="Music")
    with pytest.raises(UsageError, match="'Noise' is no item"):
        assets.declare_audio(6, "x", audio_type="Noise")
