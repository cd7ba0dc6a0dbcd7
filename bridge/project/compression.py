"""Compressed parts of binary files: LZ4 blocks, and Zstandard frames where a package reads them.

Source of the format: LZ4's document "LZ4 Block Format Description".
"""

from __future__ import annotations

from typing import Final

__all__ = ["CompressionError", "decompress"]

SIZE_MAX: Final = 1 << 30
"""Bytes that one part may expand to."""

_ZSTANDARD: Final = b"\x28\xb5\x2f\xfd"
_MATCH_MIN: Final = 4
_LONGER: Final = 15


class CompressionError(ValueError):
    """Data that does not expand as it claims to; the text says how."""


def decompress(data: bytes, size: int) -> bytes:
    """What compressed data expands to.

    Parameters:
        size: the bytes it must expand to.

    Raises:
        CompressionError: it does not, or the package for its compression is missing.
    """
    if size > SIZE_MAX:
        raise CompressionError(f"a part claims to expand to {size} bytes")
    result = _zstandard(data, size) if data.startswith(_ZSTANDARD) else _lz4(data, size)
    if len(result) != size:
        raise CompressionError(f"a part expands to {len(result)} bytes instead of {size}")
    return result


def _zstandard(data: bytes, size: int) -> bytes:
    try:
        import zstandard  # lazily: an optional dependency
    except ImportError:
        raise CompressionError(
            "it is compressed with Zstandard, which needs the package zstandard; "
            "install luau-bridge[models]"
        ) from None
    try:
        expanded: bytes = zstandard.ZstdDecompressor().decompress(data, max_output_size=size)
    except zstandard.ZstdError as problem:
        raise CompressionError(f"a part is no valid Zstandard data: {problem}") from None
    return expanded


def _lz4(data: bytes, size: int) -> bytes:
    """A block: runs of literal bytes, each followed by a copy from what came before."""
    out = bytearray()
    at, end = 0, len(data)
    try:
        while at < end:
            token = data[at]
            at += 1
            count, at = _length(data, at, token >> 4)
            if at + count > end or len(out) + count > size:
                raise CompressionError("a part's LZ4 data is cut off or too long")
            out += data[at : at + count]
            at += count
            if at == end:
                break
            offset = data[at] | data[at + 1] << 8
            at += 2
            count, at = _length(data, at, token & 15)
            _copy(out, offset, count + _MATCH_MIN, size)
    except IndexError:
        raise CompressionError("a part's LZ4 data is cut off") from None
    return bytes(out)


def _length(data: bytes, at: int, nibble: int) -> tuple[int, int]:
    count = nibble
    if nibble == _LONGER:
        while True:
            byte = data[at]
            at += 1
            count += byte
            if byte != 255:
                break
    return count, at


def _copy(out: bytearray, offset: int, count: int, size: int) -> None:
    """Append `count` bytes from `offset` bytes back; the copy may reach into itself."""
    if not 0 < offset <= len(out) or len(out) + count > size:
        raise CompressionError("a part's LZ4 data points outside of it")
    begin = len(out) - offset
    if offset >= count:
        out += out[begin : begin + count]
        return
    piece = bytes(out[begin:])
    out += (piece * (count // offset + 1))[:count]
