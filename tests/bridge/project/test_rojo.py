"""Project files: which node stands where, and what each mistake says."""

import json

import pytest

from bridge.errors import ProjectError
from bridge.project import load_project


@pytest.fixture
def place(tmp_path):
    """Write files and a project, load it."""

    def build(tree, files=(), **keys):
        for name, text in dict(files).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        project = tmp_path / "default.project.json"
        project.write_text(json.dumps({"name": "Game", "tree": tree, **keys}), encoding="utf-8")
        return load_project(tmp_path)

    return build


PLACE = {"$className": "DataModel"}


def test_suffixes_decide_the_script_class(place):
    root = place(
        {**PLACE, "ServerScriptService": {"$path": "src"}},
        {
            "src/Main.server.luau": "",
            "src/Old.server.lua": "",
            "src/Hud.client.luau": "",
            "src/Module.luau": "",
            "src/Older.lua": "",
        },
    )
    folder = root.find("ServerScriptService")
    assert folder.class_name == "ServerScriptService"
    assert [(child.name, child.class_name) for child in folder.children] == [
        ("Hud", "LocalScript"),
        ("Main", "Script"),
        ("Module", "ModuleScript"),
        ("Old", "Script"),
        ("Older", "ModuleScript"),
    ]


def test_init_files_turn_their_folder_into_a_script(place):
    root = place(
        {**PLACE, "ServerScriptService": {"$path": "src"}},
        {"src/A/init.luau": "return 1", "src/A/B.luau": "", "src/S/init.server.luau": ""},
    )
    module = root.find("ServerScriptService.A")
    assert module.class_name == "ModuleScript"
    assert module.source.text == "return 1"
    assert [child.name for child in module.children] == ["B"]
    assert root.find("ServerScriptService.S").class_name == "Script"


def test_two_init_files_in_one_folder_are_refused(place):
    with pytest.raises(ProjectError, match=r"more than one init file: init\.luau, init\.server"):
        place({**PLACE, "Workspace": {"$path": "s"}}, {"s/init.luau": "", "s/init.server.luau": ""})


def test_source_is_named_by_its_full_name_without_the_data_model(place):
    root = place(
        {**PLACE, "ServerScriptService": {"Game": {"$path": "g"}}}, {"g/M/init.luau": "return {}"}
    )
    assert root.find("ServerScriptService.Game.M").source.name == "ServerScriptService.Game.M"


def test_services_and_their_known_children_need_no_class_name(place):
    root = place(
        {**PLACE, "StarterPlayer": {"StarterPlayerScripts": {"$path": "c"}}}, {"c/x.luau": ""}
    )
    assert root.find("StarterPlayer").class_name == "StarterPlayer"
    assert root.find("StarterPlayer.StarterPlayerScripts").class_name == "StarterPlayerScripts"


def test_a_written_child_replaces_a_synced_one_of_its_name(place):
    root = place(
        {**PLACE, "Workspace": {"$path": "w", "A": {"$className": "Folder"}}}, {"w/A.luau": ""}
    )
    assert [(c.name, c.class_name) for c in root.find("Workspace").children] == [("A", "Folder")]


def test_properties_and_attributes_are_kept_as_written(place):
    root = place(
        {**PLACE, "Workspace": {"$properties": {"Gravity": 10}, "$attributes": {"Level": 3}}}
    )
    assert root.find("Workspace").properties == {"Gravity": 10}
    assert root.find("Workspace").attributes == {"Level": 3}


def test_meta_files_set_class_and_properties(place):
    root = place(
        {**PLACE, "Workspace": {"$path": "w"}},
        {
            "w/Box/init.meta.json": '{"className": "Model", "attributes": {"n": 1}}',
            "w/M.luau": "",
            "w/M.meta.json": '{"properties": {"Archivable": false}}',
        },
    )
    box = root.find("Workspace.Box")
    assert (box.class_name, box.attributes) == ("Model", {"n": 1})
    assert root.find("Workspace.M").properties == {"Archivable": False}


def test_a_meta_file_does_not_change_the_class_of_a_script(place):
    with pytest.raises(ProjectError, match="className can only be set for a plain folder"):
        place(
            {**PLACE, "Workspace": {"$path": "w"}},
            {"w/M.luau": "", "w/M.meta.json": '{"className": "Folder"}'},
        )


def test_text_and_json_files_become_values_and_modules(place):
    root = place(
        {**PLACE, "ReplicatedStorage": {"$path": "d"}},
        {"d/Note.txt": "hé", "d/Data.json": '{"a b": [1, true, null, "x\\n\\"é"], "n": -2.5}'},
    )
    assert root.find("ReplicatedStorage.Note").properties == {"Value": "hé"}
    assert root.find("ReplicatedStorage.Data").source.text == (
        'return {["a b"] = {1, true, nil, "x\\010\\"\\195\\169"}, ["n"] = -2.5}'
    )


def test_files_rojo_does_not_sync_are_left_out(place):
    root = place({**PLACE, "Workspace": {"$path": "w"}}, {"w/README.md": "", "w/a.luau": ""})
    assert [child.name for child in root.find("Workspace").children] == ["a"]


