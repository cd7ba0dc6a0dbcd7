"""What counts as a documented rule."""

from itertools import pairwise

import pytest

from bridge.stubs.profiles import PROFILES, Rate
from bridge.tools.stubgen.rule_names import FAMILIES, Rule, documented_rules, shown_value

RULES = {rule.name: rule for rule in documented_rules()}


def test_names_are_unique_and_kinds_stand_together() -> None:
    rules = documented_rules()
    assert len(RULES) == len(rules)
    order = list(dict.fromkeys((rule.service, rule.kind) for rule in rules))
    runs = 1 + sum((a.service, a.kind) != (b.service, b.kind) for a, b in pairwise(rules))
    assert len(order) == runs
    assert list(dict.fromkeys(rule.service for rule in rules)) == list(FAMILIES)


@pytest.mark.parametrize(
    ("name", "service", "kind"),
    [
        ("GlobalDataStore.GetAsync", "datastore", "member"),
        ("Pages.IsFinished", "datastore", "member"),
        ("MemoryStoreQueue.ReadAsync", "memorystore", "member"),
        ("DataStoreRequestType.StandardRead", "datastore", "request type"),
        ("datastore.error.KeyNameEmpty", "datastore", "error"),
        ("badge.error.throttled", "badge", "error"),
        ("http.requests_per_minute", "http", "limit"),
    ],
)
def test_rules_are_found_where_they_are_declared(name: str, service: str, kind: str) -> None:
    assert (RULES[name].service, RULES[name].kind) == (service, kind)


def test_members_that_need_more_rights_and_older_spellings_are_left_out() -> None:
    assert "DataStoreService.AutomaticRetry" not in RULES
    assert "HttpService.SetHttpEnabled" not in RULES
    assert "HttpService.HttpEnabled" in RULES


def test_a_number_of_several_parts_is_one_rule_a_part() -> None:
    part = RULES["datastore.requests_per_minute.StandardRead"]
    assert part.group == "datastore.requests_per_minute"
    assert part.group not in RULES
    assert part.values[list(PROFILES).index("2026")] == "60 + 40n"


def test_every_limit_has_a_value_for_every_profile() -> None:
    limits = [rule for rule in RULES.values() if rule.kind == "limit"]
    assert all(len(rule.values) == len(PROFILES) for rule in limits)
    assert all(rule.values == () for rule in RULES.values() if rule not in limits)


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (50, "a.b", "50"),
        (4_194_304, "a.b", "4,194,304"),
        (0.5, "a.b", "0.5"),
        (4_000_000, "a.cache_us", "4 s"),
        (50_000, "a.latency_us", "0.05 s"),
        (Rate(1000, 120), "", "1,000 + 120n"),
        (Rate(240), "", "240"),
        (Rate(64 * 1024, 1.2 * 1024), "", "65,536 + 1,228.8n"),
        (Rate(float("inf")), "", "no limit"),
        (True, "", "yes"),
        (False, "", "no"),
        (None, "", "none"),
        ("raise", "", "`raise`"),
    ],
)
def test_numbers_are_shown_as_a_reader_writes_them(value: object, name: str, text: str) -> None:
    assert shown_value(value, name) == text


def test_a_rule_without_more_is_in_no_group() -> None:
    assert Rule("a", "b", "error").group == ""
