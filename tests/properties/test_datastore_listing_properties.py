"""Listings and ordered stores against sorted lists, with pages of any size that a fault shortens.

However short its pages, a walk until IsFinished gives each key once and in order; a cursor taken on
the way gives the rest. An ordered store is the sorted list of its numbers.
"""

from __future__ import annotations

import json
import os
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import DataStoreFault, FaultPlan
from bridge.stubs.profiles import profile
from bridge.tools.simulation import Server, Universe

EXAMPLES = 15
SWEEP = max(1, round(2000 * float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))))

SCRIPT = """
local http, service = game:GetService("HttpService"), game:GetService("DataStoreService")
local walk = {}
function walk.keys(o)
    return service:GetDataStore("S"):ListKeysAsync(o.prefix, o.size, o.cursor, o.without)
end
function walk.stores(o) return service:ListDataStoresAsync(o.prefix, o.size, o.cursor) end
function walk.versions(o)
    local direction = if o.ascending then "Ascending" else "Descending"
    return service:GetDataStore("S"):ListVersionsAsync("v", direction, 0, 0, o.size)
end
function walk.sorted(o)
    return service:GetOrderedDataStore("O"):GetSortedAsync(o.ascending, o.size, o.low, o.high)
end
local name_of = { keys = "KeyName", stores = "DataStoreName", versions = "Version" }
return function(name, text)
    local pages = walk[name](http:JSONDecode(text))
    local found = {}
    while true do
        local page = {}
        for i, item in pages:GetCurrentPage() do
            page[i] = if name == "sorted" then { item.key, item.value } else item[name_of[name]]
        end
        local cursor = if name == "keys" or name == "stores" then pages.Cursor else ""
        table.insert(found, { page, cursor })
        if pages.IsFinished then break end
        pages:AdvanceToNextPageAsync()
    end
    return http:JSONEncode(found)
end
"""

names = st.text("ab\u00e9", min_size=1, max_size=3)
sizes = st.integers(1, 6)
occurrences = st.lists(st.integers(1, 8), unique=True, max_size=4).map(lambda n: tuple(n) or (99,))


class Walk(NamedTuple):
    """The pages of one walk: their items, and the cursor each had."""

    pages: list[list[Any]]
    cursors: list[str]

    @property
    def items(self) -> list[Any]:
        return [item for page in self.pages for item in page]


def world(shortened: tuple[int, ...]) -> tuple[Universe, Server]:
    """A server whose n-th pages are short."""
    rules = profile("2026").override(
        datastore__latency_minimum_us=0, datastore__latency_maximum_us=0
    )
    plan = FaultPlan((DataStoreFault.partial_page(probability=0.0, occurrences=shortened),))
    universe = Universe(profile=rules, faults=plan)
    server = universe.start_server()
    universe.datastores.budgets.freeze()
    return universe, server


def walk(server: Server, name: str, **options: Any) -> Walk:
    found = json.loads(
        server.call(server.run(SCRIPT), name, json.dumps(options, ensure_ascii=False))
    )
    return Walk([page for page, _ in found], [cursor for _, cursor in found])


def assert_well_formed(found: Walk, size: int) -> None:
    """No page is longer than asked, and only the last one has no cursor to go on with."""
    assert all(len(page) <= size for page in found.pages)
    assert found.cursors[-1] == ""


def check_keys(
    kept: set[str], removed: set[str], prefix: str, size: int, shortened: tuple[int, ...]
) -> None:
    universe, server = world(shortened)
    for key in sorted(kept | removed):
        universe.datastores.set("S", key, 1)
    for key in sorted(removed - kept):
        universe.datastores.remove_key("S", key)
    for without in (False, True):
        wanted = kept if without else kept | removed
        expected = sorted(
            (key for key in wanted if key.startswith(prefix)), key=lambda key: key.encode()
        )
        found = walk(server, "keys", prefix=prefix, size=size, cursor="", without=without)
        assert found.items == expected
        assert_well_formed(found, size)
        seen = 0
        for page, cursor in zip(found.pages, found.cursors, strict=True):
            seen += len(page)
            if cursor:
                options = {"prefix": prefix, "size": size, "without": without}
                rest = walk(server, "keys", cursor=cursor, **options)
                assert rest.items == expected[seen:]


keys = st.sets(names, max_size=12)


@pytest.mark.rule(
    "DataStore.ListKeysAsync",
    "DataStoreKeyPages.Cursor",
    "Pages.AdvanceToNextPageAsync",
    "Pages.IsFinished",
    "Pages.GetCurrentPage",
    source="class page DataStore",
)
@settings(max_examples=EXAMPLES, deadline=None)
@given(keys, keys, st.text("ab", max_size=1), sizes, occurrences)
def test_every_key_is_listed_once_however_short_the_pages(
    kept: set[str], removed: set[str], prefix: str, size: int, shortened: tuple[int, ...]
) -> None:
    check_keys(kept, removed, prefix, size, shortened)


