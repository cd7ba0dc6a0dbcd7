"""One run of the self-test place that several tests look at: it takes seconds."""

import pytest

from bridge.tools.selftest import run_place


@pytest.fixture(scope="session")
def results_here():
    """Results by id, one server, all groups."""
    (results,) = run_place()
    return results
