"""What a test does to request budgets: empty now, never empty, empty for good; per server, type."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.datastore.budget import REQUEST_TYPES

SERVICE = 'local service = game:GetService("DataStoreService") '
STORE = f'{SERVICE} local store = service:GetDataStore("S") '


def shown(cloud, kind: str, on: int = 0) -> object:
    """The budget as a script sees it."""
    expression = f"service:GetRequestBudgetForRequestType(Enum.DataStoreRequestType.{kind})"
    return cloud.run(f"{SERVICE} return {expression}", on=on)


def written(cloud, count: int, on: int = 0) -> list[str]:
    """Starts so many writes and gives back what has become of them by then."""
    before = len(cloud.output("print", on))
    cloud.run(
        f"""{STORE}
        for i = 1, {count} do
            task.spawn(function() print(pcall(store.SetAsync, store, "k" .. i, i)) end)
        end
    """,
        on=on,
    )
    cloud.universe.run_for(seconds=0)
    return cloud.output("print", on)[before:]


def test_an_empty_budget_refills_as_ever(cloud) -> None:
    budgets = cloud.universe.datastores.budgets
    shown(cloud, "StandardWrite")
    budgets.empty("StandardWrite")
    assert (shown(cloud, "StandardWrite"), shown(cloud, "StandardRead")) == (0, 60)
    assert written(cloud, 2) == []
    cloud.universe.run_for(seconds=2)  # 60 a minute
    assert len(cloud.output("print")) == 2


def test_a_budget_is_set_to_a_number(cloud) -> None:
    shown(cloud, "StandardWrite")
    cloud.universe.datastores.budgets.set(3, "StandardWrite")
    assert len(written(cloud, 5)) == 3


def test_a_starved_budget_lets_nothing_pass_until_it_is_thawed(cloud) -> None:
    budgets = cloud.universe.datastores.budgets
    shown(cloud, "StandardWrite")
    budgets.starve("StandardWrite")
    written(cloud, 1)
    cloud.universe.run_for(hours=1)
    assert cloud.output("print") == []
    budgets.thaw("StandardWrite")
    cloud.universe.run_for(seconds=1)
    assert len(cloud.output("print")) == 1


def test_an_unlimited_budget_is_never_empty(cloud) -> None:
    budgets = cloud.universe.datastores.budgets
    budgets.unlimited("StandardWrite")
    assert len(written(cloud, 290)) == 290  # below the limit of the experience
    assert budgets.levels()["StandardWrite"] == 1_000_000
    assert not cloud.output("warn")


def test_what_is_frozen_stays_as_it_is(cloud) -> None:
    budgets = cloud.universe.datastores.budgets
    shown(cloud, "StandardRead")
    budgets.set(7)
    budgets.freeze()
    written(cloud, 7)
    cloud.universe.run_for(minutes=5)
    assert set(budgets.levels().values()) == {7}
    budgets.thaw("StandardRead")
    cloud.universe.run_for(seconds=3)
    assert (shown(cloud, "StandardRead"), shown(cloud, "StandardWrite")) == (10, 7)


def test_handing_requests_out_at_once_serves_those_that_wait(cloud) -> None:
    budgets = cloud.universe.datastores.budgets
    shown(cloud, "StandardWrite")
    budgets.starve()
    written(cloud, 30)
    budgets.unlimited()
    cloud.universe.run_for(seconds=0)
    assert len(cloud.output("print")) == 30
    assert cloud.universe.now_seconds == 0


def test_one_server_alone(make_cloud) -> None:
    cloud = make_cloud(servers=3)
    budgets = cloud.universe.datastores.budgets
    budgets.empty("StandardWrite", server=1)
    assert [shown(cloud, "StandardWrite", on) for on in range(3)] == [60, 0, 60]
    assert budgets.levels(1)["StandardWrite"] == 0


@pytest.mark.parametrize("servers", [1, 3])
def test_a_wish_holds_for_servers_whose_scripts_ask_later(make_cloud, servers: int) -> None:
    """A level counts from its moment on; only servers that ran then are concerned."""
    cloud = make_cloud(servers=servers)
    cloud.universe.datastores.budgets.empty("StandardWrite")
    cloud.universe.run_for(seconds=10)
    cloud.servers.append(cloud.universe.start_server())
    found = [shown(cloud, "StandardWrite", on) for on in range(servers + 1)]
    assert found == [10] * servers + [60]


def test_what_is_frozen_is_so_on_servers_to_come(cloud) -> None:
    budgets = cloud.universe.datastores.budgets
    budgets.starve("StandardWrite")
    budgets.unlimited("StandardRead")
    cloud.universe.run_for(seconds=30)
    cloud.servers.append(cloud.universe.start_server())
    cloud.universe.run_for(seconds=30)
    for on in range(2):
        assert shown(cloud, "StandardWrite", on) == 0
        assert shown(cloud, "StandardRead", on) == 1_000_000


def test_legacy_types_stand_for_what_they_count(cloud) -> None:
    shown(cloud, "UpdateAsync")
    cloud.universe.datastores.budgets.set(2, "UpdateAsync")
    for kind in ("StandardRead", "StandardWrite", "UpdateAsync", "SetIncrementAsync"):
        assert shown(cloud, kind) == 2
    assert shown(cloud, "StandardRemove") == 60


def test_a_closing_server_gets_nothing_where_it_is_starved(cloud) -> None:
    source = f"""{STORE}
        game:BindToClose(function() store:SetAsync("k", 1) end)
    """
    cloud.run(source)
    cloud.universe.datastores.budgets.starve("StandardWrite")
    cloud.server.shutdown()
    assert cloud.universe.datastores.get("S", "k") is None


def test_a_server_that_is_gone_has_no_budgets(cloud) -> None:
    shown(cloud, "StandardRead")
    budgets = cloud.universe.datastores.budgets
    assert repr(budgets).startswith("<budgets of data stores\n  server 0: ")
    assert set(budgets.levels()) <= set(REQUEST_TYPES)
    cloud.server.crash()
    budgets.empty()
    assert (budgets.levels(), repr(budgets)) == ({}, "<budgets of data stores>")


def test_unknown_types_and_impossible_numbers_are_refused(cloud) -> None:
    budgets = cloud.universe.datastores.budgets
    with pytest.raises(UsageError, match="StandardWrit'"):
        budgets.empty("StandardWrit")
    with pytest.raises(UsageError, match="-1"):
        budgets.set(-1)
