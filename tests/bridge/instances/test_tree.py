"""The tree's rules, without a VM."""

import pytest

from bridge.errors import UsageError
from bridge.instances.tree import EngineRefusal, Tree


@pytest.fixture
def tree():
    return Tree()


def refusal(tree, instance, parent):
    with pytest.raises(EngineRefusal) as caught:
        tree.set_parent(instance, parent)
    assert caught.value.level == 0
    return str(caught.value)


def test_a_new_instance_is_parentless_and_named_like_its_class(tree):
    part = tree.create("Part")
    assert (part.name, part.parent, part.children) == ("Part", None, [])


def test_only_classes_of_the_engine_can_be_made(tree):
    with pytest.raises(UsageError, match="no class 'Nope'"):
        tree.create("Nope")


def test_a_child_moves_to_the_end_of_its_new_parent(tree):
    """A child moves to the end of the new parent's child list (engine.md e.4)."""
    folder = tree.create("Folder")
    first, second = (tree.create("Part", name, folder) for name in "ab")
    tree.set_parent(first, None)
    tree.set_parent(first, folder)
    assert folder.children == [second, first]


def test_nothing_is_its_own_parent(tree):
    part = tree.create("Part")
    assert refusal(tree, part, part) == "Attempt to set Part as its own parent"


def test_a_circle_is_refused_by_full_names(tree):
    model = tree.create("Model", "A")
    part = tree.create("Part", "B", model)
    text = "Attempt to set parent of A to A.B would result in circular reference"
    assert refusal(tree, model, part) == text


def test_a_locked_parent_names_the_current_and_the_new_one(tree):
    """`The Parent property of X is locked, current parent: NULL, ...` (engine.md e.4)."""
    backpack, tool = tree.create("Folder", "Backpack"), tree.create("Tool", "Sword")
    tree.destroy(tool)
    text = "The Parent property of Sword is locked, current parent: NULL, new parent Backpack"
    assert refusal(tree, tool, backpack) == text


def test_destroy_takes_everything_below_apart_and_locks_it(tree):
    """Children of a destroyed instance are gone, each child's Parent is nil (engine.md e.11)."""
    model = tree.create("Model")
    part = tree.create("Part", parent=model)
    sound = tree.create("Sound", parent=part)
    tree.destroy(model)
    assert all(each.parent is None and each.locked for each in (model, part, sound))
    assert model.children == part.children == []


def test_destroying_twice_does_nothing(tree):
    part = tree.create("Part")
    seen = []
    tree.on_destroy.append(seen.append)
    tree.destroy(part)
    tree.destroy(part)
    assert seen == [part]


def test_the_full_name_leaves_the_data_model_out(tree):
    """Names joined by dots; a parentless root counts as the first component (engine.md e.5)."""
    storage = tree.create("Folder", "Storage", tree.root)
    part = tree.create("Part", "Door", storage)
    assert part.full_name() == "Storage.Door"
    assert tree.find("Storage.Door") is part
    assert tree.find("Storage.Nope.Deeper") is None
    tree.set_parent(storage, None)
    assert part.full_name() == "Storage.Door"


def test_full_names_may_hold_dots(tree):
    """Wally's packages and files such as `a.spec.luau` give such names."""
    folder = tree.create("Folder", "a_b@1.2.3", tree.root)
    module = tree.create("ModuleScript", "x.spec", folder)
    assert tree.find("a_b@1.2.3.x.spec") is module
    assert tree.find("a_b@1.2.x.spec") is None


def test_descendants_come_depth_first_in_child_order(tree):
    root = tree.create("Folder", "root")
    a = tree.create("Folder", "a", root)
    b = tree.create("Folder", "b", root)
    inner = tree.create("Folder", "inner", a)
    assert list(root.descendants()) == [a, inner, b]
    assert list(inner.ancestors()) == [a, root]


def test_observers_hear_of_every_move(tree):
    folder, part = tree.create("Folder"), tree.create("Part")
    seen = []
    tree.on_move.append(lambda *move: seen.append(move))
    tree.set_parent(part, folder)
    tree.set_parent(part, folder)
    tree.set_parent(part, None)
    assert seen == [(part, None, folder), (part, folder, None)]


def test_a_forgotten_instance_has_no_number_any_more(tree):
    part = tree.create("Part")
    assert tree[part.id] is part
    tree.forget(part.id, 12345)
    with pytest.raises(KeyError):
        tree[part.id]


def test_values_need_a_virtual_machine(tree):
    with pytest.raises(UsageError, match="has no VM"):
        tree.create("Part").get("Transparency")
