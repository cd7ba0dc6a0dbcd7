"""Luau's strings are bytes; here they are texts, and bytes that are no UTF-8 are surrogates."""

from __future__ import annotations

__all__ = ["byte_length", "bytes_of", "text_of"]


def bytes_of(text: str) -> bytes:
    """The bytes of a Luau string; inverse of `text_of`."""
    return text.encode("utf-8", "surrogateescape")


def text_of(raw: bytes) -> str:
    """A Luau string from its bytes."""
    return raw.decode("utf-8", "surrogateescape")


def byte_length(text: str) -> int:
    """Length as `string.len` counts it."""
    return len(text) if text.isascii() else len(bytes_of(text))
