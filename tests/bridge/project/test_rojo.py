"""Project files: which node stands where, and what each mistake says."""

import json
import os
from pathlib import Path

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


def test_of_several_init_files_the_first_in_rojos_order_counts(place):
    root = place(
        {**PLACE, "Workspace": {"$path": "s"}},
        {"s/a/init.server.luau": "", "s/a/init.luau": "return 1", "s/a/init.csv": "Key\nA\n"},
    )
    module = root.find("Workspace.a")
    assert (module.class_name, module.source.text, module.children) == (
        "ModuleScript",
        "return 1",
        [],
    )


def test_a_folder_may_be_a_localization_table_or_a_plugin_script(place):
    root = place(
        {**PLACE, "Workspace": {"$path": "s"}},
        {"s/t/init.csv": "Key\nA\n", "s/p/init.plugin.luau": "", "s/t/c.txt": "x"},
    )
    table = root.find("Workspace.t")
    assert (table.class_name, table.children[0].name) == ("LocalizationTable", "c")
    assert root.find("Workspace.p").properties == {"RunContext": "Plugin"}


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


def test_written_children_follow_those_of_the_path_by_name(place):
    """Rojo keeps children of equal names side by side."""
    tree = {"$path": "w", "Z": {"$className": "Folder"}, "A": {"$className": "Folder"}}
    root = place({**PLACE, "Workspace": tree}, {"w/A.luau": "", "w/Y.luau": ""})
    assert [(c.name, c.class_name) for c in root.find("Workspace").children] == [
        ("A", "ModuleScript"),
        ("Y", "ModuleScript"),
        ("A", "Folder"),
        ("Z", "Folder"),
    ]


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


@pytest.mark.parametrize(
    ("manifest", "path", "step"),
    [
        ("wally.toml", "Packages", "run `wally install`"),
        ("wally.toml", "DevPackages/_Index", "run `wally install`"),
        ("package.json", "node_modules/@rbxts", "run `npm install`"),
        ("pesde.toml", "roblox_packages", "run `pesde install`"),
        ("other.toml", "Packages", 'write {"optional": ...} for a path that may be missing'),
    ],
)
def test_a_missing_path_is_told_what_makes_it(place, manifest, path, step):
    with pytest.raises(ProjectError, match=f"does not exist; {step}"):
        place({**PLACE, "Workspace": {"$path": path}}, {manifest: ""})


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


def test_a_link_to_a_folder_above_is_refused(place, tmp_path):
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "again").symlink_to(tmp_path / "w")
    with pytest.raises(ProjectError, match="again: this folder contains itself"):
        place({**PLACE, "Workspace": {"$path": "w"}})


def test_links_to_nowhere_and_pipes_are_left_out(place, tmp_path):
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "gone.luau").symlink_to(tmp_path / "nowhere.luau")
    os.mkfifo(tmp_path / "w" / "pipe.luau")
    (tmp_path / "w" / "here.luau").write_text("return 1")
    root = place({**PLACE, "Workspace": {"$path": "w"}})
    assert [child.name for child in root.find("Workspace").children] == ["here"]


def test_names_that_are_no_text_are_refused(place, tmp_path):
    (tmp_path / "w").mkdir()
    (Path(os.fsdecode(os.fsencode(tmp_path / "w") + b"/\xff.luau"))).write_text("")
    with pytest.raises(ProjectError, match="is not UTF-8; rename it"):
        place({**PLACE, "Workspace": {"$path": "w"}})


def test_a_missing_optional_path_without_a_class_is_left_out(place):
    tree = {"Packages": {"$path": {"optional": "gone"}}, "Kept": {"$className": "Folder"}}
    root = place({**PLACE, "ReplicatedStorage": tree})
    assert [child.name for child in root.find("ReplicatedStorage").children] == ["Kept"]


def test_names_of_nested_projects(place):
    """The node's name, else the project's, else the folder's or the file's."""
    nested = '{"tree": {"$className": "Folder"}}'
    named = '{"name": "Own", "tree": {"$className": "Folder"}}'
    root = place(
        {**PLACE, "Workspace": {"$path": "w"}, "Lighting": {"Here": {"$path": "w/one"}}},
        {
            "w/one/default.project.json": nested,
            "w/two/default.project.jsonc": named + " // comment",
            "w/three.project.json": nested,
            "w/four.project.jsonc": named,
        },
    )
    assert [child.name for child in root.find("Workspace").children] == [
        "Own",
        "one",
        "three",
        "Own",
    ]
    assert root.find("Lighting.Here").class_name == "Folder"


def test_legacy_scripts_are_the_business_of_each_project(place):
    nested = '{"name": "n", "tree": {"$path": "src"}}'
    root = place(
        {**PLACE, "Workspace": {"$path": "w"}},
        {"w/a.server.luau": "", "w/b.client.luau": "", "w/n/default.project.json": nested,
         "w/n/src/c.server.luau": ""},
        emitLegacyScripts=False,
    )  # fmt: skip
    assert root.find("Workspace.a").properties == {"RunContext": "Server"}
    assert root.find("Workspace.b").properties == {"RunContext": "Client"}
    assert root.find("Workspace.n.c").properties == {}


