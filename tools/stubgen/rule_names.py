"""Every documented rule of the cloud services that a test should check, by the name markers use.

Nothing is listed twice: members come from the class table, numbers from the dataclasses of
`bridge.stubs.profiles`, request types from the engine's enum, errors from the tables `ERRORS` of
the services' modules. Only which classes belong to which service stands here. Knows no test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from math import inf
from pkgutil import walk_packages
from typing import Literal, TypeAlias

import bridge.stubs
from bridge.instances.class_table import class_table
from bridge.instances.properties import twin_of
from bridge.stubs.profiles import PROFILES, Rate

__all__ = ["FAMILIES", "KINDS", "Kind", "Rule", "documented_rules", "shown_value"]

Kind: TypeAlias = Literal["member", "limit", "request type", "error"]
KINDS: tuple[Kind, ...] = ("member", "limit", "request type", "error")

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "datastore": (
        "DataStoreService",
        "GlobalDataStore",
        "DataStore",
        "OrderedDataStore",
        "DataStoreOptions",
        "DataStoreSetOptions",
        "DataStoreGetOptions",
        "DataStoreIncrementOptions",
        "DataStoreKeyInfo",
        "DataStoreKey",
        "DataStoreInfo",
        "DataStoreObjectVersionInfo",
        "Pages",
        "DataStorePages",
        "DataStoreKeyPages",
        "DataStoreListingPages",
        "DataStoreVersionPages",
    ),
    "memorystore": (
        "MemoryStoreService",
        "MemoryStoreSortedMap",
        "MemoryStoreQueue",
        "MemoryStoreHashMap",
        "MemoryStoreHashMapPages",
        "MemoryStoreDistributedCounter",
    ),
    "messaging": ("MessagingService",),
    "http": ("HttpService",),
    "marketplace": ("MarketplaceService",),
    "teleport": ("TeleportService", "TeleportOptions", "TeleportAsyncResult"),
    "badge": ("BadgeService",),
    "text": ("TextService", "TextFilterResult", "TextFilterTranslatedResult"),
    "chat": ("Chat",),
    "textchat": ("TextChatService", "TextChannel", "TextSource", "TextChatMessage"),
    "policy": ("PolicyService",),
    "analytics": ("AnalyticsService",),
    "localization": ("LocalizationService", "LocalizationTable", "Translator"),
    "group": ("GroupService",),
    "user": ("UserService",),
    "encoding": ("EncodingService",),
    "matchmaking": ("MatchmakingService",),
    "config": ("ConfigService", "ConfigSnapshot"),
    "asset": ("AssetService",),
    "insert": ("InsertService",),
    "social": ("SocialService",),
    "ad": ("AdService",),
    "avatareditor": ("AvatarEditorService",),
}
"""The classes of each service, by the name of its file or folder in `stubs/`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to check.

    Attributes:
        name: as markers name it.
        service: a key of `FAMILIES`.
        group: a name that covers this rule too: the number whose parts are rules of their own.
        values: what each profile says, as text; empty unless a limit.
    """

    name: str
    service: str
    kind: Kind
    group: str = ""
    values: tuple[str, ...] = ()


def documented_rules() -> list[Rule]:
    """Every rule, service by service in the order of `FAMILIES`, kind by kind."""
    errors = _errors()
    return [
        rule
        for service in FAMILIES
        for rule in (
            *_members(service),
            *_limits(service),
            *_request_types(service),
            *(
                Rule(f"{service}.error.{name}", service, "error")
                for name in errors.get(service, ())
            ),
        )
    ]


def _members(service: str) -> Iterator[Rule]:
    """What a server's script may use: not what needs more rights, no older spellings."""
    table = class_table()
    for class_name in FAMILIES[service]:
        info = table[class_name]
        for name, member in info.own_members.items():
            if member.scriptable and not member.read_level and not twin_of(info, member):
                yield Rule(f"{class_name}.{name}", service, "member")


def _limits(service: str) -> Iterator[Rule]:
    # A year without the service has no numbers of it.
    sets = [
        None if FAMILIES[service][0] in each.absent else getattr(each, service, None)
        for each in PROFILES.values()
    ]
    if not any(map(is_dataclass, sets)):
        return
    known = next(each for each in sets if is_dataclass(each))
    for each in fields(known):
        name = f"{service}.{each.name}"
        values = [getattr(rules, each.name) if rules else None for rules in sets]
        parts = sorted({key for value in values if isinstance(value, Mapping) for key in value})
        for part in parts:
            shown = tuple(shown_value((value or {}).get(part), name) for value in values)
            yield Rule(f"{name}.{part}", service, "limit", name, shown)
        if not parts:
            shown = tuple(
                shown_value(value, name) if rules else "no service"
                for value, rules in zip(values, sets, strict=True)
            )
            yield Rule(name, service, "limit", "", shown)


def _request_types(service: str) -> Iterator[Rule]:
    if service == "datastore":
        for item in class_table().enum_items("DataStoreRequestType") or ():
            yield Rule(f"DataStoreRequestType.{item}", service, "request type")


def _errors() -> dict[str, list[str]]:
    """Names of errors by service: the keys of every table called `ERRORS` in its modules."""
    found: dict[str, list[str]] = {}
    for module in walk_packages(bridge.stubs.__path__, "bridge.stubs."):
        table = vars(import_module(module.name)).get("ERRORS")
        if isinstance(table, Mapping):
            names = found.setdefault(module.name.split(".")[2], [])
            names += [str(name) for name in table if name not in names]
    return found


def shown_value(value: object, name: str = "") -> str:
    """A number of a profile as a reader writes it: `60 + 40n`, `4 s`, `none`."""
    if value is None:
        return "none"
    if isinstance(value, Rate):
        if value.base == inf:
            return "no limit"
        base = f"{value.base:,.12g}"
        return f"{base} + {value.per_unit:,.12g}n" if value.per_unit else base
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value / 1_000_000:,g} s" if name.endswith("_us") else f"{value:,}"
    return f"`{value}`"
