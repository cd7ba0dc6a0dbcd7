"""Columns of binary models, from the byte sequences that rbx-dom's document gives as examples."""

import struct

import pytest

from bridge.project.binary_values import Column, read_column

PLAIN = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def read(number, text, count, shared=None):
    data = bytes.fromhex(text) if isinstance(text, str) else text
    column = Column(bytes([number]) + data, shared)
    values = read_column(column, count)
    assert column.at == len(column.data)
    return values


def near(value):
    """Floats rounded, so that single precision compares with what was written."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, list):
        return [near(each) for each in value]
    if isinstance(value, dict):
        return {key: near(each) for key, each in value.items()}
    return value


@pytest.mark.parametrize(
    ("number", "text", "values"),
    [
        (0x06, "7f800080 00000000 00000000 00000408", [{"UDim": [1, 2]}, {"UDim": [3, 4]}]),
        (
            0x07,
            "7e800000 7f800001 0000003b 00000078",
            [{"UDim2": [[0.75, -30], [-1.5, 60]]}],
        ),
        (
            0x09,
            "011826",
            [{"Faces": ["Front"]}, {"Faces": ["Back", "Top"]},
             {"Faces": ["Bottom", "Left", "Right"]}],
        ),
        (0x0A, "010305", [{"Axes": ["X"]}, {"Axes": ["X", "Y"]}, {"Axes": ["X", "Z"]}]),
        (
            0x0B,
            "000000 000000 030003 EC25F2",
            [{"BrickColor": 1004}, {"BrickColor": 37}, {"BrickColor": 1010}],
        ),
        (0x0C, "7f000000 7e69696a 7b414142", [{"Color3": [1, 0.7059, 0.0784]}]),
        (
            0x0D,
            "8586939133 19359a 8685919319339a35",
            [{"Vector2": [-100.8, 200.55]}, {"Vector2": [200.55, -100.8]}],
        ),
        (
            0x0E,
            "7F7F000000000001 8080000000000001 8080808000000001",
            [{"Vector3": [1, 2, 3]}, {"Vector3": [-1, -2, -3]}],
        ),
        (
            0x15,
            "03000000 000000000000000000000000 0000003f0000803f00000000 0000803f0000803f0000003f",
            [{"NumberSequence": {"keypoints": [
                {"time": 0, "value": 0, "envelope": 0},
                {"time": 0.5, "value": 1, "envelope": 0},
                {"time": 1, "value": 1, "envelope": 0.5}]}}],
        ),
        (
            0x16,
            "02000000 00000000 0000803f 00000000 00000000 00000000"
            "0000803f 00000000 00000000 0000803f 00000000",
            [{"ColorSequence": {"keypoints": [
                {"time": 0, "color": [1, 0, 0]}, {"time": 1, "color": [0, 0, 1]}]}}],
        ),
        (
            0x17,
            "00000000 0000003f 0000003f 0000803f",
            [{"NumberRange": [0, 0.5]}, {"NumberRange": [0.5, 1]}],
        ),
        (
            0x18,
            "7f00000000000100 827f400000000100 8281004000000000 8281208000000000",
            [{"Rect": [[-1, -10], [8, 9]]}, {"Rect": [[0, 1], [5, 6]]}],
        ),
        (
            0x19,
            "00 01 3333333f 9a99993e 0000003f 0000803f 0000803f",
            [{"PhysicalProperties": "Default"},
             {"PhysicalProperties": {"density": 0.7, "friction": 0.3, "elasticity": 0.5,
                                     "frictionWeight": 1, "elasticityWeight": 1}}],
        ),
        (
            0x1A,
            "003f ff00 ff7f",
            [{"Color3uint8": [0, 255, 255]}, {"Color3uint8": [63, 0, 127]}],
        ),
        (
            0x10,
            "02 00 4BC0073E 089C753D 95467D3F 1D2590BE 586C74BF 84C5C33D 1E4A733F 6F1995BE"
            "9FA6E0BD 7F81000000000000 8081004000000000 8081808000000000",
            None,
        ),
        (
            0x1E,
            "10 0a02 0000000000000000 0000000000000000 7f00000000000000 02 0100",
            [{"OptionalCFrame": {"position": [0, 0, 1],
                                 "orientation": [[0, -1, 0], [1, 0, 0], [0, 0, 1]]}},
             {"OptionalCFrame": None}],
        ),
    ],
)  # fmt: skip
def test_examples_of_the_document(number, text, values):
    found = read(number, text, len(values) if values else 2)
    if values is None:
        assert found[0]["CFrame"]["orientation"] == PLAIN
        assert near(found[1]["CFrame"]["orientation"][0]) == [0.1326, 0.06, 0.9894]
    else:
        assert near(found) == values


def interleaved(count, size, data):
    return b"".join(data[at::size] for at in range(size))


@pytest.mark.parametrize(
    ("number", "data", "values"),
    [
        (0x01, struct.pack("<I2sI1s", 2, b"hi", 1, b"\xff"),
         [{"String": "hi"}, {"BinaryString": "/w=="}]),
        (0x02, b"\0\1", [{"Bool": False}, {"Bool": True}]),
        (0x03, interleaved(2, 4, struct.pack(">2I", 10, 11)), [{"Int32": 5}, {"Int32": -6}]),
        (0x04, bytes.fromhex("7c400001"), [{"Float32": -0.15625}]),
        (0x05, struct.pack("<2d", 0.1, -1), [{"Float64": 0.1}, {"Float64": -1.0}]),
        (0x08, struct.pack("<6f", *range(6)),
         [{"Ray": {"origin": [0.0, 1.0, 2.0], "direction": [3.0, 4.0, 5.0]}}]),
        (0x12, interleaved(2, 4, struct.pack(">2I", 256, 3)), [{"Enum": 256}, {"Enum": 3}]),
        (0x13, interleaved(3, 4, struct.pack(">3I", 8, 2, 11)),
         [{"Ref": "4"}, {"Ref": "5"}, {"Ref": None}]),
        (0x19, struct.pack("<B6f", 3, 1, 1, 1, 1, 1, 0.5),
         [{"PhysicalProperties": {"density": 1.0, "friction": 1.0, "elasticity": 1.0,
                                  "frictionWeight": 1.0, "elasticityWeight": 1.0,
                                  "acousticAbsorption": 0.5}}]),
        (0x1B, interleaved(2, 8, struct.pack(">2Q", 2**41, 2**41 - 1)),
         [{"Int64": 2**40}, {"Int64": -(2**40)}]),
        (0x20, struct.pack("<I1sHBI", 1, b"f", 700, 1, 0),
         [{"Font": {"family": "f", "weight": "Bold", "style": "Italic"}}]),
        (0x22, interleaved(2, 4, struct.pack(">2I", 2, 0)) + struct.pack("<II1s", 1, 1, b"u"),
         [{"Content": "u"}, {"Content": ""}]),
    ],
)  # fmt: skip
def test_the_other_types(number, data, values):
    assert read(number, data, len(values)) == values


def test_shared_strings_are_looked_up():
    data = interleaved(2, 4, struct.pack(">2I", 1, 0))
    assert read(0x1C, data, 2, [b"a", b"b"]) == [{"SharedString": "Yg=="}, {"SharedString": "YQ=="}]
    with pytest.raises(ValueError, match="a shared string is missing"):
        read(0x1C, data, 2, [b"a"])


def test_types_no_script_sees_are_left_out():
    assert read_column(Column(b"\x1fabc"), 1) is None


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 8, 16, 0x15, 0x1A, 0x20])
def test_cut_off_columns_are_refused(number):
    with pytest.raises(ValueError, match="the data is cut off"):
        read_column(Column(bytes([number]) + b"\0"), 3)
