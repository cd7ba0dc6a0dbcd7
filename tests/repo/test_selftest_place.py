"""The self-test place: its files, its single file, and the open questions it can settle."""

import fnmatch
import re
import tomllib
from pathlib import Path

import pytest

from bridge.stubs.profiles import profile
from bridge.tools.selftest.generate import bundle_of
from bridge.tools.stubgen.coverage import QUESTIONS

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "tests" / "place"
MODULES = sorted((PLACE / "src").rglob("*.luau"))
COLUMNS_MAX = 120
GENERATED = {"Answers.luau"}


def ids():
    """Every probe with an answer."""
    text = (PLACE / "src" / "Answers.luau").read_text(encoding="utf-8")
    return re.findall(r'^\t\["([\w.]+)"\] = ', text, re.MULTILINE)


def test_the_single_file_is_what_the_generator_writes():
    fresh = (PLACE / "selftest.luau").read_text(encoding="utf-8") == bundle_of(PLACE)
    assert fresh, "run python -m bridge.tools.selftest.generate"


def test_the_single_file_fits_a_script():
    """Studio takes sources of up to 200,000 characters (O Ransomwave/azul#5)."""
    assert len((PLACE / "selftest.luau").read_text(encoding="utf-8")) < 200_000


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_modules_keep_the_habits_of_lua(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("--!strict\n-- ")
    assert len(text.splitlines()) <= 400
    wide = [line for line in text.splitlines() if len(line.expandtabs(1)) > COLUMNS_MAX]
    assert not wide or path.name in GENERATED


def test_every_topic_runs():
    listed = re.findall(r"topics\.(\w+)\)", (PLACE / "src" / "Topics.luau").read_text())
    assert sorted(listed) == sorted(path.stem for path in (PLACE / "src" / "topics").iterdir())


def test_every_group_is_explained():
    names = re.findall(r'name = "(\w+)"', (PLACE / "src" / "Groups.luau").read_text())
    page = (PLACE / "README.md").read_text(encoding="utf-8")
    assert not [name for name in names if f"| `{name}` |" not in page]
    used = {
        name
        for path in (PLACE / "src" / "topics").iterdir()
        for name in re.findall(r'\tgroup = "(\w+)"', path.read_text())
    }
    assert used == set(names) - {"closing"}


def patterns():
    """Probes that open questions name."""
    questions = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
    return [pattern for each in questions for pattern in each.get("probes", ())]


def test_probes_that_open_questions_name_exist():
    assert not [each for each in patterns() if not fnmatch.filter(ids(), each)]


def test_every_probe_belongs_to_an_open_question():
    assert not [name for name in ids() if not any(fnmatch.fnmatch(name, p) for p in patterns())]


def test_rules_of_open_questions_exist():
    questions = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
    for name in {each["rule"] for each in questions if "rule" in each}:
        service, _, rule = name.partition("__")
        assert hasattr(getattr(profile("2026"), service), rule)
