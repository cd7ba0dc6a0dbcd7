"""Single files: what each kind becomes."""

import json

import pytest

from bridge.errors import ProjectError
from bridge.project.files import node_from_file, node_of_kind


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_the_source(write):
    folder = write({"m.luau": b"\xef\xbb\xbfreturn\r\n1\r"})
    assert node_from_file(folder / "m.luau").source.text == "return\n1\r"


@pytest.mark.parametrize("name", ["x.meta.json", "x.project.json", "x.project.jsonc", "x.md"])
def test_files_that_are_no_instances_give_none(write, name):
    assert node_from_file(write({name: "{}"}) / name) is None


@pytest.mark.parametrize(
    ("kind", "legacy", "expected"),
    [
        ("serverScript", True, ("Script", {})),
        ("serverScript", False, ("Script", {"RunContext": "Server"})),
        ("clientScript", True, ("LocalScript", {})),
        ("clientScript", False, ("Script", {"RunContext": "Client"})),
        ("pluginScript", True, ("Script", {"RunContext": "Plugin"})),
        ("legacyServerScript", False, ("Script", {})),
        ("legacyClientScript", False, ("LocalScript", {})),
        ("runContextServerScript", True, ("Script", {"RunContext": "Server"})),
        ("runContextClientScript", True, ("Script", {"RunContext": "Client"})),
        ("moduleScript", False, ("ModuleScript", {})),
    ],
)
def test_scripts_have_the_class_and_run_context_of_their_kind(write, kind, legacy, expected):
    path = write({"a.x": "return 1"}) / "a.x"
    node = node_of_kind(kind, path, "a", legacy=legacy)
    assert (node.class_name, node.properties) == expected
    assert node.source.text == "return 1"


def test_values_tables_and_models(write):
    folder = write(
        {
            "note.txt": "hé\r\nllo",
            "t.csv": "Key,es\nA,B\n",
            "m.model.json": '{"className": "Folder"}',
            "d.toml": "a = 1",
            "j.jsonc": "[1,]",
        }
    )
    note = node_from_file(folder / "note.txt")
    assert (note.class_name, note.properties) == ("StringValue", {"Value": "hé\nllo"})
    table = node_from_file(folder / "t.csv")
    assert table.class_name == "LocalizationTable"
    assert json.loads(table.properties["Contents"]) == [{"key": "A", "values": {"es": "B"}}]
    assert node_from_file(folder / "m.model.json").class_name == "Folder"
    assert node_from_file(folder / "d.toml").source.text == 'return {["a"] = 1}'
    assert node_from_file(folder / "j.jsonc").source.text == "return {1}"


def test_model_files_of_both_formats(write, binary):
    item = '<Item class="Folder" referent="R"><Properties/></Item>'
    folder = write(
        {
            "x.rbxmx": f'<roblox version="4">{item}</roblox>',
            "b.rbxm": binary([("Folder", [0], {})], [(0, -1)]),
        }
    )
    for name in ("x.rbxmx", "b.rbxm"):
        node = node_from_file(folder / name)
        assert (node.name, node.class_name) == (name[0], "Folder")


def test_every_kind_may_have_a_meta_file(write):
    folder = write({"a.txt": "x", "a.meta.json": '{"attributes": {"n": 1}}'})
    assert node_from_file(folder / "a.txt").attributes == {"n": 1}


def test_ignored_files_give_none(write):
    assert node_of_kind("ignore", write({"a.luau": ""}) / "a.luau", "a") is None


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(ProjectError, match=r"gone\.luau: cannot be read"):
        node_from_file(tmp_path / "gone.luau")
