"""The hand-written package list of pyproject.toml names every package there is; extras are those
that messages name."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {
    "bridge": "bridge",
    "lua": "bridge.lua",
    "stubs": "bridge.stubs",
    "tools": "bridge.tools",
}
# Luau and nothing else: a folder of data that the wheel carries.
WITHOUT_PYTHON = {"bridge.place"}


def test_every_folder_with_an_init_file_is_packaged():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    found = set()
    for folder, package in FOLDERS.items():
        for path in (ROOT / folder).rglob("__init__.py"):
            parts = path.parent.relative_to(ROOT / folder).parts
            if not (folder == "bridge" and parts[:1] in {("lua",), ("stubs",), ("tools",)}):
                found.add(".".join((package, *parts)))
    assert sorted(listed) == sorted(found | WITHOUT_PYTHON)


def test_every_extra_that_a_message_names_exists():
    text = "".join(
        path.read_text(encoding="utf-8") for each in FOLDERS for path in (ROOT / each).rglob("*.py")
    )
    named = set(re.findall(r"luau-bridge\[(\w+)\]", text))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {"encoding", "models"} <= named <= set(project["optional-dependencies"])


def test_the_links_that_type_checkers_follow_are_in_place():
    for name in ("lua", "stubs", "tools"):
        assert (ROOT / "bridge" / name).resolve() == ROOT / name
