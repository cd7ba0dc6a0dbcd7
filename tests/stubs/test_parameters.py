"""Parameter texts of service methods."""

import pytest

from bridge.errors import BridgeError, StubError
from bridge.instances.structures import SecretText
from bridge.instances.tree import Tree
from bridge.instances.values import JsonValue
from bridge.stubs.parameters import ABSENT, read_parameter
from bridge.stubs.service import EnumItem

ASCENDING = EnumItem("SortDirection", "Ascending", 0)


@pytest.mark.parametrize(
    ("text", "wire", "default"),
    [
        ("key: string", "string", ABSENT),
        ("key: string?", "string?", ABSENT),
        ("scope: string = global", "string?", "global"),
        ("message: string = ", "string?", ""),
        ("delta: int = 1", "int?", 1),
        ("wait: number = -1", "number?", -1.0),
        ("wrap: boolean = true", "boolean?", True),
        ("options: DataStoreOptions?", "DataStoreOptions?", ABSENT),
        (
            "options: DataStoreGetOptions.UseCache?",
            "DataStoreGetOptions.UseCache?",
            ABSENT,
        ),
        ("sort: Enum.SortDirection = Ascending", "Enum.SortDirection?", ASCENDING),
    ],
)  # fmt: skip
def test_a_text_says_kind_optional_and_default(text, wire, default):
    parameter = read_parameter(text)
    assert (parameter.wire, parameter.default) == (wire, default)


@pytest.mark.parametrize(
    "text",
    [
        "key",
        "key string",
        "key: strnig",
        "e: Enum.Nope",
        "f: function = x",
        "o: Part.Nope",
        "o: Nope.Size",
    ],
)
def test_a_misspelt_text_fails_when_the_class_is_made(text):
    with pytest.raises(BridgeError, match="parameter"):
        read_parameter(text)


def test_json_is_a_text_or_what_kept_it_from_being_one():
    value = read_parameter("value: json")
    assert value.receive(Tree(), '{"a":1}') == JsonValue('{"a":1}')
    assert value.receive(Tree(), "!unsupported:function") == JsonValue(None, "unsupported:function")
    assert value.receive(Tree(), None) == JsonValue(None)
    assert read_parameter("values: array?").receive(Tree(), None) is None


def test_a_text_is_a_string_or_a_secret_in_its_place():
    parameter = read_parameter("url: text")
    assert parameter.receive(Tree(), "s") == ""
    assert parameter.receive(Tree(), "ss{") == "s{"
    marked = '{"\\u0001":"secret","name":"key","before":"","after":""}'
    assert parameter.receive(Tree(), marked) == SecretText("key")


def test_options_that_cannot_cross_are_refused_as_dictionaries_are():
    parameter = read_parameter("options: options?")
    assert parameter.receive(Tree(), None) is None
    assert parameter.receive(Tree(), '{"a":1}') == {"a": 1}
    with pytest.raises(StubError, match="Unable to cast to Dictionary"):
        parameter.receive(Tree(), "!unsupported:function")


def test_instances_are_a_tuple_of_those_whose_ids_crossed():
    tree = Tree()
    first, second = tree.add("Folder"), tree.add("Part")
    parameter = read_parameter("players: Instances")
    assert parameter.receive(tree, f"{second.id} {first.id}") == (second, first)
    assert parameter.receive(tree, "") == ()
