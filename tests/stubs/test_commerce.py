"""CommerceService is refused by name, with the reason."""

from __future__ import annotations

import pytest

from bridge.stubs.commerce import CommerceService


@pytest.mark.parametrize("member", CommerceService.NOT_MODELLED)
def test_every_member_says_that_it_is_not_documented(cloud, member):
    text = cloud.error(f"game:GetService('CommerceService'):{member}()")
    expected = "is not modelled by luau-bridge (it has no documentation)"
    assert text == f"{member} of CommerceService {expected}"
