"""Markers of rules: every one names a documented rule and the source of the fact.

That the page itself is fresh is tested with the page of coverage, written by the same command.
"""

from pathlib import Path

from bridge.instances.class_table import class_table
from bridge.stubs.discovery import registry
from bridge.tools.stubgen.rule_markers import read_markers
from bridge.tools.stubgen.rule_names import FAMILIES, documented_rules
from bridge.tools.stubgen.rules_page import complaints

TESTS = Path(__file__).resolve().parents[1]


def test_markers_name_known_rules_and_their_source():
    assert complaints(documented_rules(), read_markers(TESTS)) == []


def test_every_class_with_behaviour_in_a_service_on_the_page_belongs_to_a_family():
    listed = {name for names in FAMILIES.values() for name in names}
    services = {service for service in registry().classes.values() if service.CLASS_NAME in listed}
    missing = {
        record.on
        for service, record in registry().methods
        if service in services and record.on and record.on not in listed
    }
    assert missing == set()


def test_the_data_store_family_is_complete():
    stems = ("DataStore", "GlobalDataStore", "OrderedDataStore")
    classes = [name for name in class_table().class_names if name.startswith(stems)]
    assert {*classes, "Pages"} == set(FAMILIES["datastore"])
    members = [rule for rule in documented_rules() if rule.service == "datastore"]
    assert sum(rule.kind == "member" for rule in members) == 43
