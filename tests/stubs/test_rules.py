"""Rules that no document settles (engine.md l.3)."""

import pytest

from bridge.errors import UsageError
from bridge.stubs.rules import PlayerRules, RemoteRules


def test_the_defaults_are_those_of_the_fact_sheet():
    players, remotes = PlayerRules(), RemoteRules()
    assert (players.character_order, players.death_decision) == ("documented", "at_write")
    assert (remotes.queue_length, remotes.rate_per_second, remotes.unreliable_bytes) == (
        256,
        500,
        1000,
    )


@pytest.mark.parametrize("name", ["character_order", "death_decision", "kick", "rig"])
def test_an_unknown_choice_is_refused(name):
    with pytest.raises(UsageError, match=f"{name}='soon', expected one of"):
        PlayerRules(**{name: "soon"})


@pytest.mark.parametrize(
    "rules",
    [
        {"latency_seconds": (0.2, 0.1)},
        {"latency_seconds": (-1, 0)},
        {"unreliable_loss": 1.5},
    ],
)
def test_impossible_ways_are_refused(rules):
    with pytest.raises(UsageError, match=next(iter(rules))):
        RemoteRules(**rules)
