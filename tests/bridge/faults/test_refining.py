"""The words that narrow a fault down: the same values as the constructors' filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bridge.errors import UsageError
from bridge.faults import DataStoreFault, Fault, FaultPlan, Faults, Refinable, Site
from bridge.scheduler import Streams

ERROR = DataStoreFault.error()
SITE = Site("SetAsync", "Coins", "Player_7", 1)


def bites(fault: Fault, count: int = 8) -> str:
    """One letter a request: F fails, w works."""
    injector = Faults(Streams(1).stream, FaultPlan((fault,)))
    return "".join(
        "w" if injector.bite("datastore", "error", SITE, at) is None else "F" for at in range(count)
    )


@pytest.mark.parametrize(
    ("refined", "plain"),
    [
        (ERROR.on("SetAsync", "GetAsync"), {"operations": ("SetAsync", "GetAsync")}),
        (ERROR.named("Coins"), {"name": "Coins"}),
        (ERROR.keyed("k"), {"key": "k"}),
        (ERROR.keys_from("Player_"), {"key_prefix": "Player_"}),
        (ERROR.on_server(0), {"server": 0}),
        (ERROR.between(1.5, 2), {"start_seconds": 1.5, "end_seconds": 2}),
        (ERROR.between(1.5, None), {"start_seconds": 1.5}),
        (
            ERROR.between(60, 90).again_every(600),
            {"start_seconds": 60, "end_seconds": 90, "every_seconds": 600},
        ),
        (ERROR.once(), {"schedule": "fails 1"}),
        (ERROR.first(3), {"schedule": "fails 3"}),
        (ERROR.first(3, after=2), {"schedule": "works 2, fails 3"}),
        (ERROR.at(4, 2, 2), {"occurrences": (2, 4)}),
        (ERROR.every(3), {"schedule": "works 2, fails 1, again"}),
        (ERROR.every(1), {"schedule": "fails 1, again"}),
        (ERROR.scheduled("works, fails, fails"), {"schedule": "works 1, fails 2"}),
        (ERROR.sometimes(0.25), {"probability": 0.25}),
        (ERROR.at_most(2), {"times": 2}),
        (ERROR.saying("no"), {"text": "no"}),
    ],
)
def test_each_word_is_a_filter(refined: Fault, plain: dict[str, Any]) -> None:
    assert refined == DataStoreFault.error(**plain)
    assert Fault.from_data(refined.to_data()) == refined


def test_every_word_is_in_the_table_above() -> None:
    words = {name for name in vars(Refinable) if not name.startswith("_")}
    assert words == {
        "again_every", "at", "at_most", "between", "every", "first", "keyed", "keys_from", "named",
        "on", "on_server", "once", "saying", "scheduled", "sometimes",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (ERROR.first(3), "FFFwwwww"),
        (ERROR.scheduled("works, fails, fails, works"), "wFFwwwww"),
        (ERROR.scheduled("fails 2, works 1, again"), "FFwFFwFF"),
        (ERROR.every(4), "wwwFwwwF"),
        (ERROR.at(2, 5), "wFwwFwww"),
        (ERROR.every(2).at_most(2), "wFwFwwww"),
        (ERROR.on("SetAsync").keyed("Player_7").named("Coins").on_server(1).once(), "Fwwwwwww"),
        (ERROR.keyed("another"), "wwwwwwww"),
        (ERROR.keys_from("Player_").once(), "Fwwwwwww"),
        (ERROR.keys_from("Clan_"), "wwwwwwww"),
        (ERROR.between(0, 0.000_003), "FFFwwwww"),
        (ERROR.between(0.000_001, 0.000_002).again_every(0.000_003), "wFwwFwwF"),
    ],
)
def test_a_fault_bites_as_its_words_say(fault: Fault, expected: str) -> None:
    assert bites(fault) == expected


def test_of_two_words_about_how_often_the_later_one_counts() -> None:
    assert ERROR.first(3).at(2) == ERROR.at(2)
    assert ERROR.at(2).first(3) == ERROR.first(3)
    assert ERROR.at(2).sometimes(0.5) == ERROR.sometimes(0.5)
    assert ERROR.at_most(2).every(3) == ERROR.every(3)
    # A kind that would go on for ever bites five times, unless somebody says how often.
    assert DataStoreFault.conflict().times == 5
    assert DataStoreFault.conflict().first(9) == DataStoreFault.conflict(schedule="fails 9")


@pytest.mark.parametrize(
    "word",
    [
        lambda: ERROR.first(0),
        lambda: ERROR.first(1, after=-1),
        lambda: ERROR.every(0),
        lambda: ERROR.at(),
        lambda: ERROR.at(0),
        lambda: ERROR.at_most(0),
        lambda: ERROR.scheduled("maybe"),
    ],
)
def test_impossible_words_are_refused(word: Callable[[], Fault]) -> None:
    with pytest.raises(UsageError):
        word()


def test_a_schedule_that_is_over_is_spent() -> None:
    injector = Faults(Streams(1).stream, FaultPlan((ERROR.first(2), ERROR.every(2))))
    finite, endless = injector._order
    for _ in range(2):
        assert not finite.spent
        injector.bite("datastore", "error", SITE, 0)
    assert (finite.spent, endless.spent) == (True, False)
