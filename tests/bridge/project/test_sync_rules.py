"""Single files: what Rojo's default rules make of each."""

import pytest

from bridge.errors import ProjectError
from bridge.project.sync_rules import apply_meta, json_module, node_from_file
from bridge.project.tree import ProjectNode


def test_a_byte_order_mark_is_no_part_of_the_source(tmp_path):
    path = tmp_path / "m.luau"
    path.write_bytes(b"\xef\xbb\xbfreturn 1")
    assert node_from_file(path).source.text == "return 1"


def test_the_longest_suffix_names_the_script(tmp_path):
    path = tmp_path / "my.thing.server.luau"
    path.write_text("")
    node = node_from_file(path)
    assert (node.name, node.class_name) == ("my.thing", "Script")


@pytest.mark.parametrize("name", ["x.meta.json", "x.project.json", "x.md"])
def test_files_that_are_no_instances_give_none(tmp_path, name):
    path = tmp_path / name
    path.write_text("{}")
    assert node_from_file(path) is None


def test_unknown_meta_keys_are_errors(tmp_path):
    path = tmp_path / "init.meta.json"
    path.write_text('{"propertes": {}}')
    with pytest.raises(ProjectError, match="unknown key 'propertes' in a meta file"):
        apply_meta(ProjectNode("x", "Folder"), path)


def test_json_modules_keep_the_order_of_keys():
    assert json_module({"b": 1, "a": [False]}) == 'return {["b"] = 1, ["a"] = {false}}'
