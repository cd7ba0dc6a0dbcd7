"""String paths of require in a place: where each begins, what it finds, what it says (d.3)."""

import json
from pathlib import Path

import pytest

from bridge.project import ProjectNode
from bridge.source import Source
from bridge.tools.simulation import Universe

PLACE = {
    "tree": {
        "$className": "DataModel",
        "ServerScriptService": {"Server": {"$path": "src/server"}},
        "ReplicatedStorage": {
            "Shared": {"$path": "src/shared"},
            "Packages": {"$path": "Packages"},
        },
    }
}

FILES = {
    ".luaurc": '{"aliases": {"Pkg": "Packages", "src": "src", "one": "./src/shared/Deep/One.luau",'
    ' "gone": "elsewhere", "init": "src/shared/Thing"}}',
    "src/server/.luaurc": '{"aliases": {"near": "@src/shared/Deep"}}',
    "src/shared/Deep/One.luau": "return 'one'",
    "src/shared/Deep/Up.luau": "return require('../Thing') .. ' ' .. require('./One')",
    "src/shared/Thing/init.luau": "return require('@self/Part') .. ' ' .. require('./Beside')",
    "src/shared/Thing/Part.luau": "return 'part'",
    "src/shared/Beside.luau": "return 'beside'",
    "Packages/lib.luau": "return 'lib'",
}


@pytest.fixture
def results(tmp_path):
    """What requiring each path in a script of the place gives, errors without positions."""

    def run(*paths, script="src/server/Main.server.luau"):
        tries = "".join(
            f"print(pcall(function() return require('{path}') end))\n" for path in paths
        )
        for name, text in {**FILES, script: tries}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (tmp_path / "default.project.json").write_text(json.dumps({"name": "P", **PLACE}))
        server = Universe().start_server(project=tmp_path)
        lines = [text for kind, text in server.output if kind == "print"]
        return [line.split(": ", 1)[-1].removeprefix("true ") for line in lines]

    return run


def test_relative_paths_begin_above_the_script(results):
    paths = ("@game/ReplicatedStorage/Shared/Deep/Up", "../../ReplicatedStorage/Shared/Beside")
    assert results(*paths) == ["part beside one", "beside"]


def test_aliases_mean_what_the_configurations_say(results):
    paths = ("@Pkg/lib", "@PKG/lib", "@one", "@init", "@init/Part", "@near/One", "@near/../Beside")
    assert results(*paths) == ["lib", "lib", "one", "part beside", "part", "one", "beside"]


def test_an_alias_may_mean_a_folder_that_is_no_instance(results):
    assert results("@src/shared/Deep/One", "@src/./shared/Thing") == ["one", "part beside"]


def test_an_alias_ends_at_the_instances_of_its_folder(results):
    assert results("@src/nothing", "@gone/x", "@unknown/x") == [
        'could not resolve alias "src"',
        'could not resolve alias "gone"',
        'could not resolve alias "unknown"',
    ]


def test_a_broken_configuration_is_an_error_of_who_uses_an_alias(results, tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / ".luaurc").write_text("{")
    relative, alias = results("../../ReplicatedStorage/Shared/Beside", "@pkg/lib")
    assert relative == "beside"
    assert ".luaurc:1:2: not valid JSON" in alias


def test_what_is_missing_or_wrong_is_named(results):
    assert results(
        "./Nope", "@self/Nope", "Nope", "..", "/x", "../../../x", "@game/../x", "./"
    ) == [
        'could not resolve child component "Nope"',
        'could not resolve child component "Nope"',
        *["require path must start with a valid prefix: ./, ../, or @"] * 3,
        'could not get parent of component ".."',
        "could not get parent of requiring context",
        "Attempted to call require with invalid argument(s).",
    ]


def test_protected_calls_do_not_hide_who_requires(tmp_path):
    """A module's path begins at the module, whoever's thread calls it."""
    place = ProjectNode("P", "DataModel", children=[
        ProjectNode("ReplicatedStorage", "ReplicatedStorage", children=[
            ProjectNode("A", "ModuleScript", source=Source(
                "return function() return select(2, pcall(require, './B')) end")),
            ProjectNode("B", "ModuleScript", source=Source("return 'b'")),
        ]),
        ProjectNode("ServerScriptService", "ServerScriptService", children=[
            ProjectNode("M", "Script", source=Source(
                "print(require(game.ReplicatedStorage.A)())")),
        ]),
    ])  # fmt: skip
    assert Universe().start_server(project=place).output == [("print", "b")]


def test_backslashes_are_slashes(results):
    assert results(r".\\..\\Server\\..\\..\\ReplicatedStorage\\Shared\\Beside") == ["beside"]


def test_a_clone_keeps_the_aliases_of_its_original():
    def script(name, class_name, text, **more):
        return ProjectNode(name, class_name, source=Source(text), **more)

    target = script("T", "ModuleScript", "return 'target'", path=Path("/p/t.luau"))
    user = script("U", "ModuleScript", "return require('@t')", aliases={"t": Path("/p/t")})
    main = script("Main", "Script", "print(require(game.Lighting.U:Clone()))")
    place = ProjectNode("P", "DataModel", children=[
        ProjectNode("Lighting", "Lighting", children=[target, user]),
        ProjectNode("ServerScriptService", "ServerScriptService", children=[main]),
    ])  # fmt: skip
    assert Universe().start_server(project=place).output == [("print", "target")]
