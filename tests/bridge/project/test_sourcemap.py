"""Sourcemaps as inputs: the same tree as the project's, without its written properties."""

import json

import pytest

from bridge.errors import ProjectError
from bridge.project import load_project
from bridge.project.sourcemap import is_sourcemap, read_sourcemap


@pytest.fixture
def load(write):
    def build(data, **files):
        folder = write({**files, "sourcemap.json": json.dumps(data)})
        return read_sourcemap(folder / "sourcemap.json")

    return build


def instance(name, class_name, *children, paths=()):
    made = {"name": name, "className": class_name}
    if paths:
        made["filePaths"] = list(paths)
    if children:
        made["children"] = list(children)
    return made


FILES = {
    "default.project.json": json.dumps(
        {
            "name": "Game",
            "tree": {
                "$className": "DataModel",
                "ServerScriptService": {"Server": {"$path": "src/server"}},
                "ReplicatedStorage": {"Shared": {"$path": "src/shared"}},
            },
        }
    ),
    "src/server/Main.server.luau": "print('main')",
    "src/shared/Lib/init.luau": "return 'lib'",
    "src/shared/Lib/init.meta.json": '{"attributes": {"n": 1}}',
    "src/shared/Lib/Part.luau": "return 'part'",
    "src/shared/Data.json": '{"a": 1}',
    "src/shared/Note.txt": "hello",
    "src/shared/Box/init.meta.json": '{"className": "Model"}',
    ".luaurc": '{"aliases": {"x": "src"}}',
}

MAP = instance(
    "Game",
    "DataModel",
    instance(
        "ReplicatedStorage",
        "ReplicatedStorage",
        instance(
            "Shared",
            "Folder",
            instance("Box", "Model", paths=["src/shared/Box/init.meta.json"]),
            instance("Data", "ModuleScript", paths=["src/shared/Data.json"]),
            instance(
                "Lib",
                "ModuleScript",
                instance("Part", "ModuleScript", paths=["src/shared/Lib/Part.luau"]),
                paths=["src/shared/Lib/init.luau", "src/shared/Lib/init.meta.json"],
            ),
            instance("Note", "StringValue", paths=["src\\shared\\Note.txt"]),
        ),
    ),
    instance(
        "ServerScriptService",
        "ServerScriptService",
        instance(
            "Server",
            "Folder",
            instance("Main", "Script", paths=["src/server/Main.server.luau"]),
        ),
    ),
    paths=["default.project.json"],
)


def described(root):
    return [
        (name, node.class_name, node.source and node.source.text, node.properties, node.attributes)
        for name, node in sorted(root.walk(), key=lambda pair: pair[0])
    ]


def test_a_sourcemap_gives_the_tree_of_its_project(load, tmp_path):
    root = load(MAP, **FILES)
    assert (root.name, root.class_name) == ("Game", "DataModel")
    assert described(root) == described(load_project(tmp_path))
    assert root.find("ReplicatedStorage.Shared.Lib.Part").aliases == {"x": tmp_path / "src"}


@pytest.mark.parametrize("modern", [True, False])
def test_classes_of_client_scripts_tell_what_the_project_emits(load, modern):
    client = instance("C", "Script" if modern else "LocalScript", paths=["c.client.luau"])
    server = instance("S", "Script", paths=["s.server.luau"])
    root = load(
        instance("G", "DataModel", client, server),
        **{"c.client.luau": "", "s.server.luau": ""},
    )
    contexts = [node.properties.get("RunContext") for _, node in root.walk()]
    assert contexts == (["Client", "Server"] if modern else [None, None])


def test_models_bring_their_children_along(load):
    model = '{"className": "Folder", "children": [{"name": "C", "className": "Part"}]}'
    listed = instance("M", "Folder", instance("C", "Part"), paths=["M.model.json"])
    root = load(instance("G", "DataModel", listed), **{"M.model.json": model})
    assert [(name, node.class_name) for name, node in root.walk()] == [
        ("M", "Folder"),
        ("M.C", "Part"),
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            instance("G", "DataModel", instance("M", "ModuleScript")),
            "the ModuleScript 'M' has no file",
        ),
        (
            instance("G", "DataModel", instance("M", "ModuleScript", paths=["gone.luau"])),
            "'M': gone.luau does not exist; write the sourcemap anew with `rojo sourcemap`",
        ),
        ({"className": "DataModel"}, 'needs a "name" and a "className"'),
        (instance("G", "DataModel", 3), "an instance of a sourcemap is an object"),
    ],
)
def test_mistakes_name_the_sourcemap(load, data, problem):
    with pytest.raises(ProjectError, match=r"sourcemap\.json: .*" + problem):
        load(data)


def test_a_project_is_no_sourcemap():
    assert is_sourcemap(MAP)
    assert not is_sourcemap({"name": "x", "tree": {}})
    assert not is_sourcemap([])
