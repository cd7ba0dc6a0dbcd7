"""Configuration files of Luau: which folder an alias means, and what is refused."""

from pathlib import Path

import pytest

from bridge.errors import ProjectError
from bridge.project import ProjectNode
from bridge.project.luaurc import AmbiguousConfigError, Configurations, module_path, read_config


def aliases(folder, file):
    return {
        name: path.relative_to(folder).as_posix()
        for name, path in Configurations().aliases(folder / file).items()
    }


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("a/b.luau", "a/b"),
        ("a/b.lua", "a/b"),
        ("a/init.luau", "a"),
        ("a/init.lua", "a"),
        ("a/init.server.luau", "a/init.server"),
        ("a/b.txt", "a/b.txt"),
    ],
)
def test_an_init_file_is_its_folder(file, module):
    assert module_path(Path(file)) == Path(module)


def test_the_nearest_file_that_names_an_alias_decides(write):
    folder = write(
        {
            ".luaurc": '{"aliases": {"Shared": "src/shared", "lib": "./lib", /* x */}}',
            "src/.luaurc": '{"languageMode": "strict", "aliases": {"LIB": "../other"}}',
            "src/deep/.luaurc": "{}",
            "src/deep/m.luau": "",
        }
    )
    assert aliases(folder, "src/deep/m.luau") == {"shared": "src/shared", "lib": "other"}
    assert aliases(folder, "m.luau") == {"shared": "src/shared", "lib": "lib"}


def test_an_init_module_begins_above_its_folder(write):
    folder = write({"a/.luaurc": '{"aliases": {"x": "."}}', "a/init.luau": "", "a/b.luau": ""})
    assert aliases(folder, "a/init.luau") == {}
    assert aliases(folder, "a/b.luau") == {"x": "a"}


def test_an_alias_may_begin_with_another(write):
    folder = write(
        {
            ".luaurc": '{"aliases": {"root": "src", "a": "@b/x", "b": "@root/y"}}',
            "t/.luaurc": '{"aliases": {"c": "@A/z"}}',
            "t/m.luau": "",
        }
    )
    assert aliases(folder, "t/m.luau")["c"] == "src/y/x/z"


def test_a_broken_configuration_is_kept_for_who_asks(write):
    folder = write({".luaurc": "{", "m.luau": ""})
    node = ProjectNode("m", "ModuleScript")
    Configurations().describe(node, folder / "m.luau")
    assert node.aliases == {}
    assert ".luaurc:1:2: not valid JSON" in node.alias_problem


def test_a_luau_configuration_is_read_without_being_run(write):
    folder = write(
        {
            ".config.luau": "return { luau = { languagemode = 'strict', aliases = { x = './é' },"
            " lint = { '*', 1, true, nil } } }",
            "m.luau": "",
        }
    )
    assert aliases(folder, "m.luau") == {"x": "é"}


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({".luaurc": "[]"}, "the configuration must be an object"),
        ({".luaurc": '{"aliases": []}'}, "aliases must be an object"),
        ({".luaurc": '{"aliases": {"a/b": "x"}}'}, "'a/b' is no name for an alias"),
        ({".luaurc": '{"aliases": {"..": "x"}}'}, "'..' is no name for an alias"),
        ({".luaurc": '{"aliases": {"a": 1}}'}, "aliases.a must be a path"),
        ({".config.luau": "return {"}, "does not parse"),
        ({".config.luau": "local a = 1 return {}"}, "must be one `return"),
        ({".config.luau": "return { luau = f() }"}, "its values must be constants"),
        ({".luaurc": "{}", ".config.luau": "return {}"}, "remove one of them"),
    ],
)
def test_broken_configurations_are_named(write, files, problem):
    with pytest.raises(ProjectError, match=problem):
        read_config(write(files))


def test_two_kinds_of_configuration_are_ambiguous(write):
    with pytest.raises(AmbiguousConfigError):
        read_config(write({".luaurc": "{}", ".config.luau": "return {}"}))


@pytest.mark.parametrize(
    ("aliases_text", "problem"),
    [
        ('{"a": "@b", "b": "@a/x"}', "the alias 'a' means itself"),
        ('{"a": "@gone/x"}', "the alias 'a' means 'gone', which no configuration file names"),
    ],
)
def test_circles_and_missing_aliases_are_errors(write, aliases_text, problem):
    folder = write({".luaurc": f'{{"aliases": {aliases_text}}}', "m.luau": ""})
    with pytest.raises(ProjectError, match=problem):
        Configurations().aliases(folder / "m.luau")
