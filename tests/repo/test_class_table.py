"""The class table in the repository is what its generator wrote."""

import json
from pathlib import Path

from bridge.tools.stubgen.class_table import DEFAULT_OUTPUT, GENERATED, content_hash

TABLE = Path(__file__).resolve().parents[2] / "bridge" / "instances" / "class_table.json"


def test_the_generator_writes_where_the_package_reads():
    assert DEFAULT_OUTPUT.resolve() == TABLE


def test_the_class_table_says_in_its_head_how_it_was_made():
    assert TABLE.read_text(encoding="utf-8").splitlines()[1] == f'"generated":"{GENERATED}",'


def test_nobody_has_edited_the_class_table_by_hand():
    data = json.loads(TABLE.read_text(encoding="utf-8"))
    assert data["content"] == content_hash(data["classes"], data["enums"])
