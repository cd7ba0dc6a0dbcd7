"""Zstandard frames by the optional package `zstandard`; its bytes depend on the version of libzstd.

Knows no Luau value.
"""

from __future__ import annotations

from typing import Final

from bridge.errors import StubError
from bridge.stubs.encoding.packages import package

__all__ = ["LEVELS", "SIZE_MAX", "compress", "decompress", "decompressed_size"]

LEVELS: Final = (-7, 22)
"""Compression levels, inclusive (class page EncodingService)."""

SIZE_MAX: Final = 1 << 30
"""Bytes that a frame may expand to: 1 GB (class page)."""

# Texts are inferred.
BAD_LEVEL = "compressionLevel must be between {low} and {high}"
NO_SIZE = "the size of the decompressed data is unknown or over 1 GB"
INVALID = "the data is not valid Zstandard data"


def compress(data: bytes, level: int) -> bytes:
    """A frame that says how long its content is.

    Raises:
        StubError: the level is out of range, or the package is missing.
    """
    low, high = LEVELS
    if not low <= level <= high:
        raise StubError(BAD_LEVEL.format(low=low, high=high))
    frame: bytes = package("zstandard").ZstdCompressor(level=level).compress(data)
    return frame


def decompressed_size(data: bytes) -> int | None:
    """What a frame says its content's length is; None when it says nothing, or what cannot be.

    Raises:
        StubError: the package is missing.
    """
    zstandard = package("zstandard")
    try:
        size: int = zstandard.frame_content_size(data)
    except zstandard.ZstdError:
        return None
    return size if 0 <= size <= SIZE_MAX else None


def decompress(data: bytes) -> bytes:
    """The content of a frame.

    Raises:
        StubError: it says no length, or one over 1 GB, or is broken; or the package is missing.
    """
    zstandard = package("zstandard")
    if decompressed_size(data) is None:
        raise StubError(NO_SIZE)
    try:
        content: bytes = zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError:
        raise StubError(INVALID) from None
    return content
