"""The demo's report: it says what happened, and the same for the same run."""

from bridge.tools.demo.invariants import Invariant, check
from bridge.tools.demo.report import render


def test_the_report_tells_servers_messages_quota_faults_time_and_seed(run):
    text = render(run, check(run))
    for part in (
        "2 servers, 30 simulated minutes, seed 3",
        "queued     10",
        "refused    4 QUEUE_FULL",
        "sent       10",
        "quota      at most 3 in any minute of 150 allowed, 0 refused by the platform",
        "requests   GetAsync 4",
        "20 through the cache, 8 from the store (60.0 % saved)",
        "datastore outage                    3 of 10",
        "trace 0123456789abcdef",
    ):
        assert part in text


def test_a_broken_invariant_is_shown_with_what_broke_it(run):
    assert "  FAILED  nothing is lost: 1 lost" in render(
        run, [Invariant("nothing is lost", "1 lost")]
    )
