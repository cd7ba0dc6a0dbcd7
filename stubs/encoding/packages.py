"""Packages that only some scripts need, imported when one does."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from bridge.errors import StubError

__all__ = ["package"]

MISSING = "EncodingService needs the package {name}; install luau-bridge[encoding]"


def package(name: str) -> ModuleType:
    """An optional package.

    Parameters:
        name: "blake3" or "zstandard", those of the extra `encoding`.

    Raises:
        StubError: it is not installed; the text names the extra.
    """
    try:
        return import_module(name)
    except ImportError:
        raise StubError(MISSING.format(name=name)) from None
