"""Limits that servers share, and limits that each has for itself, with 1, 3 and 50 servers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.stubs.profiles import Rate

SERVICE = 'local service = game:GetService("DataStoreService") '
CALLS = {
    "StandardRead": 'service:GetDataStore("S"):GetAsync("k" .. i)',
    "StandardWrite": 'service:GetDataStore("S"):SetAsync("k" .. i, 1)',
    "StandardList": 'service:GetDataStore("S"):ListKeysAsync()',
    "StandardRemove": 'service:GetDataStore("S"):RemoveAsync("k" .. i)',
    "OrderedRead": 'service:GetOrderedDataStore("S"):GetAsync("k" .. i)',
    "OrderedWrite": 'service:GetOrderedDataStore("S"):SetAsync("k" .. i, 1)',
    "OrderedList": 'service:GetOrderedDataStore("S"):GetSortedAsync(true, 1)',
    "OrderedRemove": 'service:GetOrderedDataStore("S"):RemoveAsync("k" .. i)',
    "RemoveVersionAsync": 'service:GetDataStore("S"):RemoveVersionAsync("k", version)',
}
VERSION = f'local version = "{"0" * 16}.{"0" * 10}.{"0" * 16}.01" '


def outcomes(cloud, kind: str, first: int, count: int, on: int) -> tuple[int, str]:
    """How many of so many calls succeeded on one server, and the last error."""
    source = f"""{SERVICE} {VERSION}
        local first, count = ...
        local fine, last = 0, ""
        for i = first, first + count - 1 do
            local ok, text = pcall(function() return {CALLS[kind]} end)
            if ok then fine += 1 else last = text end
        end
        return fine, last
    """
    fine, text = cloud.run(source, first, count, on=on)
    return int(fine), str(text)


@pytest.mark.rule(
    "datastore.experience_per_minute.Read",
    "datastore.experience_per_minute.Write",
    "datastore.experience_per_minute.List",
    "datastore.experience_per_minute.Remove",
    source="CD-ERR",
)
@pytest.mark.parametrize("servers", [1, 3, 50])
@pytest.mark.parametrize("players", [0, 2])
@pytest.mark.parametrize(
    ("kind", "base", "per_player"),
    [
        ("StandardRead", 300, 40),
        ("StandardWrite", 300, 20),
        ("StandardList", 300, 2),
        ("StandardRemove", 300, 40),
        ("OrderedRead", 300, 40),
        ("OrderedWrite", 300, 20),
        ("OrderedList", 300, 2),
        ("OrderedRemove", 300, 40),
    ],
)
def test_the_experience_allows_so_many_requests_to_all_servers_together(
    make_cloud: Callable, kind: str, base: int, per_player: int, players: int, servers: int
) -> None:
    # Servers' own limits are out of the way; the players are all on the first one.
    cloud = make_cloud(
        servers=servers,
        players=players,
        **{f"datastore__requests_per_minute__{kind}": Rate(10_000)},
    )
    limit = base + per_player * players
    share, done = limit // servers, 0
    for on in range(servers):
        count = share if on < servers - 1 else limit - 1 - done
        assert outcomes(cloud, kind, done, count, on) == (count, "")
        done += count
    assert done == limit - 1
    last = servers - 1
    assert outcomes(cloud, kind, done, 1, last) == (1, "")  # the limit itself
    for on in {0, last}:
        fine, text = outcomes(cloud, kind, limit + on, 1, on)
        assert fine == 0
        assert text.startswith(f"{kind}ExperienceThrottled: ")
    cloud.universe.run_for(seconds=60)
    assert outcomes(cloud, kind, 2 * limit, 1, 0) == (1, "")


@pytest.mark.rule(
    "datastore.experience_per_minute.Read",
    "datastore.experience_per_minute.Write",
    "GlobalDataStore.UpdateAsync",
    source="CD-ERR",
)
@pytest.mark.parametrize("servers", [1, 3])
def test_an_update_takes_one_read_and_one_write_of_the_experience(
    make_cloud: Callable, servers: int
) -> None:
    cloud = make_cloud(
        servers=servers,
        datastore__experience_per_minute__Read=3,
        datastore__experience_per_minute__Write=1,
    )
    source = """
        local value = ...
        return select(2, pcall(function()
            local store = game:GetService("DataStoreService"):GetDataStore("S")
            return (store:UpdateAsync("k", function() return value end))
        end))
    """
    values = (1, None, 2, 3)
    seen = [cloud.run(source, value, on=turn % servers) for turn, value in enumerate(values)]
    assert seen[:2] == [1, None]  # one that cancels takes no write
    assert str(seen[2]).startswith("StandardWriteExperienceThrottled: ")
    assert str(seen[3]).startswith("StandardReadExperienceThrottled: ")


@pytest.mark.rule("datastore.requests_per_minute", source="CD-ERR")
@pytest.mark.parametrize("servers", [1, 3, 50])
@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        ("StandardRead", 60),
        ("StandardWrite", 60),
        ("StandardList", 5),
        ("StandardRemove", 60),
        ("OrderedRead", 60),
        ("OrderedWrite", 30),
        ("OrderedList", 5),
        ("OrderedRemove", 30),
        ("RemoveVersionAsync", 5),
    ],
)
def test_each_server_has_a_budget_of_its_own(
    make_cloud: Callable, kind: str, limit: int, servers: int
) -> None:
    cloud = make_cloud(servers=servers, datastore__queues={})  # too many fail at once
    last = servers - 1
    for on in sorted({0, last}):
        first = 1000 * on
        assert outcomes(cloud, kind, first, limit - 1, on) == (limit - 1, "")
        assert outcomes(cloud, kind, first + limit, 1, on) == (1, "")
        fine, text = outcomes(cloud, kind, first + limit + 1, 1, on)
        assert (fine, text.partition(":")[0]) == (0, f"{kind}GameServerThrottled")


@pytest.mark.rule("datastore.queue_length_max", "datastore.queues", source="CD-ERR")
@pytest.mark.parametrize("servers", [1, 3, 50])
@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("StandardRead", "StandardWrite"),
        ("StandardWrite", "StandardRead"),
        ("OrderedRead", "OrderedWrite"),
        ("OrderedWrite", "StandardWrite"),
    ],
)
def test_each_server_has_four_queues_of_thirty(
    make_cloud: Callable, kind: str, other: str, servers: int
) -> None:
    cloud = make_cloud(servers=servers)
    flood = f"""{SERVICE}
        local kind, count = ...
        service:SetRateLimitForRequestType(Enum.DataStoreRequestType[kind], 0, 0)
        local dropped = 0
        for i = 1, count do
            task.spawn(function()
                if not pcall(function() return {{}} end) then dropped += 1 end
            end)
        end
        return dropped
    """
    for on in sorted({0, servers - 1}):
        for each in (kind, other):
            source = flood.replace("return {} end", f"return {CALLS[each]} end")
            assert cloud.run(source, each, 29, on=on) == 0
            assert cloud.run(source, each, 1, on=on) == 0
            assert cloud.run(source, each, 1, on=on) == 1
        assert len(cloud.output("warn", on=on)) == 60


WRITE = f"""{SERVICE} local length = ...
    return pcall(function()
        service:GetDataStore("S"):SetAsync("k", string.rep("x", length - 2))
    end)"""
READ = f"""{SERVICE}
    local options = Instance.new("DataStoreGetOptions")
    options.UseCache = false
    return pcall(function() service:GetDataStore("S"):GetAsync("k", options) end)"""
THROTTLED = "KeyThrottled: The request rate exceeds the allowed maximum for the key."
MEGABYTE = 1024 * 1024


@pytest.mark.rule(
    "datastore.key_write_bytes_per_minute", "datastore.error.KeyThrottled", source="CD-ERR"
)
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_all_servers_write_4_mb_a_minute_to_one_key(make_cloud: Callable, servers: int) -> None:
    cloud = make_cloud(servers=servers)
    for turn in range(3):
        assert cloud.run(WRITE, MEGABYTE, on=turn % servers) is True
    # 1 KB short of the limit, then the last KB: written as 1 byte more than a KB it is too much.
    assert cloud.run(WRITE, MEGABYTE - 1024, on=3 % servers) is True
    assert cloud.run(WRITE, 1025, on=servers - 1) == (False, THROTTLED)
    assert cloud.run(WRITE, 1000, on=servers - 1) is True
    assert cloud.run(WRITE, 10, on=0) == (False, THROTTLED)
    other = WRITE.replace('"k"', '"other"')
    assert cloud.run(other, 10, on=0) is True
    cloud.universe.run_for(seconds=60)
    assert cloud.run(WRITE, 4 * MEGABYTE, on=servers - 1) is True


@pytest.mark.rule(
    "datastore.key_read_bytes_per_minute", "datastore.error.KeyThrottled", source="CD-ERR"
)
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_all_servers_read_25_mb_a_minute_of_one_key(make_cloud: Callable, servers: int) -> None:
    cloud = make_cloud(servers=servers)
    cloud.universe.datastores.set("S", "k", "x" * (5 * MEGABYTE - 2))
    results = [cloud.run(READ, on=turn % servers) for turn in range(5)]
    assert results == [True] * 5  # 25 MB: the limit itself
    cloud.universe.datastores.set("S", "k", "x")
    assert cloud.run(READ, on=servers - 1) == (False, THROTTLED)
    cloud.universe.run_for(seconds=60)
    assert cloud.run(READ, on=servers - 1) is True


@pytest.mark.rule("datastore.cache_us", source="CD-VER")
@pytest.mark.parametrize("servers", [1, 3, 50])
@pytest.mark.parametrize(("seconds", "seen"), [(3.999999, 1), (4.0, 2), (4.000001, 2)])
def test_every_server_has_a_cache_of_4_seconds(
    make_cloud: Callable, servers: int, seconds: float, seen: int
) -> None:
    cloud = make_cloud(servers=servers)
    cloud.universe.datastores.set("S", "k", 1)
    read = f'{SERVICE} return (service:GetDataStore("S"):GetAsync("k"))'
    assert [cloud.run(read, on=on) for on in range(servers)] == [1] * servers
    cloud.universe.datastores.set("S", "k", 2)
    cloud.universe.run_for(seconds=seconds)
    assert cloud.run(read, on=servers - 1) == seen
