"""Sync rules: the kind and the instance name of files, by default and by a project's own rules."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import ProjectError
from bridge.project.sync_rules import DEFAULT_RULES, default_rule, is_meta, read_sync_rules


def kind_and_name(name):
    for rule in DEFAULT_RULES:
        if rule.matches(name):
            return rule.kind, rule.instance_name(Path(name))
    return None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.server.luau", ("serverScript", "a")),
        ("a.client.lua", ("clientScript", "a")),
        ("a.plugin.luau", ("pluginScript", "a")),
        ("my.thing.server.lua", ("serverScript", "my.thing")),
        ("my.thing.luau", ("moduleScript", "my.thing")),
        ("a.lua", ("moduleScript", "a")),
        ("a.project.json", ("project", "a")),
        ("a.project.jsonc", ("project", "a")),
        ("a.model.json", ("jsonModel", "a")),
        ("a.model.jsonc", ("jsonModel", "a")),
        ("a.b.json", ("json", "a.b")),
        ("a.jsonc", ("json", "a")),
        ("a.meta.json", None),
        ("a.meta.jsonc", None),
        ("a.toml", ("toml", "a")),
        ("a.csv", ("csv", "a")),
        ("a.txt", ("text", "a")),
        ("a.rbxm", ("rbxm", "a")),
        ("a.rbxmx", ("rbxmx", "a")),
        ("a.yml", ("yaml", "a")),
        ("a.yaml", ("yaml", "a")),
        ("README.md", None),
        ("a.rbxlx", None),
        ("a.LUAU", None),
    ],
)
def test_the_default_rules(name, expected):
    assert kind_and_name(name) == expected


def test_meta_files_are_no_instances():
    assert is_meta("init.meta.json") and is_meta("a.meta.jsonc") and not is_meta("meta.json")


def test_rules_of_a_project_match_whole_relative_paths():
    (rule,) = read_sync_rules(
        Path("p"), [{"pattern": "*.foo", "use": "text", "exclude": "old/**", "suffix": ".x.foo"}]
    )
    assert rule.matches("deep/a.foo")
    assert not rule.matches("old/a.foo")
    assert rule.instance_name(Path("a.x.foo")) == "a"
    assert rule.instance_name(Path("a.foo")) == "a.foo"


def test_without_a_suffix_the_last_ending_is_cut():
    (rule,) = read_sync_rules(Path("p"), [{"pattern": "*.b.c", "use": "json"}])
    assert rule.instance_name(Path("a.b.c")) == "a.b"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ({}, "syncRules must be a list"),
        ([3], r"syncRules\[0\] must be an object"),
        ([{"use": "text"}], r'"pattern" must be a string'),
        ([{"pattern": "*", "use": "lua"}], r"\"use\" is 'lua'; it must be one of csv, jsonModel"),
        ([{"pattern": "*", "use": "text", "sufix": ""}], "unknown key 'sufix'"),
        ([{"pattern": "*", "use": "text", "suffix": 1}], '"suffix" must be a string'),
    ],
)
def test_mistakes_in_rules_are_named(written, text):
    with pytest.raises(ProjectError, match=text):
        read_sync_rules(Path("p"), written)


ENDINGS = [".luau", ".lua", ".server", ".json", ".meta", ".model", ".project", ".rbxm", ".txt", "x"]


@given(parts=st.lists(st.sampled_from(ENDINGS), max_size=4))
def test_a_name_finds_the_rule_that_asking_each_would_find(parts):
    name = "a" + "".join(parts)
    first = next((rule for rule in DEFAULT_RULES if rule.matches(name)), None)
    assert default_rule(name) is first
