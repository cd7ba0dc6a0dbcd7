"""Attributes of model files: every type, from bytes as rbx-dom's document gives them."""

import struct

import pytest

from bridge.project.attributes_blob import decode_attributes


def blob(*entries):
    out = struct.pack("<I", len(entries))
    for name, number, data in entries:
        out += struct.pack("<I", len(name)) + name.encode() + bytes([number]) + data
    return out


def of(number, data):
    return decode_attributes(blob(("a", number, data)))["a"]


TEXT = struct.pack("<I", 2) + b"hi"


@pytest.mark.parametrize(
    ("number", "data", "value"),
    [
        (0x02, TEXT, {"String": "hi"}),
        (0x03, b"\x01", {"Bool": True}),
        (0x03, b"\x00", {"Bool": False}),
        (0x05, struct.pack("<f", 1.5), {"Float32": 1.5}),
        (0x06, struct.pack("<d", 0.1), {"Float64": 0.1}),
        (0x09, bytes.fromhex("0000f642c8010000"), {"UDim": [123.0, 456]}),
        (
            0x0A,
            bytes.fromhex("0000803f02000000 00004040 04000000"),
            {"UDim2": [[1.0, 2], [3.0, 4]]},
        ),
        (0x0E, struct.pack("<I", 194), {"BrickColor": 194}),
        (0x0F, bytes.fromhex("000000000000003f0000803f"), {"Color3": [0.0, 0.5, 1.0]}),
        (0x10, bytes.fromhex("000020410000a041"), {"Vector2": [10.0, 20.0]}),
        (0x11, bytes.fromhex("000020410000a0410000f041"), {"Vector3": [10.0, 20.0, 30.0]}),
        (
            0x14,
            struct.pack("<3fB", 1, 2, 3, 2),
            {
                "CFrame": {
                    "position": [1.0, 2.0, 3.0],
                    "orientation": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
                }
            },
        ),
        (
            0x14,
            struct.pack("<3fB9f", 1, 2, 3, 0, *range(9)),
            {
                "CFrame": {
                    "position": [1.0, 2.0, 3.0],
                    "orientation": [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]],
                }
            },
        ),
        (0x15, TEXT + struct.pack("<I", 5), {"EnumItem": {"type": "hi", "value": 5}}),
        (
            0x17,
            struct.pack("<I6f", 2, 0, 0, 1, 0.5, 1, 2),
            {
                "NumberSequence": {
                    "keypoints": [
                        {"time": 0.0, "value": 1.0, "envelope": 0.0},
                        {"time": 1.0, "value": 2.0, "envelope": 0.5},
                    ]
                }
            },
        ),
        (
            0x19,
            struct.pack("<I5f", 1, 0, 1, 1, 0.5, 0),
            {"ColorSequence": {"keypoints": [{"time": 1.0, "color": [1.0, 0.5, 0.0]}]}},
        ),
        (0x1B, struct.pack("<2f", 1, 2), {"NumberRange": [1.0, 2.0]}),
        (0x1C, struct.pack("<4f", 1, 2, 3, 4), {"Rect": [[1.0, 2.0], [3.0, 4.0]]}),
        (
            0x21,
            struct.pack("<HB", 700, 1) + TEXT + TEXT,
            {"Font": {"family": "hi", "weight": "Bold", "style": "Italic"}},
        ),
    ],
)
def test_every_type(number, data, value):
    assert of(number, data) == value


def test_several_and_none():
    assert decode_attributes(b"") == {}
    assert decode_attributes(blob()) == {}
    both = decode_attributes(blob(("a", 3, b"\1"), ("b", 2, TEXT)))
    assert both == {"a": {"Bool": True}, "b": {"String": "hi"}}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\1\0\0\0", "cut off or broken"),
        (blob(("a", 2, b"\xff\xff\xff\xff")), "cut off or broken"),
        (blob(("a", 0x55, b"")), "attribute 'a' has the unknown type 0x55"),
        (blob(("a", 0x14, struct.pack("<3fB", 1, 2, 3, 1))), "no rotation has the id 0x01"),
    ],
)
def test_broken_data_is_named(data, problem):
    with pytest.raises(ValueError, match=problem):
        decode_attributes(data)
