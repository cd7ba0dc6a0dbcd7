"""The class table: facts of the engine as the generated data gives them."""

import subprocess
import sys

import pytest

from bridge.instances.class_table import UNKNOWN, class_table


@pytest.fixture
def table():
    return class_table()


def test_a_class_knows_its_chain_up_to_object(table):
    chain = table["Part"].chain
    assert chain[0] == "Part"
    assert chain[-2:] == ("Instance", "Object")
    assert "BasePart" in chain


@pytest.mark.parametrize(
    ("name", "creatable", "service"),
    [
        ("Part", True, False),
        ("Folder", True, False),
        ("BasePart", False, False),
        ("Player", False, False),
        ("Workspace", False, True),
        ("DataModel", False, False),
        ("DataStore", False, False),
        ("DataStoreOptions", True, False),
    ],
)
def test_tags_decide_what_can_be_created_and_what_is_a_service(table, name, creatable, service):
    """Tags NotCreatable and Service of the API dump; Player comes from the engine."""
    assert (table[name].creatable, table[name].is_service) == (creatable, service)


def test_every_superclass_exists(table):
    for name in table.class_names:
        assert table[name].chain[-1] == "Object"


def test_every_member_of_every_class_can_be_read(table):
    kinds = {m.kind for name in table.class_names for m in table[name].own_members.values()}
    assert kinds == {"property", "method", "event", "callback"}


def test_every_enum_default_is_an_item_of_its_enum(table):
    for name in table.class_names:
        for member in table[name].own_members.values():
            if member.type.startswith("Enum.") and member.default is not UNKNOWN:
                items = table.enum_items(member.type.removeprefix("Enum."))
                assert member.default["Enum"] in items, (name, member.name)


def test_members_are_inherited(table):
    assert table["Part"].member("Destroy").declared_by == "Instance"
    assert table["Part"].member("Nothing") is None


def test_members_that_yield_are_marked(table):
    assert table["DataStore"].member("GetAsync").yields
    assert not table["DataStoreService"].member("GetDataStore").yields


def test_case_matters_in_is_a(table):
    """Object:IsA is case sensitive (engine.md e.5)."""
    assert table["Part"].is_a("BasePart")
    assert not table["Part"].is_a("basepart")


def test_an_unknown_class_or_enum_is_none(table):
    assert table.find("Nope") is None
    assert table.enum_items("Nope") is None
    with pytest.raises(KeyError):
        table["Nope"]


def test_enum_items_carry_their_values(table):
    assert table.enum_items("CloseReason")["ServerEmpty"] == 4
    assert table.enum_items("SignalBehavior") == {
        "Default": 0, "Immediate": 1, "Deferred": 2, "AncestryDeferred": 3,
    }  # fmt: skip


def test_the_table_needs_no_virtual_machine():
    code = "import sys, bridge.instances.class_table; print('lupa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_table_without_some_names_lacks_classes_members_and_enum_items(table):
    absent = frozenset(
        {"DataStore", "Instance.Clone", "GlobalDataStore.GetAsync", "Enum.SignalBehavior.Deferred"}
    )
    less = table.without(absent)
    assert less.find("DataStore") is None
    assert "DataStore" not in less.class_names
    assert less["Part"].member("Clone") is None
    assert less["Part"].member("Destroy") is not None
    assert list(less.enum_items("SignalBehavior")) == ["Default", "Immediate", "AncestryDeferred"]
    assert less.enum_items("CloseReason") == table.enum_items("CloseReason")
    assert table["Part"].member("Clone") is not None
    assert len(table.class_names) - len(less.class_names) == 1


def test_a_class_that_is_absent_takes_those_below_it_along(table):
    assert table.without(frozenset({"GlobalDataStore"})).find("OrderedDataStore") is None


def test_tables_without_the_same_names_are_one(table):
    absent = frozenset({"DataStore"})
    assert class_table(absent) is class_table(frozenset({"DataStore"}))
    assert class_table(frozenset()) is table
    assert table.without(frozenset()) is table
