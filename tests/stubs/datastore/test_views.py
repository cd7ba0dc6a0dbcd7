"""Single data stores as dictionaries: what a test reads and prepares."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import UsageError
from bridge.stubs.datastore.operations import TEST_SERVER
from bridge.tools.simulation import Universe

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("Coins") '
ORDERED = 'local store = game:GetService("DataStoreService"):GetOrderedDataStore("Top") '
KEYS = st.text("abc", min_size=1, max_size=2)
VALUES = st.recursive(
    st.integers(-5, 5) | st.text("xy\N{SNOWMAN}", max_size=3) | st.booleans(),
    lambda inner: st.lists(inner, min_size=1, max_size=2),
    max_leaves=4,
)


@pytest.mark.parametrize("value", [object(), float("nan"), {1: 1, "a": 1}])
def test_what_no_json_holds_is_refused_by_name(cloud, value) -> None:
    with pytest.raises(UsageError, match="a data store cannot hold"):
        cloud.universe.datastores.store("Coins")["a"] = value


def test_a_store_is_a_dictionary(cloud) -> None:
    coins = cloud.universe.datastores.store("Coins")
    coins["a"] = {"coins": 10}
    coins.update(b=[1, 2], c="x")
    del coins["c"]
    assert coins == {"a": {"coins": 10}, "b": [1, 2]}
    assert "a" in coins and "c" not in coins and len(coins) == 2
    assert coins.get("c") is None
    with pytest.raises(KeyError):
        coins["c"]
    with pytest.raises(KeyError):
        del coins["c"]
    assert repr(coins) == "<data store 'Coins' {'a': {'coins': 10}, 'b': [1, 2]}>"


@settings(deadline=None)
@given(st.lists(st.tuples(KEYS, st.none() | VALUES), max_size=12))
def test_it_behaves_as_a_dictionary_would(steps: list[tuple[str, object]]) -> None:
    view, model = Universe().datastores.store("Coins"), {}
    for key, value in steps:
        if value is None:
            assert view.pop(key, "none") == model.pop(key, "none")
        else:
            view[key] = model[key] = value
        assert dict(view) == model
        assert list(view) == sorted(model)


def test_scripts_see_what_a_test_wrote_and_the_other_way_round(cloud) -> None:
    coins = cloud.universe.datastores.store("Coins")
    coins.put("a", {"n": 1}, user_ids=(7, 8), metadata={"rank": "high"})
    source = f"""{STORE}
        local value, info = store:GetAsync("a")
        store:SetAsync("b", {{ 5 }}, {{ 9 }})
        return value.n, info:GetUserIds()[2], info:GetMetadata().rank
    """
    assert cloud.run(source) == (1, 8, "high")
    assert (coins["b"], coins.user_ids("b"), coins.metadata("b")) == ([5], (9,), {})
    assert (coins.user_ids("a"), coins.metadata("a")) == ((7, 8), {"rank": "high"})
    assert (coins.user_ids("none"), coins.metadata("none")) == ((), {})
    assert [entry.server for entry in coins.history("a")] == [TEST_SERVER]
    version = coins.version("b")
    assert version is not None and coins.versions("b") == (version,)


def test_nothing_a_test_does_costs_budget_or_time(cloud) -> None:
    coins = cloud.universe.datastores.store("Coins")
    before = cloud.universe.clock.now_us
    for number in range(500):
        coins[f"k{number}"] = number
    assert len(coins) == 500
    budget = 'return game:GetService("DataStoreService"):GetRequestBudgetForRequestType'
    assert cloud.run(f"{budget}(Enum.DataStoreRequestType.StandardWrite)") == 60
    assert cloud.universe.clock.now_us == before


def test_scopes_and_families_are_apart(cloud) -> None:
    stores = cloud.universe.datastores
    stores.store("Coins")["a"] = 1
    stores.store("Coins", "other")["a"] = 2
    stores.ordered("Coins")["a"] = 3
    assert (stores.store("Coins")["a"], stores.ordered("Coins")["a"]) == (1, 3)
    assert repr(stores.store("Coins", "other")) == "<data store 'Coins' in scope 'other' {'a': 2}>"


def test_an_ordered_store_has_a_top(cloud) -> None:
    top = cloud.universe.datastores.ordered("Top")
    top.update(a=5, b=9, c=5)
    cloud.run(f"{ORDERED} store:SetAsync('d', 7)")
    assert top.top() == (("b", 9), ("d", 7), ("c", 5), ("a", 5))
    assert top.top(2) == (("b", 9), ("d", 7))
    assert top.top(1, ascending=True) == (("a", 5),)
    page = f"{ORDERED} return store:GetSortedAsync(false, 10):GetCurrentPage()[2].key"
    assert cloud.run(page) == "d"
    assert repr(top).startswith("<ordered data store 'Top' {'a': 5")


@pytest.mark.parametrize("value", [1.5, True, "1", [1]])
def test_an_ordered_store_holds_whole_numbers(cloud, value: object) -> None:
    with pytest.raises(UsageError, match="whole numbers"):
        cloud.universe.datastores.ordered("Top")["a"] = value
