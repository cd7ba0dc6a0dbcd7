"""The rotations along the axes: ids and angles of rbx-dom's table, and everything that is none."""

import math

import pytest

from bridge.project.orientations import rotation_of

# Ids with their angles in degrees about X, Y and Z, applied in the order Y, X, Z.
TABLE = {
    0x02: (0, 0, 0), 0x03: (90, 0, 0), 0x05: (0, 180, 180), 0x06: (-90, 0, 0),
    0x07: (0, 180, 90), 0x09: (0, 90, 90), 0x0A: (0, 0, 90), 0x0C: (0, -90, 90),
    0x0D: (-90, -90, 0), 0x0E: (0, -90, 0), 0x10: (90, -90, 0), 0x11: (0, 90, 180),
    0x14: (0, 180, 0), 0x15: (-90, -180, 0), 0x17: (0, 0, 180), 0x18: (90, 180, 0),
    0x19: (0, 0, -90), 0x1B: (0, -90, -90), 0x1C: (0, -180, -90), 0x1E: (0, 90, -90),
    0x1F: (90, 90, 0), 0x20: (0, 90, 0), 0x22: (-90, 90, 0), 0x23: (0, -90, 180),
}  # fmt: skip


def product(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(3)) for j in range(3)] for i in range(3)]


def turned(x, y, z):
    (sx, cx), (sy, cy), (sz, cz) = (
        (math.sin(math.radians(a)), math.cos(math.radians(a))) for a in (x, y, z)
    )
    about_y = [[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]]
    about_x = [[1, 0, 0], [0, cx, -sx], [0, sx, cx]]
    about_z = [[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]]
    whole = product(product(about_y, about_x), about_z)
    return [[round(each) for each in row] for row in whole]


@pytest.mark.parametrize(("number", "angles"), TABLE.items())
def test_each_id_is_the_rotation_of_the_table(number, angles):
    assert rotation_of(number) == turned(*angles)


@pytest.mark.parametrize("number", sorted(set(range(40)) - set(TABLE)))
def test_other_numbers_are_no_rotations(number):
    with pytest.raises(ValueError, match="no rotation has the id"):
        rotation_of(number)
