"""The short way through the door: what shuts it, and what it counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.faults import DataStoreFault
from bridge.stubs.datastore.address import Address
from bridge.stubs.profiles import Rate
from bridge.tools.simulation import ServerSettings

KEY = Address("S", "global", "k")
INSTANT = {"datastore__latency_minimum_us": 0, "datastore__latency_maximum_us": 0}
MB = 1024 * 1024


def at_once(cloud, size: int = 1) -> bool:
    door = cloud.server.game.service("DataStoreService").door
    return door.at_once("SetAsync", "StandardWrite", KEY, size, "write")


def seen(cloud) -> tuple[object, ...]:
    """Whatever a request could change."""
    service = cloud.server.game.service("DataStoreService")
    budget = service.budgets.available("StandardWrite", cloud.universe.clock.now_us)
    stores, trace = cloud.universe.datastores, cloud.universe.trace
    return budget, service.statistics(), stores.requests(), trace.count


def test_what_goes_through_is_counted_everywhere(make_cloud: Callable) -> None:
    cloud = make_cloud(latency=True, **INSTANT)
    budget, statistics, _, count = seen(cloud)
    assert at_once(cloud)
    assert seen(cloud) == (
        budget - 1, statistics._replace(sent=1), {"SetAsync": 1}, count + 1,
    )  # fmt: skip


def shut(cloud, how: str) -> None:
    """Puts something in the way."""
    service = cloud.server.game.service("DataStoreService")
    if how == "fault":
        cloud.universe.faults.add(DataStoreFault.conflict())
    elif how == "budget":
        service.budgets.set("StandardWrite", 0, 0)
    elif how == "queue":
        service.budgets.set("StandardWrite", 0, 0)
        store = 'game:GetService("DataStoreService"):GetDataStore("S")'
        cloud.run(f'task.spawn(function() {store}:SetAsync("k", 1) end)')
        service.budgets.set("StandardWrite", 5, 0)
    elif how == "closing":
        cloud.run("game:BindToClose(function() task.wait(5) end)")
        cloud.server.shutdown(wait=False)
    elif how == "gone":
        cloud.server.crash()
    elif how == "denied":
        settings = ServerSettings(environment="studio", api_access="denied")
        cloud.servers[0] = cloud.universe.start_server(settings=settings)


@pytest.mark.parametrize(
    ("how", "rules"),
    [
        ("latency", {"datastore__latency_maximum_us": 1}),
        ("cooldown", {"datastore__write_cooldown_us": 1}),
        ("experience", {"datastore__experience_per_minute": {"Write": Rate(0)}}),
        ("throughput", {"datastore__key_write_bytes_per_minute": 0}),
        ("fault", {}),
        ("budget", {}),
        ("queue", {}),
        ("closing", {}),
        ("gone", {}),
        ("denied", {}),
    ],
)
def test_an_obstacle_leaves_everything_to_the_long_way(
    make_cloud: Callable, how: str, rules: dict[str, object]
) -> None:
    cloud = make_cloud(latency=True, **{**INSTANT, **rules})
    shut(cloud, how)
    before = seen(cloud)
    assert not at_once(cloud)
    assert seen(cloud) == before


@pytest.mark.parametrize("size", [MB - 1, MB, MB + 1])
@pytest.mark.rule("datastore.key_write_bytes_per_minute", source="CD-ERR")
def test_four_megabytes_a_minute_go_into_a_key(make_cloud: Callable, size: int) -> None:
    cloud = make_cloud(latency=True, **INSTANT)
    assert all(at_once(cloud, MB) for _ in range(3))
    assert at_once(cloud, size) is (size <= MB)
