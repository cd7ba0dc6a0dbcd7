"""The buffer library."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


def test_numbers_come_back_from_their_bytes(printed: Print) -> None:
    source = """
        local b = buffer.create(8)
        buffer.writeu32(b, 0, 0x01020304)
        print(buffer.readu8(b, 0), buffer.readu16(b, 1), buffer.readi8(b, 3))
        buffer.writeu8(b, 0, -3.9)
        buffer.writei16(b, 1, 40000)
        print(buffer.readu8(b, 0), buffer.readi16(b, 1), buffer.readu16(b, 1))
        buffer.writef64(b, 0, 1)
        print(buffer.readu32(b, 4), buffer.readf64(b, 0))
        buffer.writef32(b, 3, 0.1)
        print(buffer.readf32(b, 3))
    """
    assert printed(source) == [
        "4\t515\t1",
        "253\t-25536\t40000",
        "1072693248\t1",
        "0.10000000149011612",
    ]


def test_bits_cross_bytes(printed: Print) -> None:
    source = """
        local b = buffer.create(5)
        buffer.writebits(b, 3, 5, 31)
        buffer.writebits(b, 7, 32, 0xDEADBEEF)
        print(buffer.readbits(b, 3, 4), buffer.readbits(b, 7, 32) == 0xDEADBEEF,
            buffer.readbits(b, 5, 0))
    """
    assert printed(source) == ["15\ttrue\t0"]


def test_copies_may_overlap(printed: Print) -> None:
    source = """
        local b = buffer.fromstring("abcdef")
        buffer.copy(b, 1, b, 0, 5)
        print(buffer.tostring(b))
        buffer.copy(b, 0, b, 1, 5)
        print(buffer.tostring(b))
        buffer.fill(b, 2, 322, 3)
        print(buffer.tostring(b))
    """
    assert printed(source) == ["aabcde", "abcdee", "abBBBe"]


def test_integers_pass_whole(printed: Print) -> None:
    source = """
        local b = buffer.create(8)
        buffer.writeinteger(b, 0, -2i)
        print(buffer.readinteger(b, 0), buffer.readu8(b, 7))
    """
    assert printed(source) == ["-2\t255"]


@pytest.mark.parametrize(
    ("kind", "size"), [("u8", 1), ("i16", 2), ("u32", 4), ("f32", 4), ("f64", 8)]
)
def test_access_ends_with_the_last_byte(shown: Show, refused: Show, kind: str, size: int) -> None:
    last = 10 - size
    assert shown(f"buffer.read{kind}(buffer.create(10), {last - 1})") == "0"
    assert shown(f"buffer.read{kind}(buffer.create(10), {last})") == "0"
    for offset in (last + 1, -1, 2**31 - 1):
        message = "buffer access out of bounds"
        assert refused(f"buffer.read{kind}, buffer.create(10), {offset}") == message
        assert refused(f"buffer.write{kind}, buffer.create(10), {offset}, 1") == message


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("buffer.create, -1", "invalid argument #1 to 'create' (size)"),
        ('buffer.tostring, "x"', "invalid argument #1 to 'tostring' (buffer expected, got string)"),
        ("buffer.len", "missing argument #1 to 'len' (buffer expected)"),
        ("buffer.readbits, buffer.create(2), 0, 33", "bit count is out of range of [0; 32]"),
        ("buffer.readbits, buffer.create(2), 10, 7", "buffer access out of bounds"),
        ('buffer.writestring, buffer.create(2), 0, "ab", 3', "string length overflow"),
        ('buffer.writestring, buffer.create(2), 1, "ab"', "buffer access out of bounds"),
        ("buffer.fill, buffer.create(2), 0, 1, -1", "buffer access out of bounds"),
        (
            "buffer.readstring, buffer.create(2), 0, -1",
            "invalid argument #3 to 'readstring' (size)",
        ),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message
