"""Compressed parts: what LZ4 and Zstandard expand to, and data that does not do what it claims."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.project.compression import SIZE_MAX, CompressionError, decompress


def lz4_of(data):
    """A plain encoder: the longest match that begins at each place, else one more literal."""
    out, literals, at = bytearray(), bytearray(), 0

    def length(count):
        tail = bytearray()
        if count >= 15:
            count -= 15
            while count >= 255:
                tail.append(255)
                count -= 255
            tail.append(count)
        return tail

    def put(offset, count):
        token = min(len(literals), 15) << 4 | min(count - 4, 15)
        out.extend([token, *length(len(literals)), *literals, offset & 255, offset >> 8])
        out.extend(length(count - 4))
        literals.clear()

    while at < len(data):
        best = max(
            ((size(data, begin, at), at - begin) for begin in range(max(0, at - 300), at)),
            default=(0, 0),
        )
        if best[0] >= 4 and at + best[0] < len(data):
            put(best[1], best[0])
            at += best[0]
        else:
            literals.append(data[at])
            at += 1
    out.extend([min(len(literals), 15) << 4, *length(len(literals)), *literals])
    return bytes(out)


def size(data, begin, at):
    count = 0
    while at + count < len(data) and data[begin + count] == data[at + count]:
        count += 1
    return count


@given(data=st.lists(st.sampled_from([b"a", b"ab", b"xyz", b"\0" * 20]), max_size=40))
def test_what_is_packed_comes_back(data):
    whole = b"".join(data)
    assert decompress(lz4_of(whole), len(whole)) == whole


@pytest.mark.parametrize(
    ("packed", "expected"),
    [
        (b"\x50hello", b"hello"),
        (b"\x11a\x01\x00\x10b", b"aaaaaab"),  # a copy that reaches into itself
        (b"\xf0\x00" + b"x" * 15, b"x" * 15),
        (b"\xf0\xff\x00" + b"x" * 270, b"x" * 270),
    ],
)
def test_blocks_written_by_hand(packed, expected):
    assert decompress(packed, len(expected)) == expected


@pytest.mark.parametrize(
    ("packed", "count", "problem"),
    [
        (b"\x50hell", 5, "cut off or too long"),
        (b"\x50hello", 4, "cut off or too long"),
        (b"\x50hello", 6, "expands to 5 bytes instead of 6"),
        (b"\x11a\x02\x00\x10b", 7, "points outside"),
        (b"\x11a\x00\x00\x10b", 7, "points outside"),
        (b"\x1fa\x01\x00\xff\xff\xff\x00", 10, "points outside"),
        (b"\x11a\x01", 7, "cut off"),
        (b"\xf0", 3, "cut off"),
        (b"", SIZE_MAX + 1, "claims to expand"),
        (b"\x28\xb5\x2f\xfdrubbish", 5, "Zstandard"),
    ],
)
def test_broken_data_is_refused(packed, count, problem):
    with pytest.raises(CompressionError, match=problem):
        decompress(packed, count)


@given(data=st.binary(max_size=60), count=st.integers(0, 200))
def test_rubbish_never_does_worse_than_a_refusal(data, count):
    with contextlib.suppress(CompressionError):
        assert len(decompress(data, count)) == count


def test_zstandard_is_read_where_its_package_is_there(monkeypatch):
    zstandard = pytest.importorskip("zstandard", reason="zstandard is an optional dependency")
    packed = zstandard.ZstdCompressor().compress(b"hello" * 100)
    assert decompress(packed, 500) == b"hello" * 100
    monkeypatch.setitem(__import__("sys").modules, "zstandard", None)
    with pytest.raises(CompressionError, match=r"install luau-bridge\[models\]"):
        decompress(packed, 500)
