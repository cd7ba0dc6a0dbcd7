"""What the VM is told about classes and members."""

import pytest

from bridge.instances.class_table import class_table
from bridge.instances.properties import describe_class, describe_member, is_modelled, twin_of


def describe(class_name, name, methods=None):
    def stub_method(_info, method):
        return (methods or {}).get(method)

    return describe_member(class_table(), class_name, name, stub_method)


def test_a_class_is_its_chain_and_two_marks():
    assert describe_class(class_table(), "Folder") == ("Folder Instance Object", True, False)
    assert describe_class(class_table(), "Nope") is None


def test_a_property_has_type_marks_and_default():
    assert describe("Part", "Transparency") == (
        "property", "float", False, None, True, 0.0, None,
    )  # fmt: skip


def test_an_enum_default_travels_as_its_item_name():
    assert describe("Part", "Material")[5] == "Plastic"


def test_a_datatype_default_travels_as_json():
    default = '{"Vector3": [4.0, 1.2, 2.0]}'
    assert describe("Part", "Size") == (
        "property", "Vector3", False, None, True, default, None,
    )  # fmt: skip


def test_an_infinite_default_that_json_could_not_hold_is_infinite():
    assert describe("AlignPosition", "MaxVelocity")[5] == float("inf")
    assert describe("UISizeConstraint", "MaxSize")[4:6] == (False, None)


def test_an_unknown_default_is_told_from_nil():
    assert describe("Player", "UserId")[4:6] == (False, None)
    assert describe("ObjectValue", "Value")[4:6] == (True, None)


def test_a_member_that_is_not_scriptable_does_not_exist_for_scripts():
    """Workspace.SignalBehavior is NotScriptable (engine.md b.8)."""
    assert describe("Workspace", "SignalBehavior") is None


def test_a_method_of_a_python_service_brings_its_specification():
    assert describe("Players", "BanAsync") == ("method", "Players", None, None)
    assert describe("Players", "BanAsync", {"BanAsync": "3 y"})[2] == "3 y"


def test_what_needs_more_rights_than_a_game_script_has_says_which():
    assert describe("RunService", "IsEdit") == ("method", "RunService", None, "Plugin")
    assert describe("BaseScript", "RunContext")[2:4] == (False, None)
    assert describe("BaseScript", "RunContext")[6] == "Plugin"
    assert describe("Instance", "RobloxLocked")[3:7:3] == ("Plugin", "Plugin")


@pytest.mark.parametrize(
    ("class_name", "old", "new"),
    [
        ("Part", "className", "ClassName"),
        ("Part", "findFirstChild", "FindFirstChild"),
        ("Part", "children", "GetChildren"),
        ("Players", "playerFromCharacter", "GetPlayerFromCharacter"),
        ("DataModel", "service", "GetService"),
        ("Part", "childAdded", "ChildAdded"),
    ],
)
def test_a_deprecated_twin_is_another_name_of_the_member(class_name, old, new):
    """Deprecated lower-case twins are real members (engine.md e.2)."""
    assert describe(class_name, old) == ("alias", new)


def test_a_deprecated_member_without_a_twin_stands_for_itself():
    info = class_table()["Instance"]
    assert twin_of(info, info.member("Remove")) is None


def test_primitives_enums_references_and_datatypes_are_modelled_and_others_are_not():
    assert all(map(is_modelled, ("string", "bool", "float", "Enum.Material", "Class.Part")))
    assert is_modelled("Vector3")
    assert not is_modelled("SecurityCapabilities")