@pytest.mark.rule("DataStoreService.ListDataStoresAsync", source="class page DataStoreService")
@settings(max_examples=EXAMPLES, deadline=None)
@given(keys, keys, st.text("ab", max_size=1), sizes, occurrences)
def test_stores_with_an_object_are_listed_once(
    used: set[str], emptied: set[str], prefix: str, size: int, shortened: tuple[int, ...]
) -> None:
    universe, server = world(shortened)
    for name in sorted(used | emptied):
        universe.datastores.set(name, "k", 1)
    for name in sorted(emptied - used):
        universe.datastores.remove_key(name, "k")
    found = walk(server, "stores", prefix=prefix, size=size, cursor="")
    wanted = [name for name in used if name.startswith(prefix)]
    assert found.items == sorted(wanted, key=lambda name: name.encode())
    assert_well_formed(found, size)


@pytest.mark.rule("DataStore.ListVersionsAsync", source="class page DataStore")
@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(0, 150), max_size=8), st.booleans(), sizes, occurrences)
def test_every_version_is_listed_once(
    pauses: list[int], ascending: bool, size: int, shortened: tuple[int, ...]
) -> None:
    """The first write of a later hour keeps what was there."""
    universe, server = world(shortened)
    hours: dict[int, str] = {}
    for minutes in pauses:
        universe.run_for(minutes=minutes)
        server.run('game:GetService("DataStoreService"):GetDataStore("S"):SetAsync("v", 1)')
        hours[universe.clock.now_us // 3_600_000_000] = universe.datastores.versions("S", "v")[
            -1
        ].id
    found = walk(server, "versions", ascending=ascending, size=size)
    expected = list(hours.values())
    assert found.items == (expected if ascending else expected[::-1])
    assert_well_formed(found, size)


numbers = st.dictionaries(names, st.integers(-5, 5), max_size=12)
limits = st.none() | st.integers(-6, 6)


def check_sorted(
    items: dict[str, int],
    changes: list[tuple[str, int | None]],
    low: int | None,
    high: int | None,
    size: int,
    shortened: tuple[int, ...],
) -> None:
    _, server = world(shortened)
    model: dict[str, int] = {}
    for key, value in [*items.items(), *changes]:
        server.run(
            """
            local store = game:GetService("DataStoreService"):GetOrderedDataStore("O")
            local key, value = ...
            if value then store:SetAsync(key, value) else store:RemoveAsync(key) end
            """,
            key,
            value,
        )
        if value is None:
            model.pop(key, None)
        else:
            model[key] = value
    if low is not None and high is not None and low > high:
        low, high = high, low
    expected = [
        [key, value]
        for key, value in model.items()
        if (low is None or value >= low) and (high is None or value <= high)
    ]
    # Ties by key: their order is unknown.
    expected.sort(key=lambda item: (item[1], item[0]))
    for ascending in (True, False):
        found = walk(server, "sorted", ascending=ascending, size=size, low=low, high=high)
        assert found.items == (expected if ascending else expected[::-1])
        assert_well_formed(found, size)


changes = st.lists(st.tuples(names, st.none() | st.integers(-5, 5)), max_size=6)


@pytest.mark.rule(
    "OrderedDataStore.GetSortedAsync",
    "Pages.AdvanceToNextPageAsync",
    source="class page OrderedDataStore",
)
@settings(max_examples=EXAMPLES, deadline=None)
@given(numbers, changes, limits, limits, sizes, occurrences)
def test_an_ordered_store_is_a_sorted_list(
    items: dict[str, int],
    changes: list[tuple[str, int | None]],
    low: int | None,
    high: int | None,
    size: int,
    shortened: tuple[int, ...],
) -> None:
    check_sorted(items, changes, low, high, size, shortened)


@pytest.mark.slow
@settings(max_examples=SWEEP, deadline=None)
@given(keys, keys, st.text("ab", max_size=1), sizes, occurrences)
def test_every_key_is_listed_once_in_a_long_sweep(
    kept: set[str], removed: set[str], prefix: str, size: int, shortened: tuple[int, ...]
) -> None:
    check_keys(kept, removed, prefix, size, shortened)


@pytest.mark.slow
@settings(max_examples=SWEEP, deadline=None)
@given(numbers, changes, limits, limits, sizes, occurrences)
def test_an_ordered_store_is_a_sorted_list_in_a_long_sweep(
    items: dict[str, int],
    changes: list[tuple[str, int | None]],
    low: int | None,
    high: int | None,
    size: int,
    shortened: tuple[int, ...],
) -> None:
    check_sorted(items, changes, low, high, size, shortened)
