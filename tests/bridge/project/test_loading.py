"""What a user names: places as they are, libraries in a place of their own."""

import pytest

from bridge.errors import ProjectError
from bridge.project import load_project


def test_a_library_project_stands_in_replicated_storage(write):
    folder = write(
        {
            "default.project.json": '{"name": "Lib", "tree": {"$path": "src"}}',
            "src/init.luau": "return 1",
        }
    )
    root = load_project(folder)
    assert root.class_name == "DataModel"
    assert root.find("ReplicatedStorage.Lib").class_name == "ModuleScript"
    assert root.find("ReplicatedStorage.Lib").source.name == "ReplicatedStorage.Lib"


def test_depth_that_exhausts_the_stack_is_a_message(write):
    model = '{"className": "Folder", "children": [' * 2000 + "]}" * 2000
    tree = '{"$className": "DataModel", "Workspace": {"M": {"$path": "m.model.json"}}}'
    folder = write({"default.project.json": f'{{"tree": {tree}}}', "m.model.json": model})
    with pytest.raises(ProjectError, match="nested too deeply"):
        load_project(folder)


def test_a_sourcemap_is_told_from_a_project_by_what_it_says(write):
    folder = write(
        {
            "sourcemap.json": '{"name": "G", "className": "DataModel"}',
            "odd.json": '{"name": "P", "tree": {"$className": "DataModel"}}',
        }
    )
    assert load_project(folder / "sourcemap.json").name == "G"
    assert load_project(folder / "odd.json").name == "P"


ITEMS = (
    '<Item class="{0}" referent="R"><Properties><string name="Name">{0}</string></Properties>'
    '<Item class="ModuleScript" referent="M"><Properties><string name="Name">M</string>'
    '<string name="Source">return 1</string></Properties></Item></Item>'
)


def test_places_and_models_are_loaded_as_they_are(write, binary, strings):
    tree = [("Folder", [0], {}), ("ModuleScript", [1], {"Name": strings("M")})]
    storage = [("ReplicatedStorage", [0], {}), ("ModuleScript", [1], {"Name": strings("M")})]
    parents = [(0, -1), (1, 0)]
    folder = write(
        {
            "a.rbxlx": f'<roblox version="4">{ITEMS.format("ReplicatedStorage")}</roblox>',
            "b.rbxmx": f'<roblox version="4">{ITEMS.format("Folder")}</roblox>',
            "c.rbxl": binary(storage, parents),
            "d.rbxm": binary(tree, parents),
        }
    )
    for name, full_name in (
        ("a.rbxlx", "ReplicatedStorage.M"),
        ("b.rbxmx", "ReplicatedStorage.b.M"),
        ("c.rbxl", "ReplicatedStorage.M"),
        ("d.rbxm", "ReplicatedStorage.d.M"),
    ):
        root = load_project(folder / name)
        assert (root.name, root.class_name) == (name[0], "DataModel")
        assert root.find(full_name).class_name == "ModuleScript"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("notes.txt", "is no project; name a"),
        ("gone.rbxl", "no such project file"),
        ("folder", "default.project.json: no such project file"),
    ],
)
def test_anything_else_is_told_what_to_name(write, name, problem):
    folder = write({"notes.txt": "", "folder/x": ""})
    with pytest.raises(ProjectError, match=problem):
        load_project(folder / name)
