"""Written values: the form each gets for its type, and what is said of those that fit none."""

import json

import pytest

from bridge.instances.class_table import class_table
from bridge.stubs.property_forms import (
    FormProblem,
    Plain,
    Reference,
    Typed,
    attribute_form,
    property_form,
)

TABLE = class_table()


def form(type_name, written):
    return property_form(TABLE, type_name, written)


@pytest.mark.parametrize(
    ("type_name", "written", "value"),
    [
        ("bool", True, True),
        ("bool", {"Bool": False}, False),
        ("float", 1, 1),
        ("double", {"Float64": 1.5}, 1.5),
        ("float", {"Int32": 2}, 2),
        ("int", 2.9, 2),
        ("int", -2.9, -2),
        ("int64", {"Int64": 2**53}, 2**53),
        ("string", "x", "x"),
        ("string", {"String": "x"}, "x"),
        ("string", {"BinaryString": "w6k="}, b"\xc3\xa9"),
        ("ContentId", "rbxassetid://1", "rbxassetid://1"),
        ("ContentId", {"Content": "x"}, "x"),
        ("ContentId", {"Content": {"Uri": "x"}}, "x"),
        ("Enum.Material", "Wood", "Wood"),
        ("Enum.Material", {"Enum": 512}, 512),
        ("Enum.Material", {"EnumItem": {"type": "Material", "value": 512}}, 512),
    ],
)
def test_plain_values(type_name, written, value):
    found = form(type_name, written)
    assert found == Plain(value)
    assert type(found.value) is type(value)


INF = float("inf")
MATRIX = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
POINTS = {"keypoints": [{"time": 0, "value": 1}, {"time": 1, "value": 2, "envelope": 0.5}]}
COLORS = {"keypoints": [{"time": 0, "color": [1, 0, 0]}, {"time": 1, "color": [0, 1, 0]}]}
PHYSICS = {
    "density": 1, "friction": 0.5, "elasticity": 0.5, "frictionWeight": 1, "elasticityWeight": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("type_name", "written", "typed"),
    [
        ("Vector3", [1, 2, 3], {"Vector3": [1, 2, 3]}),
        ("Vector3", {"Vector3": [1, 2, 3]}, {"Vector3": [1, 2, 3]}),
        ("Vector2", [1, 2], {"Vector2": [1, 2]}),
        ("Color3", [1, 0, 0], {"Color3": [1, 0, 0]}),
        ("Color3", {"Color3uint8": [255, 0, 0]}, {"Color3uint8": [255, 0, 0]}),
        ("CFrame", list(range(12)), {"CFrame": list(range(12))}),
        (
            "CFrame",
            {"CFrame": {"position": [1, 2, 3], "orientation": MATRIX}},
            {"CFrame": {"position": [1, 2, 3], "orientation": MATRIX}},
        ),
        (
            "CFrame",
            {"CFrame": {"position": [1, 2, 3], "orientation": [1, 0, 0, 0, 1, 0, 0, 0, 1]}},
            {"CFrame": {"position": [1, 2, 3], "orientation": MATRIX}},
        ),
        ("UDim", {"UDim": [0.5, 1]}, {"UDim": [0.5, 1]}),
        ("UDim2", {"UDim2": [[0, 1], [2, 3]]}, {"UDim2": [[0, 1], [2, 3]]}),
        ("Rect", {"Rect": [[0, 1], [2, 3]]}, {"Rect": [[0, 1], [2, 3]]}),
        ("NumberRange", {"NumberRange": [1, 2]}, {"NumberRange": [1, 2]}),
        ("NumberSequence", {"NumberSequence": POINTS}, {"NumberSequence": POINTS}),
        ("ColorSequence", {"ColorSequence": COLORS}, {"ColorSequence": COLORS}),
        ("BrickColor", {"BrickColor": 194}, {"BrickColor": 194}),
        ("BrickColor", {"Int32": 194}, {"BrickColor": 194}),
        ("Vector3", [float("inf"), -float("inf"), 0], {"Vector3": [INF, -INF, 0]}),
        ("Axes", {"Axes": ["X"]}, {"Axes": ["X"]}),
        ("Faces", {"Faces": ["Top", "Left"]}, {"Faces": ["Top", "Left"]}),
        (
            "Ray",
            {"Ray": {"origin": [0, 0, 0], "direction": [0, 1, 0]}},
            {"Ray": {"origin": [0, 0, 0], "direction": [0, 1, 0]}},
        ),
        (
            "Font",
            {"family": "f", "weight": "Bold", "style": "Italic"},
            {"Font": {"family": "f", "weight": "Bold", "style": "Italic"}},
        ),
        (
            "Font",
            {"Font": {"family": "f"}},
            {"Font": {"family": "f", "weight": "Regular", "style": "Normal"}},
        ),
        ("PhysicalProperties", {"PhysicalProperties": PHYSICS}, {"PhysicalProperties": PHYSICS}),
        (
            "PhysicalProperties",
            {"PhysicalProperties": "Default"},
            {"PhysicalProperties": "Default"},
        ),
        ("Content", "x", {"Content": "x"}),
        ("Content", {"ContentId": "x"}, {"Content": "x"}),
    ],
)
def test_datatypes(type_name, written, typed):
    found = form(type_name, written)
    assert isinstance(found, Typed)
    assert json.loads(found.text) == typed


