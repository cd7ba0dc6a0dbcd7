"""ExperienceNotificationService is refused by name, with the reason."""

from __future__ import annotations

import pytest

from bridge.stubs.experiencenotification import ExperienceNotificationService


@pytest.mark.parametrize("member", ExperienceNotificationService.NOT_MODELLED)
def test_every_member_says_that_it_is_for_clients(cloud, member):
    text = cloud.error(f"game:GetService('ExperienceNotificationService'):{member}()")
    assert text is not None
    assert member in text and "only clients can" in text