def test_sync_rules_come_before_the_default_ones_and_stay_in_their_project(place):
    root = place(
        {**PLACE, "Workspace": {"$path": "w"}},
        {
            "w/a.foo": "hello",
            "w/b.spec.luau": "",
            "w/c.server.luau": "",
            "w/n/default.project.json": '{"name": "n", "tree": {"$path": "src"}}',
            "w/n/src/d.foo": "",
            "w/n/src/e.spec.luau": "",
        },
        syncRules=[
            {"pattern": "*.foo", "use": "text"},
            {"pattern": "*.spec.luau", "use": "ignore"},
            {"pattern": "w/c.*", "use": "runContextServerScript", "suffix": ".server.luau"},
        ],
    )
    assert [name for name, _ in root.walk()] == [
        "Workspace",
        "Workspace.a",
        "Workspace.c",
        "Workspace.n",
        "Workspace.n.e.spec",
    ]
    assert root.find("Workspace.a").properties == {"Value": "hello"}
    assert root.find("Workspace.c").properties == {"RunContext": "Server"}


@pytest.mark.parametrize(
    ("keys", "ids"),
    [
        ({}, (None, None)),
        ({"placeId": 7, "gameId": 8, "servePlaceIds": [1]}, (7, 8)),
        ({"servePlaceIds": [5]}, (5, None)),
        ({"servePlaceIds": [5, 6]}, (None, None)),
    ],
)
def test_ids_of_the_place(place, keys, ids):
    root = place(PLACE, **keys)
    assert (root.place_id, root.game_id) == ids


def test_ids_of_instances(place):
    tree = {"$path": "w", "$id": "mine", "B": {"$className": "Folder", "$id": "b"}}
    root = place({**PLACE, "Workspace": tree}, {"w/init.meta.json": '{"id": "meta"}'})
    assert root.find("Workspace").id == "mine"
    assert root.find("Workspace.B").id == "b"


def test_a_model_that_is_held_twice_refers_to_itself_each_time(place):
    item = (
        '<Item class="ObjectValue" referent="R"><Properties><Ref name="Value">R</Ref></Properties>'
        "</Item>"
    )
    root = place(
        {**PLACE, "Workspace": {"A": {"$path": "m.rbxmx"}, "B": {"$path": "m.rbxmx"}}},
        {"m.rbxmx": f'<roblox version="4">{item}</roblox>'},
    )
    nodes = [root.find("Workspace.A"), root.find("Workspace.B")]
    assert [(n.referent, n.properties) for n in nodes] == [
        ("1#R", {"Value": {"Ref": "1#R"}}),
        ("2#R", {"Value": {"Ref": "2#R"}}),
    ]


def test_scripts_know_their_aliases(place, tmp_path):
    root = place(
        {**PLACE, "Workspace": {"$path": "w"}},
        {"w/a.luau": "", "w/t.txt": "", ".luaurc": '{"aliases": {"Lib": "lib"}}'},
    )
    assert root.find("Workspace.a").aliases == {"lib": tmp_path / "lib"}
    assert root.find("Workspace.t").aliases == {}


def test_a_default_project_may_be_jsonc(tmp_path):
    (tmp_path / "default.project.jsonc").write_text('{"tree": {"$className": "DataModel",},}')
    assert load_project(tmp_path).name == tmp_path.name


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
            r"tree\.Workspace: \$properties must be an object",
        ),
        ({"$className": 3}, r"\$className at tree must be a string"),
        ({"$path": 3}, r"\$path at tree must be a path or"),
        ({"$path": {"optional": "gone"}}, "the optional \\$path of the tree does not exist"),
        ({"$className": "DataModel", "$id": 1}, "tree: the id must be a string"),
    ],
)
def test_mistakes_in_the_tree_name_file_and_place(place, tree, text):
    with pytest.raises(ProjectError, match=r"default\.project\.json.*" + text):
        place(tree)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ({"globIgnorePath": []}, "unknown key 'globIgnorePath'; did you mean 'globIgnorePaths'"),
        ({"globIgnorePaths": "x"}, "globIgnorePaths must be a list of globs"),
        ({"emitLegacyScripts": "no"}, "emitLegacyScripts must be true or false"),
        ({"servePlaceIds": 3}, "servePlaceIds must be a list"),
        ({"placeId": "3"}, "placeId must be a number"),
        ({"gameId": True}, "gameId must be a number"),
        ({"name": 3}, '"name" must be a string'),
        ({"syncRules": [{"use": "text"}]}, r"syncRules\[0\]: \"pattern\" must be a string"),
    ],
)
def test_mistakes_in_the_keys_name_file_and_key(place, keys, text):
    with pytest.raises(ProjectError, match=r"default\.project\.json: " + text):
        place(PLACE, **keys)


def test_broken_json_gives_line_and_column(tmp_path):
    (tmp_path / "default.project.json").write_text('{\n  "name": }', encoding="utf-8")
    with pytest.raises(ProjectError, match=r"default\.project\.json:2:11: not valid JSON"):
        load_project(tmp_path)


def test_a_folder_with_other_projects_names_them(tmp_path):
    for name in ("b.project.json", "a.project.jsonc", "x.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(ProjectError, match=r"; there is a\.project\.jsonc, b\.project\.json$"):
        load_project(tmp_path)


def test_a_folder_without_a_project_file_says_what_to_do(tmp_path):
    with pytest.raises(ProjectError, match=r"no such project file; name a \*\.project\.json file"):
        load_project(tmp_path)