def test_references_are_typed():
    assert form("Class.BasePart", {"Ref": "1#x"}) == Reference("1#x")
    assert form("Class.BasePart", {"Ref": None}) == Reference(None)


@pytest.mark.parametrize(
    ("type_name", "written", "text"),
    [
        ("bool", 1, "true or false expected, got 1"),
        ("float", "1", 'a number expected, got "1"'),
        ("float", True, "a number expected, got true"),
        ("int", float("inf"), "a whole number expected"),
        ("string", 5, "a string expected, got 5"),
        ("string", {"BinaryString": "?"}, "Base64 text expected"),
        ("Vector3", [1, 2], r"a list of 3 expected, got \[1, 2\]"),
        ("Vector3", [1, 2, "x"], 'a number expected, got "x"'),
        ("Vector3", {"Vector2": [1, 2]}, "it is a Vector3, written is a Vector2"),
        ("UDim2", [[0, 1], [2, 3]], r'write it with its type, {"UDim2": ...}'),
        ("Enum.Material", "Wod", "an item of Material such as .*, .* or [0-9]+ more expected"),
        ("Enum.Material", 512, "an item of Material such as"),
        ("Enum.Material", [], r"an item of Material such as .* expected, got \[\]"),
        ("Enum.Material", {"Enum": 99999}, "an item of Material such as"),
        ("Enum.Material", {"Bool": True}, "it is a Material, written is a Bool"),
        ("Class.Part", "x", "written as an attribute `Rojo_Target_<property>`"),
        ("Axes", {"Axes": ["W"]}, "a list of names from X, Y, Z expected"),
        ("CFrame", {"CFrame": {"position": [1, 2, 3]}}, "an object with position, orientation"),
        ("NumberSequence", {"NumberSequence": {"keypoints": []}}, "a list of 2 to 20 keypoints"),
        (
            "NumberSequence",
            {"NumberSequence": {"keypoints": [{"time": 0, "value": 1}, {"time": 0.5, "value": 1}]}},
            "keypoints with times that rise from 0 to 1",
        ),
        ("PhysicalProperties", {"PhysicalProperties": {}}, "an object with density"),
        ("Vector3", [float("nan"), 0, 0], "not a number"),
    ],
)
def test_what_fits_no_form_is_said(type_name, written, text):
    with pytest.raises(FormProblem, match=text):
        form(type_name, written)


@pytest.mark.parametrize("count", [1, 2, 20, 21])
def test_sequences_have_two_to_twenty_keypoints(count):
    points = [{"time": at / max(count - 1, 1), "value": 1} for at in range(count)]
    written = {"NumberSequence": {"keypoints": points}}
    if 2 <= count <= 20:
        assert isinstance(form("NumberSequence", written), Typed)
    else:
        with pytest.raises(FormProblem, match="2 to 20"):
            form("NumberSequence", written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (True, Plain(True)),
        (1.5, Plain(1.5)),
        ("x", Plain("x")),
        ({"Float64": 2}, Plain(2)),
        ({"String": "x"}, Plain("x")),
        ({"Vector3": [1, 2, 3]}, Typed('{"Vector3": [1, 2, 3]}')),
        (
            {"EnumItem": {"type": "Material", "value": 512}},
            Typed('{"EnumItem": ["Material", "Wood"]}'),
        ),
    ],
)
def test_attributes(written, expected):
    assert attribute_form(TABLE, written) == expected


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ([1, 2, 3], "write it with its type"),
        ({"Ref": "x"}, "no attribute can be a Ref"),
        ({"EnumItem": {"type": "Material", "value": -1}}, "an item of an enum expected"),
    ],
)
def test_other_attributes_are_refused(written, text):
    with pytest.raises(FormProblem, match=text):
        attribute_form(TABLE, written)
