"""Projects as instances: values of every type, references, and what wrong ones are told."""

import os
from pathlib import Path

import pytest

from bridge.errors import ProjectError
from bridge.project import ProjectNode
from bridge.source import Source


def node(name, class_name, *children, **fields):
    made = ProjectNode(name, class_name, **fields)
    made.children.extend(children)
    return made


@pytest.fixture
def populate(server):
    """Put nodes into Workspace; the server."""

    def put(*children):
        place = node("Game", "DataModel", node("Workspace", "Workspace", *children))
        server.enter(server.game.populate, place)
        return server

    return put


PLAIN = [1, 0, 0, 0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("class_name", "property", "written", "text"),
    [
        ("Part", "Size", [1, 2, 3], "1, 2, 3"),
        ("Part", "Color", {"Color3uint8": [255, 0, 0]}, "1, 0, 0"),
        ("Part", "CFrame", [1, 2, 3, *PLAIN], "1, 2, 3, 1, 0, 0, 0, 1, 0, 0, 0, 1"),
        ("Part", "BrickColor", {"BrickColor": 21}, "Bright red"),
        ("Part", "Material", "Wood", "Enum.Material.Wood"),
        ("Frame", "Size", {"UDim2": [[0.5, 10], [1, 0]]}, "{0.5, 10}, {1, 0}"),
        ("Frame", "AnchorPoint", [0.5, 1], "0.5, 1"),
        ("UIListLayout", "Padding", {"UDim": [0, 8]}, "0, 8"),
        ("ParticleEmitter", "Lifetime", {"NumberRange": [1, 2]}, "1 2 "),
        ("TextLabel", "Text", "hé", "hé"),
        ("IntValue", "Value", 7, "7"),
        ("NumberValue", "Value", 0.5, "0.5"),
        ("BoolValue", "Value", True, "true"),
        ("RayValue", "Value", {"Ray": {"origin": [0, 0, 0], "direction": [0, 1, 0]}},
         "{0, 0, 0}, {0, 1, 0}"),
        ("Vector3Value", "Value", [1, 2, 3], "1, 2, 3"),
    ],
)  # fmt: skip
def test_properties_of_every_kind(populate, class_name, property, written, text):
    server = populate(node("X", class_name, properties={property: written}))
    assert server.run(f"return tostring(workspace.X.{property})") == text


def test_attributes_of_every_kind(populate):
    server = populate(
        node(
            "X",
            "Folder",
            attributes={
                "flag": True,
                "n": {"Float64": 1.5},
                "s": "text",
                "v": {"Vector3": [1, 2, 3]},
                "c": {"Color3uint8": [255, 0, 0]},
                "e": {"EnumItem": {"type": "Material", "value": 512}},
                "u": {"UDim2": [[0, 1], [2, 3]]},
            },
        )
    )
    assert server.run("""
        local a = workspace.X:GetAttributes()
        return a.flag, a.n, a.s, tostring(a.v), tostring(a.c), tostring(a.e), tostring(a.u)
    """) == (True, 1.5, "text", "1, 2, 3", "1, 0, 0", "Enum.Material.Wood", "{0, 1}, {2, 3}")


def test_references_by_attribute_reach_instances_made_later(populate):
    """Rojo: `Rojo_Target_` and the property's name gives the `$id` or `Rojo_Id` of an instance."""
    server = populate(
        node("M", "Model", attributes={"Rojo_Target_PrimaryPart": "handle"}),
        node("V", "ObjectValue", attributes={"Rojo_Target_Value": "other"}),
        node("P", "Part", id="handle"),
        node("Q", "Folder", attributes={"Rojo_Id": "other"}),
    )
    assert server.run("return workspace.M.PrimaryPart == workspace.P, workspace.V.Value.Name") == (
        True,
        "Q",
    )


def test_references_within_a_model_file(populate):
    server = populate(
        node("V", "ObjectValue", referent="1#a", properties={"Value": {"Ref": "1#b"}}),
        node("W", "ObjectValue", referent="1#b", properties={"Value": {"Ref": None}}),
    )
    assert server.run("return workspace.V.Value == workspace.W, workspace.W.Value") == (True, None)


def test_equal_names_stay_side_by_side(populate):
    server = populate(node("A", "Folder"), node("A", "Folder"), node("A", "Part"))
    assert (
        server.run("""
        local found = {}
        for _, each in workspace:GetChildren() do
            if each.Name == "A" then table.insert(found, each.ClassName) end
        end
        return table.concat(found, " ")
    """)
        == "Folder Folder Part"
    )


