"""Members of nodes: what is taken apart, what is kept as written, and what is refused."""

from pathlib import Path

import pytest

from bridge.errors import ProjectError
from bridge.project.members import check_keys, set_attributes, set_id, set_properties
from bridge.project.tree import ProjectNode

FILE = Path("p.json")


def made(class_name="Folder", **properties):
    node = ProjectNode("x", class_name)
    set_properties(node, properties, FILE, "here")
    return node


def test_properties_stay_as_written_with_their_file():
    node = made(Size=[1, 2, 3], Color={"Color3": [1, 0, 0]}, Name="y", Parent=3)
    assert node.properties == {"Size": [1, 2, 3], "Color": {"Color3": [1, 0, 0]}}
    assert node.origins == {"Size": FILE, "Color": FILE}


@pytest.mark.parametrize("written", [["a", "b"], {"Tags": ["a", "b"]}])
def test_tags_are_tags(written):
    node = made(Tags=written)
    assert (node.tags, node.properties) == (["a", "b"], {})


@pytest.mark.parametrize("written", [{"n": {"Float64": 1}}, {"Attributes": {"n": {"Float64": 1}}}])
def test_attributes_may_be_written_as_a_property(written):
    assert made(Attributes=written).attributes == {"n": {"Float64": 1}}


def test_source_is_the_program_of_scripts_only():
    assert made("ModuleScript", Source="return 'é'").source.text == "return 'Ã©'"
    assert made("ModuleScript", Source={"String": "return 1"}).source.text == "return 1"
    assert made("Folder", Source="x").properties == {"Source": "x"}


def test_attributes_replace_those_of_before():
    node = ProjectNode("x", "Folder", attributes={"a": 1})
    set_attributes(node, {}, FILE)
    assert node.attributes == {"a": 1}
    set_attributes(node, {"b": 2}, FILE)
    assert node.attributes == {"b": 2}


def test_an_instance_has_one_id():
    node = ProjectNode("x", "Folder")
    set_id(node, "one", "here")
    set_id(node, "one", "here")
    with pytest.raises(ProjectError, match="here: id 'two' for an instance that has the id 'one'"):
        set_id(node, "two", "here")
    with pytest.raises(ProjectError, match="the id must be a string"):
        set_id(node, 3, "here")


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ({"Tags": "a"}, "Tags must be a list of strings"),
        ({"Attributes": [1]}, "Attributes must be an object of attributes"),
    ],
)
def test_wrong_shapes_are_named(properties, text):
    with pytest.raises(ProjectError, match=text):
        made(**properties)


def test_misspelt_keys_are_errors_and_comments_are_not():
    check_keys({"$schema": 1, "_note": 2, "//": 3, "id": 4}, {"id"}, "here")
    with pytest.raises(ProjectError, match="here: unknown key 'idd'; did you mean 'id'"):
        check_keys({"idd": 1}, {"id"}, "here")
    with pytest.raises(ProjectError, match="unknown key 'zzz'; known are id"):
        check_keys({"zzz": 1}, {"id"}, "here")
