"""The page of what a test can reach: its names exist, it forgets no service, its example runs."""

import re
from pathlib import Path

import pytest

from bridge.faults import DataStoreFault
from bridge.tools.simulation import checkers
from bridge.tools.simulation.backends import Backends

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "tools" / "simulation" / "README.md"
TEXT = PAGE.read_text(encoding="utf-8")


def section(title):
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.fixture
def known(universe, server):
    """The objects whose members the page shows, by the name it has for them."""
    server.join("Ada")
    stores = universe.datastores
    return {
        "universe": universe,
        "server": server,
        "ada": server.client("Ada"),
        "fault": DataStoreFault.error(),
        "log": universe.calls.record(),
        "budgets": stores.budgets,
        "memorystores": universe.memorystores,
        "datastores": stores,
    }


def test_whatever_it_names_is_there(known):
    pieces = re.findall(r"`([^`\n]+)`", TEXT)
    seen = 0
    for root, names in re.findall(r"\b(universe|server|ada|fault|log)((?:\.\w+)+)", str(pieces)):
        here = known[root]
        for name in names.split(".")[1:]:
            assert hasattr(here, name), f"{root}{names}: no {name}"
            here = getattr(here, name)
        seen += 1
    # A piece such as `.leave("Ada")` goes on with the object of its row.
    for piece in pieces:
        name = re.match(r"\.(\w+)(?:\(|$)", piece)
        if name:
            assert any(hasattr(each, name[1]) for each in known.values()), piece
            seen += 1
    assert seen > 60


def test_every_shared_half_of_a_service_is_named():
    names = [name for name, each in vars(Backends).items() if isinstance(each, property)]
    assert not [n for n in names if f"universe.{n}" not in TEXT and f"`.{n}`" not in TEXT]


def test_every_law_and_lock_is_named():
    things = set(checkers.__all__) - {"Finding", "KeyInfo", "Lock", "Report", "Violation"}
    quieter = {"check_linearizability", "metadata_lock"}
    assert {each for each in things if each in TEXT} == things - quieter
    laws = re.findall(r"^\| `(\w+)\(", section("Laws"), re.MULTILINE)
    assert set(laws) <= things


def test_the_example_runs(universe):
    blocks = re.findall(r"^```python\n(.*?)^```$", section("Counting calls"), re.M | re.S)
    assert len(blocks) == 1
    scope = {}
    exec(compile(blocks[0], str(PAGE), "exec"), scope)
    (test,) = (each for name, each in scope.items() if name.startswith("test_"))
    test(universe)
