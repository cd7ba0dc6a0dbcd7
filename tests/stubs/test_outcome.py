"""What callers know of their calls."""

from bridge.stubs.datastore import operations
from bridge.stubs.outcome import Outcome


def test_a_history_of_data_stores_uses_the_same_outcomes() -> None:
    assert operations.Outcome is Outcome
    assert [outcome.value for outcome in Outcome] == ["pending", "ok", "failed"]
