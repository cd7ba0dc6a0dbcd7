"""Writes `stubs/COVERAGE.md`: what of the engine behaves here, what is refused, what is open.

Run it in a checkout as `python -m bridge.tools.stubgen.coverage [OUTPUT [RULES]]`; it writes the
page of rules too, see `bridge.tools.stubgen.rules_page`. Computed from the class table, the
services that `bridge.stubs.discovery` finds, the members that the prelude registers in a VM,
`open_questions.toml` beside this file and the docstring of the server's settings. Same input, same
bytes.

A service says more about itself in `OPEN_QUESTIONS` and `NOT_MODELLED`, see `bridge.stubs.service`.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from bridge.instances.class_table import ClassInfo, ClassTable, Member, class_table
from bridge.instances.properties import is_modelled, twin_of
from bridge.stubs.discovery import Registry, registry
from bridge.tools.stubgen import rules_page
from bridge.tools.stubgen.rule_names import FAMILIES, KINDS
from bridge.tools.stubgen.rules_page import Row, current_rows, page_of, sums

__all__ = ["DEFAULT_OUTPUT", "ClassCoverage", "Implemented", "coverage_of", "generate", "main"]

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_OUTPUT = ROOT / "stubs" / "COVERAGE.md"
TEMPLATES = ROOT / "tools" / "templates"
QUESTIONS = Path(__file__).resolve().with_name("open_questions.toml")
SETTINGS = ROOT / "tools" / "simulation" / "settings.py"
SOURCES = ("bridge/prelude/*.lua", "bridge/prelude/classes/*.lua", "stubs/**/*.py")
"""Where the names of events that something fires are looked for."""

TREE = ("Object", "Instance", "ServiceProvider", "DataModel")
"""Shown before the services, which come before all other classes."""

BLANK = "there is no model of it"


@dataclass(slots=True)
class Implemented:
    """What exists besides the class table's own knowledge, by class and member.

    Attributes:
        members: (class, kind, name) of methods and properties with behaviour; kinds are
            "method", "property", "event".
        refused: why a member is refused, by class and name.
        named: texts that stand in quotes in the sources; an event that nobody names never fires.
        questions: what services declare as open, by class.
        datatypes: types without a model.
    """

    members: frozenset[tuple[str, str, str]] = frozenset()
    refused: Mapping[tuple[str, str], str] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    datatypes: tuple[str, ...] = ()


@dataclass(slots=True)
class ClassCoverage:
    """One class on the page; lists of member names in the order of the class table."""

    name: str
    methods: list[str]
    properties: list[str]
    events: list[str]
    refused: dict[str, list[str]]
    """Members that raise an error with their name, by reason."""
    silent: list[str]
    """Events that can be connected to but are fired by nobody."""
    questions: tuple[str, ...]


def implemented(services: Registry) -> Implemented:
    """What the prelude and the services of this checkout implement."""
    members: set[tuple[str, str, str]] = set()
    refused: dict[tuple[str, str], str] = {}
    lines, datatypes = _prelude_members()
    for line in lines:
        class_name, kind, name, *why = line.split(" ", 3)
        if kind == "refused":
            refused[class_name, name] = why[0]
        else:
            members.add((class_name, kind, name))
    questions: dict[str, tuple[str, ...]] = {}
    for service, record in services.methods:
        members.add((record.on or service.CLASS_NAME, "method", record.name))
    for class_name, service in services.classes.items():
        questions[class_name] = service.OPEN_QUESTIONS
        refused |= {(class_name, name): why for name, why in service.NOT_MODELLED.items()}
        members |= {(each.on or class_name, "event", each.name) for each in service.SIGNALS}
    words = frozenset(_quoted_words())
    return Implemented(frozenset(members), refused, words, questions, tuple(datatypes))


def _prelude_members() -> tuple[list[str], list[str]]:
    """Lines of "members.implemented", and the datatypes without a model."""
    from bridge.instances.world import World  # lazily: loads lupa
    from bridge.stubs.game import EXTENSIONS
    from bridge.vm import VM
    from bridge.vm.loader import SCHEDULER

    vm = VM(extensions=(*SCHEDULER, *EXTENSIONS))
    World(vm)
    lines = str(vm.exported("members.implemented")()).splitlines()
    return lines, str(vm.exported("datatypes.unmodelled")()).split()


def _quoted_words() -> Iterator[str]:
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            yield from re.findall(r'"(\w+)"', path.read_text(encoding="utf-8"))


def coverage_of(info: ClassInfo, known: Implemented) -> ClassCoverage:
    """What a class itself declares, sorted into what works, what is refused, what is silent."""
    row = ClassCoverage(info.name, [], [], [], {}, [], known.questions.get(info.name, ()))
    for name, member in info.own_members.items():
        if not member.scriptable or member.read_level or twin_of(info, member):
            continue
        why = known.refused.get((info.name, name))
        if why is not None:
            row.refused.setdefault(why, []).append(name)
        elif member.kind == "event":
            fired = (info.name, "event", name) in known.members or name in known.named
            (row.events if fired else row.silent).append(name)
        elif member.kind == "method":
            if (info.name, "method", name) in known.members:
                row.methods.append(name)
            else:
                row.refused.setdefault(BLANK, []).append(name)
        elif (info.name, "property", name) in known.members:
            row.properties.append(name)
        elif member.kind == "property" and _is_blank(member):
            row.refused.setdefault(BLANK, []).append(name)
    return row


def _is_blank(member: Member) -> bool:
    """True for a property whose values the VM does not have."""
    return not is_modelled(member.type)


def _has_behaviour(row: ClassCoverage, known: Implemented) -> bool:
    if row.methods or row.properties or row.questions:
        return True
    return any((row.name, "event", event) in known.members for event in row.events)


def _refuses(info: ClassInfo) -> bool:
    """True for a class with a method of its own that a game script could call on Roblox."""
    return any(
        member.kind == "method" and not member.read_level and not member.deprecated
        for member in info.own_members.values()
    )


def _sections(table: ClassTable, known: Implemented) -> dict[str, list[ClassCoverage]]:
    rows = {name: coverage_of(table[name], known) for name in table.class_names}
    alive = {name: row for name, row in rows.items() if _has_behaviour(row, known)}
    services = [name for name in alive if table[name].is_service and name not in TREE]
    others = [name for name in alive if name not in TREE and name not in services]
    return {
        "The tree": [alive[name] for name in TREE if name in alive],
        "Services": [alive[name] for name in services],
        "Other classes": [alive[name] for name in others],
    }


def _switches(text: str) -> dict[str, str]:
    """The settings of a server by name, from the docstring of their class."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and node.name == "ServerSettings":
            text = ast.get_docstring(node) or ""
            lines = text.partition("Attributes:")[2].partition("Raises:")[0]
            found = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", lines, re.MULTILINE)
            return {name: " ".join(words.split()) for name, words in found}
    return {}


