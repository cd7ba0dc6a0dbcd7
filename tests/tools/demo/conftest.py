"""A small run that holds every invariant, to plant violations in."""

import pytest

from bridge.tools.demo.world import DemoRun, ServerReport


def server(**notes):
    counts = {"queued": 5, "handled": 5, "repeated": 0, "reads": 10, "loads": 4, "stale": 0}
    sections = {
        "counts": {**counts, "saveErrors": 1},
        "refusals": {"QUEUE_FULL": 2},
        "acknowledged": {"Record_A": 2},
        "attempted": {"Record_A": 3},
        "messenger": {"Sent": 5, "Retried": 1, "Dropped": 0, "Expired": 0},
        "cache": {},
    }
    return ServerReport("job", ["A"], 7, [], {**sections, **notes}, ["7001"], [])


@pytest.fixture
def run():
    return DemoRun(
        seed=3,
        seconds=1800,
        servers=[server(), server()],
        saves_stored={"Record_A": 5},
        publishes_at_us=[0, 1_000_000, 59_999_999, 60_000_000],
        requests={"GetAsync": 4},
        faults=[("datastore outage", 3, 10)],
        edits_in_order=[{"op": "add", "userId": 7001, "ok": True, "text": "Admin added"}],
        trace_digest="0123456789abcdef0000",
    )
