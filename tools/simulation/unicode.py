"""Unicode normal forms for utf8.nfcnormalize and utf8.nfdnormalize, from Python's own tables."""

from __future__ import annotations

import unicodedata
from typing import Literal

__all__ = ["normalized"]


def normalized(form: Literal["NFC", "NFD"], text: str) -> str | None:
    """A text in a normal form; None when its bytes are no UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return unicodedata.normalize(form, text)
