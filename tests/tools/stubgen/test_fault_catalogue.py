"""The generator of the page of faults: what a row says, and what it refuses to leave out."""

import re

import pytest

import bridge.faults
from bridge.errors import BridgeError
from bridge.faults import FaultPlan
from bridge.tools.stubgen import fault_catalogue
from bridge.tools.stubgen.fault_catalogue import generate, main


def test_the_same_page_every_time():
    assert generate() == generate()


def test_a_row_names_parameters_defaults_and_words():
    row = "| `timeout` | `minimum_seconds = None`, `maximum_seconds = None` | The request is lost;"
    assert row in generate()


def test_words_and_delays_have_rows_of_their_own():
    for row in (
        "| `first(count, after)` | At the next",
        "| `lognormal(median_seconds, p99_seconds,",
    ):
        assert row in generate()


def test_the_json_of_the_page_is_a_plan():
    (text,) = re.findall(r"```json\n(.*?)```", generate(), re.DOTALL)
    plan = FaultPlan.from_json(text)
    assert [fault.kind for fault in plan.faults] == ["error", "latency", "outage"]


def test_an_undocumented_kind_is_refused(monkeypatch):
    monkeypatch.setattr(bridge.faults.ServerFault, "crash", lambda: None)
    with pytest.raises(BridgeError, match=r"server\.crash is not documented"):
        generate()


def test_a_filter_without_a_line_is_refused(monkeypatch):
    fewer = {name: text for name, text in fault_catalogue.FILTERS.items() if name != "times"}
    monkeypatch.setattr(fault_catalogue, "FILTERS", fewer)
    with pytest.raises(BridgeError, match="times"):
        generate()


def test_it_writes_where_it_is_told(tmp_path):
    assert main([str(tmp_path / "page.md")]) == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == generate()