@pytest.mark.parametrize("name", ["m.rbxm", "m.rbxmx", "m.model.json", "m.csv", "m.toml"])
def test_kinds_that_are_not_supported_are_refused_by_name(place, name):
    with pytest.raises(ProjectError, match="not supported yet; add the file to"):
        place({**PLACE, "Workspace": {"$path": "w"}}, {f"w/{name}": ""})


def test_glob_ignore_paths_leave_files_out(place):
    root = place(
        {**PLACE, "Workspace": {"$path": "w"}},
        {"w/a.spec.luau": "", "w/deep/b.spec.luau": "", "w/deep/c.luau": "", "w/x.rbxm": ""},
        globIgnorePaths=["**/*.spec.luau", "w/*.rbxm"],
    )
    assert [name for name, _ in root.walk()] == ["Workspace", "Workspace.deep", "Workspace.deep.c"]


def test_glob_ignore_paths_hold_within_nested_projects(place):
    """Rojo passes the ignore rules of a project on to those it includes."""
    root = place(
        {**PLACE, "Workspace": {"Lib": {"$path": "lib"}}},
        {
            "lib/default.project.json": '{"name": "x", "tree": {"$path": "src"}, '
            '"globIgnorePaths": ["src/own.luau"]}',
            "lib/src/a.spec.luau": "",
            "lib/src/own.luau": "",
            "lib/src/b.luau": "",
        },
        globIgnorePaths=["**/*.spec.luau"],
    )
    assert [child.name for child in root.find("Workspace.Lib").children] == ["b"]


def test_glob_ignore_paths_hold_behind_links(place, tmp_path):
    """pnpm and npm link packages into node_modules; the path counts as it is written."""
    elsewhere = tmp_path.with_name(tmp_path.name + "-elsewhere")
    elsewhere.mkdir()
    (elsewhere / "a.spec.luau").write_text("")
    (elsewhere / "b.luau").write_text("")
    (tmp_path / "w").symlink_to(elsewhere)
    root = place({**PLACE, "Workspace": {"$path": "w"}}, globIgnorePaths=["w/*.spec.luau"])
    assert [child.name for child in root.find("Workspace").children] == ["b"]


def test_glob_ignore_paths_hold_beside_the_project_folder(place, tmp_path):
    """`$path` may begin with `..`; a pattern that spans folders still applies."""
    (tmp_path / "a.spec.luau").write_text("")
    (tmp_path / "b.luau").write_text("")
    file = tmp_path / "test" / "default.project.json"
    file.parent.mkdir()
    tree = {**PLACE, "Workspace": {"Lib": {"$path": ".."}}}
    keys = {"globIgnorePaths": ["**/*.spec.luau", "**/test"]}
    file.write_text(json.dumps({"name": "Game", "tree": tree, **keys}), encoding="utf-8")
    assert [child.name for child in load_project(file).find("Workspace.Lib").children] == ["b"]


def test_optional_paths_may_be_missing(place):
    root = place(
        {**PLACE, "ServerStorage": {"$path": {"optional": "gone"}, "$className": "ServerStorage"}}
    )
    assert root.find("ServerStorage").children == []


def test_a_missing_path_is_named(place):
    with pytest.raises(ProjectError, match=r"\$path 'gone' at tree\.Workspace does not exist"):
        place({**PLACE, "Workspace": {"$path": "gone"}})


def test_nested_projects_are_read_in_place(place, tmp_path):
    root = place(
        {**PLACE, "ReplicatedStorage": {"Lib": {"$path": "lib"}}},
        {
            "lib/default.project.json": '{"name": "other", "tree": {"$path": "src"}}',
            "lib/src/init.luau": "return 1",
        },
    )
    assert root.find("ReplicatedStorage.Lib").class_name == "ModuleScript"


def test_a_project_that_includes_itself_is_refused(place):
    with pytest.raises(ProjectError, match="includes itself"):
        place({**PLACE, "Workspace": {"$path": "."}})


def test_a_library_project_stands_in_replicated_storage(place):
    root = place({"$path": "src"}, {"src/init.luau": "return 1"})
    assert root.class_name == "DataModel"
    assert root.find("ReplicatedStorage.Game").class_name == "ModuleScript"


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        ({"$className": "DataModel", "$pth": "x"}, r"unknown key '\$pth' at tree"),
        ({"$className": "DataModel", "Workspace": []}, r"tree\.Workspace must be an object"),
        (
            {"$className": "DataModel", "Workspace": {"Box": {}}},
            r'tree\.Workspace\.Box needs "\$className" or "\$path"',
        ),
        (
            {"$className": "DataModel", "Workspace": {"$properties": 3}},
            r"\$properties at tree\.Workspace must be an object",
        ),
    ],
)
def test_mistakes_in_the_tree_name_file_and_place(place, tree, text):
    with pytest.raises(ProjectError, match=r"default\.project\.json.*" + text):
        place(tree)


def test_broken_json_gives_line_and_column(tmp_path):
    (tmp_path / "default.project.json").write_text('{\n  "name": }', encoding="utf-8")
    with pytest.raises(ProjectError, match=r"default\.project\.json:2:11: not valid JSON"):
        load_project(tmp_path)


def test_a_folder_without_a_project_file_says_what_to_do(tmp_path):
    with pytest.raises(ProjectError, match=r"no such project file; name a \*\.project\.json file"):
        load_project(tmp_path)
