"""What a service refuses is an error that names the member, and says why."""

from __future__ import annotations

import pytest

from bridge.stubs.discovery import registry

REFUSED = [
    (name, member, why)
    for name, service in registry().classes.items()
    for member, why in service.NOT_MODELLED.items()
]


@pytest.fixture(scope="module")
def server():
    from bridge.tools.simulation import Universe

    return Universe(seed=1).start_server()


@pytest.mark.parametrize(("service", "member", "why"), REFUSED)
def test_a_refused_member_is_an_error_with_its_reason(server, service, member, why):
    source = """
        local service = game:GetService(...)
        local member = select(2, ...)
        return pcall(function() return service[member](service) end)
    """
    ok, text = server.run(source, service, member)
    assert not ok
    assert f"{member} of {service} is not modelled by luau-bridge ({why})" in text
