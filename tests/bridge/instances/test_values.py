"""The wire form of values."""

import pytest

from bridge.errors import BridgeError
from bridge.instances.tree import Tree
from bridge.instances.values import EnumItem, JsonText, JsonValue, decode, encode


@pytest.fixture
def tree():
    return Tree()


def test_each_value_travels_under_a_letter(tree):
    part = tree.create("Part")
    item = EnumItem("Material", "Wood", 512)
    wire = encode(("x", 1, None, True, part, item, JsonText("{}"), [part, part]))
    assert wire == (
        "vvvviejl", "x", 1, None, True, part.id, "Material.Wood", "{}", [part.id, part.id],
    )  # fmt: skip


def test_what_cannot_travel_is_a_defect_of_the_service():
    with pytest.raises(BridgeError, match="JsonText"):
        encode(({"a": 1},))


def test_values_from_scripts_are_read_by_their_letters(tree):
    part = tree.create("Part")
    wire = ("viej", 5, part.id, "Material.Wood.512", "[1]")
    assert decode(tree, wire) == (
        5, part, EnumItem("Material", "Wood", 512), JsonValue("[1]"),
    )  # fmt: skip


def test_missing_values_at_the_end_are_nil(tree):
    assert decode(tree, ("vv", 1)) == (1, None)
    assert decode(tree, ()) == ()


def test_an_enum_item_reads_as_scripts_write_it():
    assert str(EnumItem("Material", "Wood", 512)) == "Enum.Material.Wood"
