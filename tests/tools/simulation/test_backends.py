"""The shared halves of the services: one each, and the same for every server."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from bridge.tools.simulation import Universe
from bridge.tools.simulation.backends import Backends

HANDLES = [name for name, value in vars(Backends).items() if isinstance(value, property)]


def test_backends_are_made_once_and_shared() -> None:
    universe = Universe()
    made: list[int] = []
    first = universe.backend("thing", lambda: made.append(1) or object())
    assert universe.backend("thing", lambda: made.append(2) or object()) is first
    assert made == [1]


@pytest.mark.parametrize("name", HANDLES)
def test_a_handle_is_always_the_same_object_and_says_what_it_is_for(name: str) -> None:
    universe = Universe()
    assert getattr(universe, name) is getattr(universe, name)
    assert inspect.getdoc(getattr(Backends, name))


@pytest.mark.parametrize("name", HANDLES)
def test_a_handle_prints_what_is_in_it(name: str) -> None:
    shown = repr(getattr(Universe(), name))
    assert re.fullmatch(r"<[a-z].*>", shown) and " object at 0x" not in shown


def test_handles_print_what_a_test_has_prepared() -> None:
    universe = Universe()
    universe.accounts.declare("Ada", groups={5: (1, "Member")})
    universe.badges.declare(7, "First")
    universe.badges.give("Ada", 7)
    universe.groups.declare(5, "Crew")
    universe.http.route("https://web.test/", lambda sent: "hi")
    universe.marketplace.buy("Ada", 3)
    universe.marketplace.give_pass("Ada", 9)
    universe.secrets.set("token", "hush")
    universe.localization.set_country("Ada", "DE")
    universe.policies.restrict("Ada", AreAdsAllowed=False)
    universe.text_filters.block("bad")
    universe.chat.turn_off("Ada")
    universe.configs.set("speed", 3)
    universe.configs.publish()
    shown = {name: repr(getattr(universe, name)) for name in HANDLES}
    assert shown["accounts"] == "<accounts of a universe: Ada>"
    assert shown["badges"] == "<badges of a universe: 7 'First' of 1 users>"
    assert shown["groups"] == "<groups of a universe: 5 'Crew' with 1 members>"
    assert shown["http"] == "<the web of a universe: https://web.test/; 0 requests arrived>"
    assert shown["marketplace"] == "<marketplace of a universe: 1 receipts, 0 granted; 1 passes>"
    assert shown["secrets"] == "<secrets of a universe: token>"
    assert shown["localization"] == "<localization of a universe: Ada in DE; 0 entries>"
    assert shown["policies"] == "<policies of a universe: Ada: {'AreAdsAllowed': False}>"
    assert shown["text_filters"] == "<text filter of a universe: bad>"
    assert shown["chat"] == "<chat of a universe: 1 accounts may not, 0 pairs may not together>"
    assert shown["configs"] == "<configs of a universe: version 1 {'speed': '3'}>"


def test_handles_read_by_the_players_name() -> None:
    universe = Universe()
    universe.accounts.declare("Ada", groups={5: (1, "Member")})
    universe.badges.declare(7)
    universe.badges.give("Ada", 7)
    receipt = universe.marketplace.buy("Ada", 3)
    universe.marketplace.buy("Bob", 3)
    universe.marketplace.give_pass("Ada", 9)
    assert universe.badges.owned("Ada") == (7,)
    assert universe.groups.members(5) == ("Ada",)
    assert universe.marketplace.receipts_of("Ada") == (receipt,)
    assert universe.marketplace.receipts_of("Ada", 4) == ()
    assert universe.marketplace.owns_pass("Ada", 9) and not universe.marketplace.owns_pass("Bob", 9)
    assert universe.accounts.names == ("Ada", "Bob")


def test_a_store_moves_the_epoch_behind_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    first = Universe(store=path)
    first.run_for(seconds=100)
    server = first.start_server()
    server.run("game:GetService('DataStoreService'):GetDataStore('S'):SetAsync('k', 1)")
    written_us = first.epoch_us + first.clock.now_us
    first.close()
    second = Universe(store=path)
    assert first.epoch_us + 100 * 1_000_000 < second.epoch_us
    assert second.epoch_us <= written_us + 1_000_000
    second.close()
