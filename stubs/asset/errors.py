"""Errors of AssetService, InsertService and what else looks assets up.

Knows no service.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bridge.errors import StubError

__all__ = ["ERRORS", "asset_error"]

ERRORS: Final[Mapping[str, str]] = {
    "BadRequest": "HTTP 400 (Bad Request)",  # class page, of GetBundleDetailsAsync
    "Untrusted": "Asset is not trusted for this place",  # shipped code compares with it
    "NotFound": "HTTP 404 (Not Found)",  # inferred
    "ids": "AssetService:{method}() idList must be an array of asset ids",  # inferred
    "many": "AssetService:{method}() at most {limit} ids",  # inferred
}


def asset_error(name: str, **values: object) -> StubError:
    """The error of that name."""
    return StubError(ERRORS[name].format(**values))
