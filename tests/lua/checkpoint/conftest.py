"""Runs one scenario on the real module and on the seed's version of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bridge.project import load_project

Scenario = Callable[[Any, str], Any]


@pytest.fixture
def compare(open_lab: Callable[..., Any]) -> Callable[..., tuple[Any, Any]]:
    """`compare(module, scenario, **lab options)` -> (observed on ours, observed on the seed's).

    A scenario is Luau that returns its observation, or a function of the lab and of a line that
    binds the module to `M`; everything else about the two runs is equal.
    """

    def run(module: str, scenario: Scenario | str, **options: Any) -> tuple[Any, Any]:
        def observe(place: str) -> Any:
            lab = open_lab(**options)
            binding = f"local M = require({place}.{module}) "
            if isinstance(scenario, str):
                return lab.run(binding + scenario)
            return scenario(lab, binding)

        return observe("System.Modules"), observe("Seed")

    return run


@pytest.fixture
def replicated_text() -> tuple[str, str]:
    """All source that a client can read: with our placement, and with the seed's Settings."""
    here = Path(__file__).parent
    root = load_project(here.parents[2] / "lua" / "checkpoint.project.json")
    replicated = "ReplicatedStorage", "ReplicatedFirst", "StarterPlayer", "StarterGui", "Workspace"
    sources = [
        node.source.text
        for name, node in root.walk()
        if node.source is not None and name.startswith(replicated)
    ]
    assert sources
    seeds = (here.parent / "fixtures" / "seed" / "Settings.luau").read_text(encoding="utf-8")
    return "\n".join(sources), seeds
