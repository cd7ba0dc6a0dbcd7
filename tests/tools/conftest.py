"""A project of one script, in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Path]:
    """project(source): the folder of a place whose only Script that is."""

    def build(source: str) -> Path:
        tree = {"$className": "DataModel", "ServerScriptService": {"$path": "src"}}
        (tmp_path / "default.project.json").write_text(json.dumps({"name": "P", "tree": tree}))
        (tmp_path / "src").mkdir(exist_ok=True)
        (tmp_path / "src" / "Main.server.luau").write_text(source)
        return tmp_path

    return build
