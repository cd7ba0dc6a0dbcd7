"""Zstandard frames by the optional package `zstandard`; its bytes depend on the version of libzstd.

Knows no Luau value.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

from bridge.errors import StubError

__all__ = ["LEVELS", "SIZE_MAX", "compress", "decompress", "decompressed_size"]

LEVELS: Final = (-7, 22)
"""Compression levels, inclusive (class page EncodingService)."""

SIZE_MAX: Final = 1 << 30
"""Bytes that a frame may expand to: 1 GB (class page)."""

NO_PACKAGE = "Zstandard needs the package zstandard; install luau-bridge[models]"

# Texts are inferred.
BAD_LEVEL = "compressionLevel must be between {low} and {high}"
NO_SIZE = "the size of the decompressed data is unknown or over 1 GB"
INVALID = "the data is not valid Zstandard data"


def _package() -> ModuleType:
    try:
        import zstandard  # lazily: an optional dependency
    except ImportError:
        raise StubError(NO_PACKAGE) from None
    return zstandard


def compress(data: bytes, level: int) -> bytes:
    """A frame that says how long its content is.

    Raises:
        StubError: the level is out of range, or the package is missing.
    """
    low, high = LEVELS
    if not low <= level <= high:
        raise StubError(BAD_LEVEL.format(low=low, high=high))
    frame: bytes = _package().ZstdCompressor(level=level).compress(data)
    return frame


def decompressed_size(data: bytes) -> int | None:
    """What a frame says its content's length is; None when it says nothing, or what cannot be."""
    zstandard = _package()
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
    zstandard = _package()
    if decompressed_size(data) is None:
        raise StubError(NO_SIZE)
    try:
        content: bytes = zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError:
        raise StubError(INVALID) from None
    return content
