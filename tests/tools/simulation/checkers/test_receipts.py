"""Receipts: acknowledged too early, granted twice, granted once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import ReceiptViolation, UsageError
from bridge.faults import DataStoreFault, MarketplaceFault
from bridge.stubs.marketplace import Receipt
from bridge.stubs.marketplace.purchases import Answer
from bridge.tools.simulation import Universe
from bridge.tools.simulation.checkers import receipts_counted, receipts_granted

IDS = receipts_granted("Purchases", granted=lambda value: value["ids"])
CACHE = receipts_granted("Purchases", granted=lambda value: value["ids"], may_forget=True)
GEMS = receipts_counted(
    "Purchases",
    key=lambda receipt: str(receipt.user_id),
    amount=lambda value: value["gems"],
    worth=lambda receipt: 10,
)


def market(shape, name, **options):
    world = shape(name, servers=1, **options)
    world.module(0)
    world.servers[0].join("Ada")
    return world


def found(world, law=IDS):
    return [str(each) for each in world.universe.report(law).findings]


def test_what_is_acknowledged_before_it_is_saved_is_found_at_once(shape):
    world = market(shape, "ReceiptsFirst")
    world.universe.watch(IDS)
    with pytest.raises(ReceiptViolation, match="was acknowledged and is saved nowhere"):
        world.universe.marketplace.buy("Ada", 7)
        world.universe.run_for(seconds=1)


@pytest.mark.parametrize("law", [IDS, GEMS, CACHE])
def test_it_is_found_at_the_end_too_and_when_the_server_is_gone(shape, law):
    world = market(shape, "ReceiptsFirst")
    receipt = world.universe.marketplace.buy("Ada", 7)
    world.universe.run_for(seconds=90)
    (text,) = found(world, law)
    assert receipt.purchase_id in text
    assert "answered PurchaseGranted" in text
    world.universe.marketplace.buy("Ada", 7)
    world.universe.run_for(seconds=1)
    world.servers[0].crash()
    world.universe.run_for(seconds=90)
    assert len(found(world, IDS)) == 2


@pytest.mark.parametrize("law", [IDS, GEMS, CACHE])
def test_what_is_granted_again_is_found(shape, law):
    world = market(shape, "ReceiptsAgain")
    world.universe.faults.add(MarketplaceFault.unrecorded(times=1))
    world.universe.marketplace.buy("Ada", 7)
    world.universe.run_for(seconds=5)
    assert found(world, law) == []
    world.universe.marketplace.buy("Ada", 8)  # the first receipt comes again
    world.universe.run_for(seconds=5)
    (text,) = found(world, law)
    assert "granted 2 times in Purchases/global/" in text or "30 saved, 20 acknowledged" in text


def test_an_error_after_the_write_grants_twice_without_a_memory(shape):
    for name, wrong in (("ReceiptsAgain", 1), ("ReceiptsOnce", 0)):
        world = market(shape, name)
        world.universe.faults.add(DataStoreFault.error_after_write(times=1))
        world.universe.marketplace.buy("Ada", 7)
        world.universe.run_for(seconds=5)
        world.servers[0].leave("Ada")
        world.servers[0].join("Ada")
        world.universe.run_for(seconds=5)
        assert len(found(world)) == wrong
        assert len(found(world, GEMS)) == wrong


def test_what_was_granted_may_not_be_lost_again(shape):
    world = market(shape, "ReceiptsOnce")
    world.universe.marketplace.buy("Ada", 7)
    world.universe.run_for(seconds=5)
    (key,) = world.universe.datastores.keys("Purchases")
    world.universe.datastores.set("Purchases", key, {"ids": [], "gems": 10})
    (text,) = found(world)
    assert "was acknowledged, and is saved no longer" in text
    assert "<- took it away" in text
    assert found(world, CACHE) == []


def test_a_cache_that_forgot_a_receipt_grants_it_again(shape):
    world = market(shape, "ReceiptsOnce")
    world.universe.faults.add(MarketplaceFault.unrecorded(times=1))
    world.universe.marketplace.buy("Ada", 7)
    world.universe.run_for(seconds=5)
    (key,) = world.universe.datastores.keys("Purchases")
    world.universe.datastores.set("Purchases", key, {"ids": [], "gems": 10})
    world.servers[0].leave("Ada")
    world.servers[0].join("Ada")
    world.universe.run_for(seconds=5)
    (text,) = found(world, CACHE)
    assert "was granted again" in text


def test_a_receipt_in_two_keys_is_found(shape):
    world = market(shape, "ReceiptsOnce")
    receipt = world.universe.marketplace.buy("Ada", 7)
    world.universe.run_for(seconds=5)
    value = {"ids": [receipt.purchase_id], "gems": 10}
    world.universe.datastores.set("Purchases", "other", value)
    (text,) = found(world)
    assert "Purchases/global/other" in text
    assert found(world, receipts_granted("Nowhere", granted=lambda value: value["ids"]))


def test_counts_by_id_are_understood(shape):
    world = market(shape, "ReceiptsOnce")
    world.universe.marketplace.buy("Ada", 7)
    world.universe.run_for(seconds=5)
    assert found(world, receipts_granted(granted=lambda v: dict.fromkeys(v["ids"], 1))) == []
    assert found(world, receipts_granted(granted=lambda v: dict.fromkeys(v["ids"], 2)))


def test_a_receipt_without_a_handler_is_lost(universe):
    server = universe.start_server(players=["Ada"])
    server.run("game:GetService('MarketplaceService')")
    universe.marketplace.buy("Ada", 7)
    universe.run_for(seconds=1)
    for law in (IDS, CACHE, GEMS):
        (text,) = (str(each) for each in universe.report(law).findings)
        assert "for want of a handler" in text


histories = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.sampled_from("kl"), st.lists(st.sampled_from("ab"))),
        st.tuples(st.just("answer"), st.sampled_from("ab"), st.none()),
    ),
    max_size=7,
)


@settings(deadline=None, max_examples=200)
@given(histories)
def test_the_verdict_is_that_of_the_definition(plan):
    universe = Universe()
    receipts = {name: Receipt(name, 1, 7, 1, 0) for name in "ab"}
    universe.marketplace.receipts.extend(receipts.values())
    now = {"k": [], "l": []}
    too_early, twice = set(), set()
    for what, name, ids in plan:
        universe.run_for(seconds=1)
        if what == "save":
            universe.datastores.set("Purchases", name, {"ids": ids})
            now[name] = ids
        else:
            receipts[name].answers.append(Answer(universe.clock.now_us, 0))
            too_early |= {name} - {*now["k"], *now["l"]}
        twice |= {each for each in "ab" if max(now["k"].count(each), now["l"].count(each)) > 1}
    both = {each for each in "ab" if each in now["k"] and each in now["l"]}
    held = {*now["k"], *now["l"]}
    lost = {each for each in "ab" if receipts[each].answers and each not in held}
    wrong = {finding.headline.split()[1] for finding in universe.report(IDS).findings}
    assert wrong == too_early | twice | both | lost


purchases = st.lists(
    st.sampled_from(["buy", "buy", "rejoin", "unrecorded", "wait", "crash"]), max_size=10
)


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10_000), plan=purchases)
def test_receipts_that_are_saved_with_their_grant_are_granted_once(shape, seed, plan):
    world = market(shape, "ReceiptsOnce", seed=seed, faulty=True)
    universe = world.universe
    universe.watch(IDS, CACHE, GEMS)
    for what in plan:
        if what == "buy":
            universe.marketplace.buy("Ada", 7)
        elif what == "rejoin":
            world.servers[0].leave("Ada")
            world.servers[0].join("Ada")
        elif what == "unrecorded":
            universe.faults.add(MarketplaceFault.unrecorded(times=1))
        elif what == "crash":
            world.servers[0].crash()
            world.servers[0] = world.start()
            world.module(0)
            world.servers[0].join("Ada")
        universe.run_for(seconds=2)
    universe.run_for(seconds=60)
    universe.check()


@pytest.mark.parametrize("value", ["id", 5, None])
def test_ids_that_are_no_list_are_told(universe, value):
    universe.datastores.set("Purchases", "7", {"ids": value})
    with pytest.raises(UsageError, match="gives the PurchaseIds in a value as a list"):
        universe.check(IDS)
