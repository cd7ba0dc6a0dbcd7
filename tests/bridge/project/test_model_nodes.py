"""Instances of model files as nodes: names, sources, tags, attributes, references."""

import base64
import struct
from pathlib import Path

import pytest

from bridge.errors import ProjectError
from bridge.project.model_nodes import model_node, rename_referents, root_of
from bridge.project.tree import ProjectNode

FILE = Path("m.rbxm")


def made(class_name, *properties):
    return model_node(class_name, "1", properties, FILE)


def packed(data):
    return {"BinaryString": base64.b64encode(data).decode()}


def test_names_of_files_become_those_of_scripts():
    node = made(
        "Part",
        ("Name", {"String": "Door"}),
        ("size", {"Vector3": [1, 2, 3]}),
        ("Color3uint8", {"Color3uint8": [1, 2, 3]}),
        ("Anchored", {"Bool": True}),
    )
    assert (node.name, node.class_name, node.referent, node.path) == ("Door", "Part", "1", FILE)
    assert node.properties == {
        "Size": {"Vector3": [1, 2, 3]},
        "Color": {"Color3uint8": [1, 2, 3]},
        "Anchored": {"Bool": True},
    }


def test_an_instance_without_a_name_has_its_classs():
    assert made("Part").name == "Part"


def test_sources_are_programs_of_scripts_and_stay_byte_for_byte():
    assert made("Script", ("Source", {"String": "é"})).source.text == "Ã©"
    assert made("Script", ("Source", packed(b"\xff"))).source.text == "ÿ"
    assert made("Folder", ("Source", {"String": "x"})).properties == {"Source": {"String": "x"}}


def test_tags_and_attributes():
    blob = struct.pack("<II1sB", 1, 1, b"n", 3) + b"\1"
    node = made("Folder", ("Tags", packed(b"a\0b\0")), ("AttributesSerialize", packed(blob)))
    assert (node.tags, node.attributes) == (["a", "b"], {"n": {"Bool": True}})
    assert made("Folder", ("Tags", {"String": "a"})).tags == ["a"]


def test_broken_attributes_name_file_and_instance():
    with pytest.raises(ProjectError, match=r"m\.rbxm: Box \(Folder\): attributes are cut off"):
        made("Folder", ("Name", {"String": "Box"}), ("AttributesSerialize", packed(b"\1\0\0\0")))


def test_a_model_has_one_instance_at_the_top():
    assert root_of([ProjectNode("x", "Folder")], FILE, "m").name == "m"
    for roots in ([], [ProjectNode("x", "Folder")] * 2):
        with pytest.raises(ProjectError, match=f"at the top, this one has {len(roots)}"):
            root_of(roots, FILE, "m")


def test_a_copy_has_references_of_its_own():
    child = made("ObjectValue", ("Value", {"Ref": "1"}), ("Other", {"Ref": None}))
    root = made("Folder")
    root.children.append(child)
    rename_referents(root, "7#")
    assert root.referent == "7#1"
    assert child.properties == {"Value": {"Ref": "7#1"}, "Other": {"Ref": None}}
