"""JSON models: the tree they describe, in both spellings, and their mistakes."""

import pytest

from bridge.errors import ProjectError
from bridge.project.json_models import json_model


def test_a_model_is_a_tree_named_by_its_file(write):
    folder = write(
        {
            "Box.model.json": '{"name": "ignored", "className": "Model", "attributes": {"n": 1},'
            ' "id": "box", "children": [{"className": "Part", "properties": {"Size": [1, 2, 3]}},'
            ' {"name": "M", "className": "ModuleScript", "properties": {"Source": "return 1"}},]}'
        }
    )
    node = json_model(folder / "Box.model.json", "Box")
    assert (node.name, node.class_name, node.id) == ("Box", "Model", "box")
    assert node.attributes == {"n": 1}
    part, module = node.children
    assert (part.name, part.properties) == ("Part", {"Size": [1, 2, 3]})
    assert (module.name, module.source.text) == ("M", "return 1")


def test_the_older_spelling_has_capitals(write):
    folder = write(
        {
            "a.model.json": '{"Name": "x", "ClassName": "IntValue", "Properties": {"Value": 5},'
            ' "Children": [{"Name": "c", "ClassName": "Folder"}]}'
        }
    )
    node = json_model(folder / "a.model.json", "a")
    assert node.properties == {"Value": 5}
    assert [child.name for child in node.children] == ["c"]


def test_an_empty_model_file_is_left_out(write):
    assert json_model(write({"a.model.json": " \n"}) / "a.model.json", "a") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[]", "an instance of a model is an object"),
        ("{}", 'needs a "className"'),
        ('{"className": "Folder", "name": 1}', '"name" must be a string'),
        ('{"className": "Folder", "children": {}}', '"children" must be a list'),
        ('{"className": "Folder", "children": [{}]}', r'children\[0\]: .*needs a "className"'),
        ('{"className": "Folder", "childs": []}', "unknown key 'childs'; did you mean 'children'"),
    ],
)
def test_mistakes_name_the_file_and_the_place(write, text, problem):
    folder = write({"a.model.json": text})
    with pytest.raises(ProjectError, match=r"a\.model\.json: .*" + problem):
        json_model(folder / "a.model.json", "a")
