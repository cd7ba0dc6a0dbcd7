"""What model files abbreviate: the 24 rotations that lie along the axes, and weights of fonts.

Source: rbx-dom's documents of the binary format and of the XML format.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FONT_WEIGHTS", "rotation_of"]

FONT_WEIGHTS: Final = {
    100: "Thin",
    200: "ExtraLight",
    300: "Light",
    400: "Regular",
    500: "Medium",
    600: "SemiBold",
    700: "Bold",
    800: "ExtraBold",
    900: "Heavy",
}
"""Items of Enum.FontWeight by value."""

_NORMALS: Final = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (-1, 0, 0), (0, -1, 0), (0, 0, -1))
"""Directions in the order of Enum.NormalId."""


def rotation_of(number: int) -> list[list[int]]:
    """The rows of the rotation with an id from 1 to 36: its first two columns are two directions.

    Raises:
        ValueError: the id stands for no rotation.
    """
    if not 1 <= number <= 36:
        raise ValueError(f"no rotation has the id {number:#04x}")
    right, up = _NORMALS[(number - 1) // 6], _NORMALS[(number - 1) % 6]
    back = (
        right[1] * up[2] - right[2] * up[1],
        right[2] * up[0] - right[0] * up[2],
        right[0] * up[1] - right[1] * up[0],
    )
    if back == (0, 0, 0):
        raise ValueError(f"no rotation has the id {number:#04x}")
    return [[right[axis], up[axis], back[axis]] for axis in range(3)]
