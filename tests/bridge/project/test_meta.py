"""Meta files: what they set, on what, and which mistakes they name."""

import pytest

from bridge.errors import ProjectError
from bridge.project.meta import apply_adjacent_meta, apply_folder_meta, apply_meta
from bridge.project.tree import ProjectNode


def test_a_meta_file_sets_everything_it_may(write):
    folder = write(
        {
            "init.meta.json": '{"$schema": "x", "className": "Model", "id": "one", '
            '"ignoreUnknownInstances": true, "properties": {"Tags": ["t"], "Archivable": false}, '
            '"attributes": {"n": 1}} // done'
        }
    )
    node = apply_folder_meta(ProjectNode("x", "Folder"), folder)
    assert (node.class_name, node.id, node.tags) == ("Model", "one", ["t"])
    assert (node.properties, node.attributes) == ({"Archivable": False}, {"n": 1})
    assert node.origins["Archivable"] == folder / "init.meta.json"


def test_jsonc_is_taken_where_there_is_no_json(write):
    folder = write(
        {"a.meta.jsonc": '{"id": "c"}', "b.meta.jsonc": "{}", "b.meta.json": '{"id": "j"}'}
    )
    assert apply_adjacent_meta(ProjectNode("a", "Folder"), folder / "a.lua", "a").id == "c"
    assert apply_adjacent_meta(ProjectNode("b", "Folder"), folder / "b.lua", "b").id == "j"
    assert apply_adjacent_meta(ProjectNode("c", "Folder"), folder / "c.lua", "c").id is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"propertes": {}}', r"unknown key 'propertes'; did you mean 'properties'"),
        ("[]", "a meta file holds one JSON object"),
        ('{"properties": []}', "properties must be an object"),
        ('{"className": "Part"}', "className can only be set for a plain folder, not for a Script"),
    ],
)
def test_mistakes_name_the_file(write, text, problem):
    folder = write({"a.meta.json": text})
    with pytest.raises(ProjectError, match=r"a\.meta\.json: .*" + problem):
        apply_meta(ProjectNode("a", "Script"), folder / "a.meta.json")
