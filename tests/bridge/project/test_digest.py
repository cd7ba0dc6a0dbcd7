"""The digest of a project: what changes it, and what does not."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest

from bridge.project import ProjectNode
from bridge.project.digest import project_digest
from bridge.source import Source


def place() -> ProjectNode:
    script = ProjectNode("Main", "Script", source=Source("print(1)", "Main"), path=Path("/a/Main"))
    folder = ProjectNode("Game", "Folder", properties={"Archivable": True}, children=[script])
    return ProjectNode("Place", "DataModel", children=[folder, ProjectNode("B", "Folder")])


def changed(**values: object) -> ProjectNode:
    root = deepcopy(place())
    for name, value in values.items():
        setattr(root.children[0], name, value)
    return root


def test_equal_projects_have_equal_digests_wherever_they_lie() -> None:
    assert project_digest(place()) == project_digest(place())
    assert project_digest(place()) == project_digest(changed(path=Path("/elsewhere")))


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Other"},
        {"class_name": "Model"},
        {"properties": {"Archivable": False}},
        {"attributes": {"A": 1}},
        {"tags": ["T"]},
        {"children": []},
        {"place_id": 7},
    ],
)
def test_everything_a_server_sees_changes_it(change: dict[str, object]) -> None:
    assert project_digest(changed(**change)) != project_digest(place())


def test_a_source_and_the_order_of_children_change_it() -> None:
    other = place()
    other.children[0].children[0].source = Source("print(2)", "Main")
    assert project_digest(other) != project_digest(place())
    turned = place()
    turned.children.reverse()
    assert project_digest(turned) != project_digest(place())


def test_depth_counts() -> None:
    """A child and a sibling of the same name are different projects."""
    nested, flat = ProjectNode("R", "DataModel"), ProjectNode("R", "DataModel")
    nested.children = [ProjectNode("A", "Folder", children=[ProjectNode("B", "Folder")])]
    flat.children = [ProjectNode("A", "Folder"), ProjectNode("B", "Folder")]
    assert project_digest(nested) != project_digest(flat)
