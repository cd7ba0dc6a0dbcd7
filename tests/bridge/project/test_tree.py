"""The tree value: lookups by path and the walk's order."""

from bridge.project.tree import ProjectNode

TREE = ProjectNode(
    "Game",
    "DataModel",
    children=[
        ProjectNode("A", "Folder", children=[ProjectNode("B", "Folder")]),
        ProjectNode("A", "Model"),
    ],
)


def test_walk_is_depth_first_in_child_order():
    assert [(name, node.class_name) for name, node in TREE.walk()] == [
        ("A", "Folder"),
        ("A.B", "Folder"),
        ("A", "Model"),
    ]


def test_names_may_hold_dots():
    package = ProjectNode("a_b@1.2.3", "Folder", children=[ProjectNode("x.spec", "ModuleScript")])
    root = ProjectNode("R", "DataModel", children=[
        ProjectNode("a", "Folder", children=[ProjectNode("b", "Folder")]), package,
        ProjectNode("a.b", "Folder", children=[ProjectNode("c", "Model")]),
    ])  # fmt: skip
    assert root.find("a_b@1.2.3.x.spec").class_name == "ModuleScript"
    assert root.find("a.b").name == "b"
    assert root.find("a.b.c").class_name == "Model"
    assert root.find("a_b@1.2.x.spec") is None


def test_find_takes_the_first_child_of_each_name():
    assert TREE.find("A").class_name == "Folder"
    assert TREE.find("A.B").name == "B"
    assert TREE.find("A.C.D") is None