def test_what_only_files_have_is_left_out_or_has_the_name_of_scripts(populate):
    server = populate(
        node("X", "Model", properties={"WorldPivotData": {"OptionalCFrame": None}}),
        node("Z", "Part", properties={"size": [1, 2, 3], "Color3uint8": [1, 0, 0]}),
        node("Y", "Part", referent="1#y", properties={"NoSuchThing": {"Bool": True}}),
    )
    assert server.run("return workspace.X.ClassName, workspace.Y.ClassName") == ("Model", "Part")
    assert server.run("return tostring(workspace.Z.Size)") == "1, 2, 3"


def test_defaults_of_model_files_are_told_from_values(populate):
    """Every property of every instance stands in such a file; most are what they are anyway."""
    written = {
        "Anchored": {"Bool": True},
        "CanCollide": {"Bool": True},
        "Transparency": {"Float32": 0.5},
        "Reflectance": {"Float32": 0.0},
        "Material": {"Enum": 256},
        "TopSurface": {"Enum": 3},
        "CollisionGroup": {"String": "Default"},
    }
    server = populate(node("X", "Part", referent="1", properties=written))
    assert server.run("""
        local x = workspace.X
        return x.Anchored, x.CanCollide, x.Transparency, x.Reflectance, x.Material.Value,
            x.TopSurface.Value, x.CollisionGroup
    """) == (True, True, 0.5, 0.0, 256, 3, "Default")


def test_services_of_studio_in_place_files_are_left_out(server):
    inner = node("F", "Folder", referent="2")
    place = node("Game", "DataModel", node("X", "NoSuchService", inner, referent="1"))
    server.enter(server.game.populate, place)
    assert server.run("return game:FindFirstChild('X')") is None


def test_instances_are_known_by_the_path_of_their_file(populate, tmp_path):
    server = populate(
        node("F", "Folder", path=tmp_path / "f"),
        node("M", "ModuleScript", path=tmp_path / "m.luau", source=Source("return 1")),
        node("I", "ModuleScript", path=tmp_path / "i/init.luau", source=Source("return 1")),
        node("S", "Script", path=tmp_path / "s/init.server.luau", source=Source("")),
    )
    found = server.game.population.by_path
    names = {os.path.relpath(path, tmp_path): each.name for path, each in found.items()}
    assert names == {
        "f": "F",
        "m.luau": "M",
        "m": "M",
        "i/init.luau": "I",
        "i": "I",
        "s/init.server.luau": "S",
        "s/init.server": "S",
        "s": "S",
    }


def test_relative_paths_are_those_of_the_folder_in_which_the_project_was_made(
    populate, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    server = populate(node("F", "Folder", path=Path("f")))
    monkeypatch.chdir(tmp_path.parent)
    assert server.game.population.by_path[str(tmp_path / "f")].name == "F"


FILE = Path("p.json")


@pytest.mark.parametrize(
    ("child", "text"),
    [
        (node("X", "Nope", path=FILE), r"p\.json: Workspace\.X: there is no class 'Nope'"),
        (node("X", "Object"), "there is no class 'Object'"),
        (node("X", "DataModel"), r"Workspace\.X: a whole place \(DataModel\) cannot stand in"),
        (node("X", "Players"), r"Workspace\.X: the service Players can only stand at the top"),
        (
            node("X", "Part", path=Path("a"), origins={"Size": FILE}, properties={"Size": 1}),
            r"p\.json: X\.Size: a list of 3 expected, got 1",
        ),
        (
            node("X", "Part", properties={"Anchord": True}),
            "Part has no property 'Anchord'; did you mean 'Anchored'?",
        ),
        (
            node("X", "Part", origins={"Attributes": FILE}, attributes={"a": [1]}),
            r"p\.json: X\.a: write it with its type",
        ),
        (node("X", "Part", attributes={"a b": 1}), "X.a b: Attribute name contains invalid"),
        (
            node("X", "Model", attributes={"Rojo_Target_PrimaryPart": "gone"}),
            r"Workspace\.X\.PrimaryPart: no instance has the id 'gone'",
        ),
        (
            node("X", "Folder", attributes={"Rojo_Target_Nope": "x"}),
            "Folder has no property 'Nope' for an instance",
        ),
        (
            node("X", "Folder", node("Y", "Folder", id="one"), id="one"),
            "the id 'one' is given to two instances",
        ),
        (
            node("X", "Model", node("F", "Folder", id="f"),
                 attributes={"Rojo_Target_PrimaryPart": "f"}),
            "BasePart expected, got Folder",
        ),
    ],
)  # fmt: skip
def test_a_wrong_project_is_told_file_instance_and_property(populate, child, text):
    with pytest.raises(ProjectError, match=text):
        populate(child)
