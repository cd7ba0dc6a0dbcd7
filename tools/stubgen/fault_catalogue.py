"""Writes `bridge/faults/CATALOGUE.md`: every kind of fault, from the constructors' own words.

Run it in a checkout as `python -m bridge.tools.stubgen.fault_catalogue [OUTPUT]`. Same input, same
bytes. Knows no universe.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Sequence
from pathlib import Path

import bridge.faults
from bridge.errors import BridgeError
from bridge.faults import KINDS, Delay, Window
from bridge.faults.delays import SHAPES
from bridge.faults.refining import Refinable

__all__ = ["DEFAULT_OUTPUT", "generate", "main"]

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "tools" / "templates"
DEFAULT_OUTPUT = ROOT / "bridge" / "faults" / "CATALOGUE.md"

FILTERS = {
    "probability": "chance that it bites at a matching request, 1 by default",
    "operations": 'method names, e.g. `("SetAsync",)`; all by default',
    "name": "one data store, topic, map, host or player",
    "key": "one key or address",
    "key_prefix": "keys that begin so",
    "server": "one server by index, 0 for the first",
    "times": "it stops after biting this often",
    "occurrences": "it bites exactly at these matching requests, counted from 1",
    "schedule": 'the same in words: `"works, fails, fails, works"`, `"works 9, fails 1, again"`',
    "start_seconds": "not before this instant of simulated time",
    "end_seconds": "nor at or after this one",
    "every_seconds": "the window comes again so long after its start, and so on",
}


def _constructors(service: str) -> dict[str, object]:
    """The constructors of a service's class, by kind, in the order of `KINDS`."""
    owner = getattr(bridge.faults, bridge.faults.CLASS_NAMES[service])
    return {kind: getattr(owner, kind) for kind in KINDS[service]}


def _row(service: str, kind: str, constructor: object) -> dict[str, str]:
    """What the page says of one kind."""
    assert callable(constructor)
    text = inspect.cleandoc(constructor.__doc__ or "")
    if not text:
        raise BridgeError(f"{service}.{kind} is not documented")
    parameters = [
        name if parameter.default is parameter.empty else f"{name} = {parameter.default!r}"
        for name, parameter in inspect.signature(constructor).parameters.items()
        if parameter.kind is not parameter.VAR_KEYWORD
    ]
    # A table's cell is one line.
    return {
        "kind": kind,
        "parameters": ", ".join(f"`{each}`" for each in parameters),
        "text": " ".join(text.split()),
    }


def _members(owner: type, names: Sequence[str]) -> dict[str, str]:
    """What the page says of an object's methods: their parameters and their own words."""
    rows = {}
    for name in names:
        member = getattr(owner, name)
        shown = [
            f"*{each.name}" if each.kind is each.VAR_POSITIONAL else str(each.name)
            for each in inspect.signature(member).parameters.values()
            if each.name != "self"
        ]
        text = " ".join(inspect.cleandoc(member.__doc__ or "").split())
        rows[f"{name}({', '.join(shown)})"] = text
    return rows


def generate() -> str:
    """The page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # lazily: slow to load

    missing = sorted(set(Window.__annotations__) ^ set(FILTERS))
    if missing:
        raise BridgeError(f"filters and the page differ in: {', '.join(missing)}")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    services = []
    for service in KINDS:
        name = bridge.faults.CLASS_NAMES[service]
        rows = [_row(service, kind, each) for kind, each in _constructors(service).items()]
        about = " ".join(inspect.cleandoc(getattr(bridge.faults, name).__doc__ or "").split())
        services.append({"service": service, "name": name, "about": about, "rows": rows})
    page = environment.get_template("fault_catalogue.md.j2")
    count = sum(map(len, KINDS.values()))
    words = [name for name in vars(Refinable) if not name.startswith("_")]
    text = page.render(
        services=services,
        filters=FILTERS,
        count=count,
        words=_members(Refinable, words),
        delays=_members(Delay, SHAPES),
    )
    return text.rstrip("\n") + "\n"


def main(arguments: list[str]) -> int:
    """Command line; see the module's docstring."""
    output = Path(arguments[0]) if arguments else DEFAULT_OUTPUT
    output.write_text(generate(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
