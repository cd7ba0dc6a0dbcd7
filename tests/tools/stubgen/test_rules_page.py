"""The page of rules: rows, sums, what is wrong with markers, what is written."""

import pytest

from bridge.errors import BridgeError
from bridge.tools.stubgen import rules_page
from bridge.tools.stubgen.coverage import render
from bridge.tools.stubgen.rule_markers import Marker
from bridge.tools.stubgen.rule_names import Rule
from bridge.tools.stubgen.rules_page import complaints, current_rows, page_of, rows_of, sums

RULES = [
    Rule("HttpService.GetAsync", "http", "member"),
    Rule("http.rates.Read", "http", "limit", "http.rates", ("5", "6")),
    Rule("http.rates.Write", "http", "limit", "http.rates", ("7", "8")),
    Rule("http.error.limit", "http", "error"),
]
GET = Marker(("HttpService.GetAsync",), "S1", "t/test_a.py", "test_get", 4)
RATES = Marker(("http.rates",), "S2", "t/test_a.py", "test_rates", 9, (1, 3, 50))
READ = Marker(("http.rates.Read", "http.error.limit"), "S1", "t/test_b.py", "test_read", 2, (2,))


def test_a_marker_of_a_group_covers_its_parts() -> None:
    rows = rows_of(RULES, [GET, RATES, READ])
    assert [row.markers for row in rows] == [(GET,), (READ, RATES), (RATES,), (READ,)]
    assert rows[1].sources == "S1; S2"
    assert rows[1].tests == "t/test_a.py: `test_rates`; t/test_b.py: `test_read`"
    assert rows[1].servers == "1, 2, 3, 50"


def test_sums_count_rules_with_a_test_by_kind() -> None:
    (http,) = sums(rows_of(RULES, [GET, READ]))
    assert http.service == "http"
    assert http.counts == {
        "member": (1, 1),
        "limit": (1, 2),
        "request type": (0, 0),
        "error": (1, 1),
    }


@pytest.mark.parametrize(
    ("marker", "text"),
    [
        (Marker(("http.nothing",), "S", "a.py", "test_x", 3), "a.py:3: no rule is called"),
        (Marker((), "S", "a.py", "test_x", 3), "a.py:3: the marker of test_x names no rule"),
        (
            Marker(("http.rates",), "", "a.py", "test_x", 3),
            "a.py:3: the marker of test_x has no source",
        ),
    ],
)
def test_wrong_markers_are_named_with_their_place(marker: Marker, text: str) -> None:
    (complaint,) = complaints(RULES, [marker, GET, RATES])
    assert complaint.startswith(text)


def test_the_page_shows_values_sources_tests_and_what_has_none() -> None:
    page = page_of(rows_of(RULES, [RATES]), render, frozenset({"HttpService.GetAsync"}))
    assert "4 rules of the cloud services" in page
    assert "2 have no test that" in page
    lines = page.splitlines()
    assert "| `HttpService.GetAsync` |  | no test, not modelled | |" in lines
    assert "| `http.error.limit` |  | no test | |" in lines
    row = "| `http.rates.Read` | 5 | 6 | S2 | t/test_a.py: `test_rates` | 1, 3, 50 |"
    assert row in lines


def test_the_page_tells_what_earlier_years_had_and_lacked() -> None:
    page = page_of((), render)
    _, _, rest = page.partition("### 2018\n")
    assert "| `datastore.value_bytes_max` | 260,000 | M-MDS" in rest
    assert "`MessagingService`" in rest.partition("Refused as unknown")[2]


def test_the_page_is_not_written_over_wrong_markers(monkeypatch) -> None:
    wrong = Marker(("nothing",), "S", "a.py", "test_x", 3)
    monkeypatch.setattr(rules_page, "read_markers", lambda folder: [wrong])
    with pytest.raises(BridgeError, match=r"a\.py:3: no rule is called 'nothing'"):
        current_rows()
