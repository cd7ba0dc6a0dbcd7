"""The map of the repository: what it names is there, and it names every folder."""

import re
from pathlib import Path

from bridge.stubs.discovery import registry

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "bridge" / "ARCHITECTURE.md").read_text(encoding="utf-8")
# Where a path without its first folders may be meant to begin, by what the text is about.
STARTS = ("", "bridge", "bridge/prelude", "bridge/faults", "stubs", "tools")


def test_paths_that_it_names_are_there():
    named = set(re.findall(r"`([\w.-]+/[\w./-]*)`", TEXT))
    gone = [n for n in named if not any((ROOT / start / n).exists() for start in STARTS)]
    assert len(named) > 40
    assert not gone


def test_every_folder_is_on_the_map():
    folders = [
        path.relative_to(ROOT)
        for parent in ("bridge", "tools")
        for path in (ROOT / parent).iterdir()
        if path.is_dir() and not path.is_symlink() and path.name not in ("__pycache__", "templates")
    ]
    assert not [str(folder) for folder in folders if f"{folder.name}/" not in TEXT]


def test_every_file_that_services_share_is_on_the_map():
    of_services = {service.__module__.split(".")[2] for service in registry().classes.values()}
    table = TEXT.split("### What stands in `stubs/`")[1].split("###")[0]
    shared = [path.stem for path in (ROOT / "stubs").glob("*.py") if path.stem not in of_services]
    assert not [name for name in shared if name != "__init__" and f"`{name}.py`" not in table]
