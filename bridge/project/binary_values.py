"""Columns of a binary model: the values of one property for all instances of a class.

Source of the format: rbx-dom's document "Roblox Binary Model Format", section "Data Types". Most
numbers are stored big-endian with their sign in the last bit, and the bytes of a column are
interleaved.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from typing import Any, Final

from bridge.project.orientations import FONT_WEIGHTS, rotation_of

__all__ = ["Column", "read_column"]

Values = list[Any]


class Column:
    """The bytes of a chunk, read from front to back.

    Attributes:
        shared: the strings of the file's SSTR chunk.
    """

    def __init__(self, data: bytes, shared: list[bytes] | None = None) -> None:
        self.data = data
        self.at = 0
        self.shared = shared or []

    def take(self, count: int) -> bytes:
        """The next bytes.

        Raises:
            ValueError: there are fewer.
        """
        if count < 0 or self.at + count > len(self.data):
            raise ValueError("the data is cut off")
        self.at += count
        return self.data[self.at - count : self.at]

    def unpack(self, layout: str) -> tuple[Any, ...]:
        """Little-endian values, one after the other."""
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def number(self, layout: str) -> Any:
        """One little-endian value."""
        return self.unpack(layout)[0]

    def text(self) -> bytes:
        """A string with its length before it."""
        return self.take(self.number("I"))

    def interleaved(self, count: int, layout: str) -> list[int]:
        """Big-endian unsigned integers whose bytes are interleaved."""
        size = struct.calcsize(">" + layout)
        data = self.take(count * size)
        whole = bytearray(len(data))
        for byte in range(size):
            whole[byte::size] = data[byte * count : (byte + 1) * count]
        return list(struct.unpack(f">{count}{layout}", whole))

    def integers(self, count: int, layout: str = "I") -> list[int]:
        """Signed integers, their sign in the last bit."""
        return [(x >> 1) ^ -(x & 1) for x in self.interleaved(count, layout)]

    def floats(self, count: int) -> list[float]:
        """Single floats, their sign in the last bit."""
        bits = [(x >> 1) | (x & 1) << 31 for x in self.interleaved(count, "I")]
        return list(struct.unpack(f">{count}f", struct.pack(f">{count}I", *bits)))

    def referents(self, count: int) -> list[int]:
        """Numbers of instances, each stored as the difference to the one before."""
        total, found = 0, []
        for difference in self.integers(count):
            total += difference
            found.append(total)
        return found


def _rows(column: Column, count: int, width: int) -> list[list[float]]:
    """Vectors, stored component by component."""
    return [list(row) for row in zip(*(column.floats(count) for _ in range(width)), strict=True)]


def _text(data: bytes) -> dict[str, str]:
    try:
        return {"String": data.decode("utf-8")}
    except UnicodeDecodeError:
        return {"BinaryString": base64.b64encode(data).decode("ascii")}


def _strings(column: Column, count: int) -> Values:
    return [_text(column.text()) for _ in range(count)]


def _udims(column: Column, count: int) -> Values:
    scales, offsets = column.floats(count), column.integers(count)
    return [{"UDim": list(pair)} for pair in zip(scales, offsets, strict=True)]


def _udim2s(column: Column, count: int) -> Values:
    xs, ys = column.floats(count), column.floats(count)
    xo, yo = column.integers(count), column.integers(count)
    return [{"UDim2": [[xs[i], xo[i]], [ys[i], yo[i]]]} for i in range(count)]


def _rays(column: Column, count: int) -> Values:
    rows = [list(column.unpack("6f")) for _ in range(count)]
    return [{"Ray": {"origin": row[:3], "direction": row[3:]}} for row in rows]


def _bits(form: str, *names: str) -> Callable[[Column, int], Values]:
    def read(column: Column, count: int) -> Values:
        return [
            {form: [name for at, name in enumerate(names) if byte >> at & 1]}
            for byte in column.take(count)
        ]

    return read


def _cframes(column: Column, count: int) -> list[Any]:
    turns = []
    for _ in range(count):
        number = column.number("B")
        if number == 0:
            flat = list(column.unpack("9f"))
            turns.append([flat[0:3], flat[3:6], flat[6:9]])
        else:
            turns.append(rotation_of(number))
    places = _rows(column, count, 3)
    return [
        {"position": place, "orientation": turn} for place, turn in zip(places, turns, strict=True)
    ]


def _optional_cframes(column: Column, count: int) -> Values:
    column.take(1)
    values = _cframes(column, count)
    column.take(1)
    present = column.take(count)
    return [
        {"OptionalCFrame": value if there else None}
        for value, there in zip(values, present, strict=True)
    ]


def _references(column: Column, count: int) -> Values:
    return [{"Ref": None if n == -1 else str(n)} for n in column.referents(count)]


def _number_sequences(column: Column, count: int) -> Values:
    sequences = []
    for _ in range(count):
        points = [column.unpack("3f") for _ in range(column.number("I"))]
        keypoints = [{"time": t, "value": v, "envelope": e} for t, v, e in points]
        sequences.append({"NumberSequence": {"keypoints": keypoints}})
    return sequences


def _color_sequences(column: Column, count: int) -> Values:
    sequences = []
    for _ in range(count):
        points = [list(column.unpack("5f")) for _ in range(column.number("I"))]
        keypoints = [{"time": point[0], "color": point[1:4]} for point in points]
        sequences.append({"ColorSequence": {"keypoints": keypoints}})
    return sequences


def _rects(column: Column, count: int) -> Values:
    return [{"Rect": [row[:2], row[2:]]} for row in _rows(column, count, 4)]


_PHYSICS: Final = ("density", "friction", "elasticity", "frictionWeight", "elasticityWeight")


def _physical(column: Column, count: int) -> Values:
    values: Values = []
    for _ in range(count):
        flags = column.number("B")
        names = (*_PHYSICS, "acousticAbsorption") if flags & 2 else _PHYSICS
        numbers = column.unpack(f"{len(names)}f") if flags & 1 else ()
        custom = dict(zip(names, numbers, strict=True)) if flags & 1 else "Default"
        values.append({"PhysicalProperties": custom})
    return values


def _byte_colors(column: Column, count: int) -> Values:
    channels = [column.take(count) for _ in range(3)]
    return [{"Color3uint8": list(color)} for color in zip(*channels, strict=True)]


def _shared(column: Column, count: int) -> Values:
    return [
        {"SharedString": base64.b64encode(column.shared[number]).decode("ascii")}
        for number in column.interleaved(count, "I")
    ]


def _fonts(column: Column, count: int) -> Values:
    values = []
    for _ in range(count):
        family = column.text().decode("utf-8", "replace")
        weight, style = column.unpack("HB")
        column.text()
        font = {
            "family": family,
            "weight": FONT_WEIGHTS.get(weight, "Regular"),
            "style": "Italic" if style == 1 else "Normal",
        }
        values.append({"Font": font})
    return values


def _contents(column: Column, count: int) -> Values:
    """Where each comes from, then all addresses; contents that are objects are read as none."""
    kinds = column.integers(count)
    addresses = [column.text().decode("utf-8", "replace") for _ in range(column.number("I"))]
    following = iter(addresses)
    return [{"Content": next(following, "") if kind == 1 else ""} for kind in kinds]


def _each(form: str, read: Callable[[Column, int], list[Any]]) -> Callable[[Column, int], Values]:
    return lambda column, count: [{form: value} for value in read(column, count)]


_READERS: Final[dict[int, Callable[[Column, int], Values]]] = {
    0x01: _strings,
    0x02: _each("Bool", lambda column, count: [byte != 0 for byte in column.take(count)]),
    0x03: _each("Int32", lambda column, count: column.integers(count)),
    0x04: _each("Float32", lambda column, count: column.floats(count)),
    0x05: _each("Float64", lambda column, count: list(column.unpack(f"{count}d"))),
    0x06: _udims,
    0x07: _udim2s,
    0x08: _rays,
    0x09: _bits("Faces", "Front", "Bottom", "Left", "Back", "Top", "Right"),
    0x0A: _bits("Axes", "X", "Y", "Z"),
    0x0B: _each("BrickColor", lambda column, count: column.interleaved(count, "I")),
    0x0C: _each("Color3", lambda column, count: _rows(column, count, 3)),
    0x0D: _each("Vector2", lambda column, count: _rows(column, count, 2)),
    0x0E: _each("Vector3", lambda column, count: _rows(column, count, 3)),
    0x10: _each("CFrame", _cframes),
    0x12: _each("Enum", lambda column, count: column.interleaved(count, "I")),
    0x13: _references,
    0x15: _number_sequences,
    0x16: _color_sequences,
    0x17: _each(
        "NumberRange", lambda column, count: [list(column.unpack("2f")) for _ in range(count)]
    ),
    0x18: _rects,
    0x19: _physical,
    0x1A: _byte_colors,
    0x1B: _each("Int64", lambda column, count: column.integers(count, "Q")),
    0x1C: _shared,
    0x1E: _optional_cframes,
    0x20: _fonts,
    0x22: _contents,
}


def read_column(column: Column, count: int) -> Values | None:
    """The typed values of a property: its type's number, then one value per instance.

    Returns:
        None for a type that no script can see.

    Raises:
        ValueError: the data is cut off or broken.
    """
    reader = _READERS.get(column.number("B"))
    try:
        return None if reader is None else reader(column, count)
    except IndexError:
        raise ValueError("a shared string is missing") from None
