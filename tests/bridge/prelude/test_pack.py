"""string.pack, packsize and unpack."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        (
            'string.packsize("b"), string.packsize("h"), string.packsize("i"), '
            'string.packsize("l"), string.packsize("j")',
            "1 2 4 8 4",
        ),
        (
            'string.packsize("T"), string.packsize("n"), string.packsize("!4 b i4"), '
            'string.packsize("c10"), string.packsize("b Xi4")',
            "4 8 8 10 1",
        ),
    ],
)
def test_formats_have_the_sizes_of_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('string.unpack("<i2", string.pack("<i2", -2))', "-2 3"),
        ('string.unpack(">I3", "\\1\\2\\3")', "66051 4"),
        ('string.unpack("z s1", string.pack("z s1", "ab", "c"))', "ab c 6"),
        ('(string.unpack("<i16", string.pack("<i16", -5)))', "-5"),
        ('(string.unpack("<I8", ("\\255"):rep(8)))', "18446744073709552000"),
        ('(string.unpack("<f", string.pack("<f", 0.1)))', "0.10000000149011612"),
        ('string.unpack("B", "abc", -1)', "99 4"),
    ],
)
def test_values_come_back_from_their_bytes(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('string.pack, "y", 1', "invalid format option 'y'"),
        ('string.pack, "i17", 1', "integral size (17) out of limits [1,16]"),
        ('string.pack, "i0", 1', "integral size (0) out of limits [1,16]"),
        ('string.pack, "c", "x"', "missing size for format option 'c'"),
        ('string.pack, "X"', "invalid argument #1 to 'pack' (invalid next option for option 'X')"),
        (
            'string.pack, "!3 i4", 1',
            "invalid argument #1 to 'pack' (format asks for alignment not power of 2)",
        ),
        ('string.packsize, "s"', "invalid argument #1 to 'packsize' (variable-length format)"),
        ('string.pack, "i"', "invalid argument #2 to 'pack' (number expected, got nil)"),
        ('string.unpack, "i4", "abc"', "invalid argument #2 to 'unpack' (data string too short)"),
        (
            'string.unpack, "z", "abc"',
            "invalid argument #2 to 'unpack' (unfinished string for format 'z')",
        ),
        (
            'string.unpack, "b", "a", 3',
            "invalid argument #3 to 'unpack' (initial position out of string)",
        ),
        (
            'string.unpack, "<i9", "\\0\\0\\0\\0\\0\\0\\0\\0\\1"',
            "9-byte integer does not fit into Lua Integer",
        ),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message


@pytest.mark.parametrize(
    ("option", "limit"), [("b", 127), ("h", 32767), ("i3", 8388607), ("i4", 2147483647)]
)
def test_signed_options_end_where_their_bytes_end(
    shown: Show, refused: Show, option: str, limit: int
) -> None:
    overflow = "invalid argument #2 to 'pack' (integer overflow)"
    for value in (limit - 1, limit, -limit - 1):
        packed = f'string.pack("<{option}", {value})'
        assert shown(f'(string.unpack("<{option}", {packed}))') == str(value)
    assert refused(f'string.pack, "{option}", {limit + 1}') == overflow
    assert refused(f'string.pack, "{option}", {-limit - 2}') == overflow


@pytest.mark.parametrize(("option", "limit"), [("B", 255), ("H", 65535), ("I3", 16777215)])
def test_unsigned_options_end_where_their_bytes_end(
    shown: Show, refused: Show, option: str, limit: int
) -> None:
    overflow = "invalid argument #2 to 'pack' (unsigned overflow)"
    for value in (0, limit - 1, limit):
        packed = f'string.pack("<{option}", {value})'
        assert shown(f'(string.unpack("<{option}", {packed}))') == str(value)
    assert refused(f'string.pack, "{option}", {limit + 1}') == overflow
    assert refused(f'string.pack, "{option}", -1') == overflow


def test_a_counted_string_fits_its_count(shown: Show, refused: Show) -> None:
    assert shown('#string.pack("s1", ("x"):rep(255))') == "256"
    assert refused('string.pack, "s1", ("x"):rep(256)') == (
        "invalid argument #2 to 'pack' (string length does not fit in given size)"
    )