def render(template: str, **values: object) -> str:
    """A template of `tools/templates`, filled."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # lazily: slow to load

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["code"] = _code
    return environment.get_template(template).render(**values)


def generate(known: Implemented, questions: str, settings: str, rows: Iterable[Row] = ()) -> str:
    """The page.

    Parameters:
        known: what is implemented.
        questions: text of the list of open questions.
        settings: source of the module with the server's settings.
        rows: the documented rules with their tests.
    """
    table = class_table()
    sections = _sections(table, known)
    shown = {row.name for rows in sections.values() for row in rows}
    plain = [name for name in table.class_names if name not in shown]
    page = render(
        "coverage.md.j2",
        sections=sections,
        refusing=[name for name in plain if table[name].is_service and _refuses(table[name])],
        containers=sum(table[name].is_service for name in plain),
        data=sum(table[name].creatable for name in plain),
        datatypes=known.datatypes,
        classes=len(table.class_names),
        enums=len(table.enum_names),
        engine=table.engine,
        questions=tomllib.loads(questions)["question"],
        switches=_switches(settings),
        blank=BLANK,
        kinds=KINDS,
        sums=sums(rows),
    )
    return page.rstrip("\n") + "\n"


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def current_pages() -> tuple[str, str]:
    """This page and the page of rules, for this checkout."""
    rows, known = current_rows(), implemented(registry())
    page = generate(
        known,
        QUESTIONS.read_text(encoding="utf-8"),
        SETTINGS.read_text(encoding="utf-8"),
        rows,
    )
    return page, page_of(rows, render, _without_behaviour(known))


def _without_behaviour(known: Implemented) -> frozenset[str]:
    """Members of the cloud services that are refused or never fired, as `Class.Member`."""
    classes = [coverage_of(class_table()[n], known) for names in FAMILIES.values() for n in names]
    return frozenset(
        f"{row.name}.{name}"
        for row in classes
        for name in (*row.silent, *chain.from_iterable(row.refused.values()))
    )


def main(arguments: list[str]) -> int:
    """Command line; see the module's docstring."""
    places = [DEFAULT_OUTPUT, rules_page.DEFAULT_OUTPUT]
    places[: len(arguments)] = map(Path, arguments)
    for place, page in zip(places, current_pages(), strict=True):
        place.write_text(page, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
