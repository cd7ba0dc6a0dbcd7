"""Zstandard frames: levels, sizes, broken data."""

from __future__ import annotations

import pytest

from bridge.errors import StubError
from bridge.stubs.encoding.zstandard_frames import (
    SIZE_MAX,
    compress,
    decompress,
    decompressed_size,
)

zstandard = pytest.importorskip("zstandard")

TEXT = b"again and again and again " * 20
MAGIC = b"\x28\xb5\x2f\xfd"


@pytest.mark.parametrize("level", [-7, 0, 1, 22])
@pytest.mark.parametrize("data", [b"", b"x", TEXT])
def test_what_was_compressed_comes_back(level: int, data: bytes) -> None:
    frame = compress(data, level)
    assert (decompress(frame), decompressed_size(frame)) == (data, len(data))


def test_what_repeats_becomes_smaller() -> None:
    assert len(compress(TEXT, 1)) < len(TEXT) // 4


@pytest.mark.parametrize(("level", "fits"), [(-8, False), (-7, True), (22, True), (23, False)])
def test_levels_have_bounds(level: int, fits: bool) -> None:
    if fits:
        compress(TEXT, level)
    else:
        with pytest.raises(StubError, match="between -7 and 22"):
            compress(TEXT, level)


@pytest.mark.parametrize("data", [b"", b"nonsense", MAGIC, compress(TEXT, 1)[:3]])
def test_data_without_a_size_is_not_expanded(data: bytes) -> None:
    assert decompressed_size(data) is None
    with pytest.raises(StubError, match="unknown or over"):
        decompress(data)


def test_a_stream_does_not_say_its_size() -> None:
    stream = zstandard.ZstdCompressor(write_content_size=False).compress(TEXT)
    assert decompressed_size(stream) is None


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_frame_may_claim_1_gb(extra: int) -> None:
    """A header of one segment whose content size has four bytes."""
    size = SIZE_MAX + extra
    claimed = MAGIC + b"\xa0" + size.to_bytes(4, "little")
    assert decompressed_size(claimed) == (None if extra > 0 else size)


def test_a_broken_frame_is_an_error() -> None:
    frame = compress(TEXT, 1)
    with pytest.raises(StubError, match="not valid"):
        decompress(frame[:-5])
