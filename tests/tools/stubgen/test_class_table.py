"""The generator of the class table."""

import json

import pytest

from bridge.instances.class_table import UNKNOWN, ClassTable
from bridge.tools.stubgen.class_table import content_hash, generate, main


def member(kind, name, **fields):
    return {"MemberType": kind, "Name": name, "Security": "None", **fields}


def small_index(**changes):
    classes = [
        {"Name": "Object", "Superclass": "<<<ROOT>>>", "Tags": [], "Members": []},
        {
            "Name": "Thing",
            "Superclass": "Object",
            "Tags": ["NotCreatable"],
            "Members": [
                {
                    "MemberType": "Property",
                    "Name": "Size",
                    "ValueType": {"Category": "Primitive", "Name": "float"},
                    "Tags": ["ReadOnly"],
                    "Security": {"Read": "None", "Write": "PluginSecurity"},
                    "Default": 1.5,
                },
                member("Function", "WaitAsync", Tags=["Yields"]),
                member("Event", "Hit"),
                member("Callback", "OnHit"),
            ],
        },
        {
            "Name": "BigThing",
            "Superclass": "Thing",
            "Tags": [],
            "DefaultOverrides": {"Size": 9.0},
            "Members": [],
        },
    ]
    api = {
        "Sources": {"StudioVersion": "1.2.3"},
        "Classes": classes,
        "ExtraClasses": [{"Name": "Bare", "Superclass": "Object", "Tags": []}],
        "ExtraMembers": [{"Class": "Thing", "Members": [member("Event", "Lost")]}],
        "Enums": [{"Name": "Mood", "Items": [{"Name": "Good", "Value": 0}]}],
        "ExtraEnums": [{"Name": "Axis", "Items": [{"Name": "X", "Value": 0}]}],
    }
    return json.dumps({**api, **changes}).encode()


def test_what_is_generated_is_what_is_read():
    table = ClassTable(generate(small_index()))
    thing = table["Thing"]
    size = thing.member("Size")
    assert (size.type, size.default, size.read_only) == ("float", 1.5, True)
    assert (size.read_level, size.write_level) == ("", "Plugin")
    assert thing.member("WaitAsync").yields
    assert [each.kind for each in thing.own_members.values()] == [
        "property", "method", "event", "callback", "event",
    ]  # fmt: skip
    assert table.engine == "1.2.3"


def test_a_subclass_has_its_own_default_of_an_inherited_property():
    table = ClassTable(generate(small_index()))
    assert table["BigThing"].member("Size").default == 9.0
    assert table["Thing"].member("Size").default == 1.5


def test_classes_enums_and_members_outside_the_documentation_are_included():
    table = ClassTable(generate(small_index()))
    assert table.find("Bare") is not None
    assert table["Thing"].member("Lost").kind == "event"
    assert table.enum_items("Axis") == {"X": 0}


def test_a_member_without_a_recorded_default_has_an_unknown_one():
    assert ClassTable(generate(small_index()))["Thing"].member("Hit").default is UNKNOWN


def test_the_same_index_gives_the_same_bytes():
    assert generate(small_index()) == generate(small_index())


def test_the_head_names_the_command_and_the_hashes():
    data = json.loads(generate(small_index()))
    assert "DO NOT EDIT" in data["generated"]
    assert data["content"] == content_hash(data["classes"], data["enums"])


def test_the_command_writes_the_file(tmp_path):
    source, output = tmp_path / "api.json", tmp_path / "table.json"
    source.write_bytes(small_index())
    assert main([str(source), str(output)]) == 0
    assert output.read_text(encoding="utf-8") == generate(small_index())


@pytest.mark.parametrize("arguments", [[], ["a", "b", "c"]])
def test_the_command_without_its_arguments_says_how_to_use_it(arguments, capsys):
    assert main(arguments) == 2
    assert "API_INDEX" in capsys.readouterr().err
