"""Errors of asset look-ups by name."""

from __future__ import annotations

import pytest

from bridge.stubs.asset.errors import ERRORS, asset_error


def test_an_error_has_its_text_with_the_values_filled_in():
    assert str(asset_error("Untrusted")) == "Asset is not trusted for this place"
    assert str(asset_error("many", method="M", limit=3)) == "AssetService:M() at most 3 ids"


@pytest.mark.parametrize("name", ERRORS)
def test_every_text_needs_method_and_limit_at_most(name):
    assert "{" not in str(asset_error(name, method="M", limit=3))
