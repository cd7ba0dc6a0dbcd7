"""Attributes as model files keep them: one binary string of names, types and values.

Source of the format: rbx-dom's document "Roblox Attributes Binary Format" and its value types.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, Final

from bridge.project.orientations import FONT_WEIGHTS, rotation_of

__all__ = ["decode_attributes"]


class _Reader:
    """Little-endian values from a byte string; `struct.error` or IndexError at its end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def unpack(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def floats(self, count: int) -> list[float]:
        return list(self.unpack(f"{count}f"))

    def number(self, layout: str) -> Any:
        return self.unpack(layout)[0]

    def text(self) -> bytes:
        length = self.number("I")
        if length > len(self.data) - self.at:
            raise struct.error("text past the end")
        self.at += length
        return self.data[self.at - length : self.at]


def _udim(r: _Reader) -> list[float]:
    return list(r.unpack("fi"))


def _points(r: _Reader) -> Any:
    points = [r.floats(3) for _ in range(r.number("I"))]
    return {
        "keypoints": [
            {"time": time, "value": value, "envelope": envelope} for envelope, time, value in points
        ]
    }


def _colors(r: _Reader) -> Any:
    points = [r.floats(5) for _ in range(r.number("I"))]
    return {"keypoints": [{"time": point[1], "color": point[2:]} for point in points]}


def _cframe(r: _Reader) -> Any:
    position = r.floats(3)
    number = r.number("B")
    if number == 0:
        flat = r.floats(9)
        return {"position": position, "orientation": [flat[0:3], flat[3:6], flat[6:9]]}
    return {"position": position, "orientation": rotation_of(number)}


def _font(r: _Reader) -> Any:
    weight, style = r.unpack("HB")
    family, _cached = r.text(), r.text()
    return {
        "family": family.decode("utf-8", "replace"),
        "weight": FONT_WEIGHTS.get(weight, "Regular"),
        "style": "Italic" if style == 1 else "Normal",
    }


_TYPES: Final[dict[int, tuple[str, Callable[[_Reader], Any]]]] = {
    0x02: ("String", lambda r: r.text().decode("utf-8", "surrogateescape")),
    0x03: ("Bool", lambda r: r.number("B") != 0),
    0x05: ("Float32", lambda r: r.number("f")),
    0x06: ("Float64", lambda r: r.number("d")),
    0x09: ("UDim", _udim),
    0x0A: ("UDim2", lambda r: [_udim(r), _udim(r)]),
    0x0E: ("BrickColor", lambda r: r.number("I")),
    0x0F: ("Color3", lambda r: r.floats(3)),
    0x10: ("Vector2", lambda r: r.floats(2)),
    0x11: ("Vector3", lambda r: r.floats(3)),
    0x14: ("CFrame", _cframe),
    0x15: ("EnumItem", lambda r: {"type": r.text().decode(), "value": r.number("I")}),
    0x17: ("NumberSequence", _points),
    0x19: ("ColorSequence", _colors),
    0x1B: ("NumberRange", lambda r: r.floats(2)),
    0x1C: ("Rect", lambda r: [r.floats(2), r.floats(2)]),
    0x21: ("Font", _font),
}


def decode_attributes(data: bytes) -> dict[str, Any]:
    """Attributes by name, each with its type: `{"Level": {"Float64": 3}}`.

    Raises:
        ValueError: the data is cut off, or has a type nobody has documented.
    """
    if not data:
        return {}
    r = _Reader(data)
    found: dict[str, Any] = {}
    try:
        for _ in range(r.number("I")):
            name = r.text().decode("utf-8", "replace")
            number = r.number("B")
            if number not in _TYPES:
                raise ValueError(f"attribute {name!r} has the unknown type {number:#04x}")
            form, read = _TYPES[number]
            found[name] = {form: read(r)}
    except (struct.error, UnicodeDecodeError) as problem:
        raise ValueError(f"attributes are cut off or broken: {problem}") from None
    return found
