"""The entries of a localization table, as values: found, changed, read from and written as text.

Source: class page LocalizationTable. Every function gives new entries; tables share none. Knows no
instance.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bridge.errors import StubError

__all__ = ["Entries", "Entry", "changed", "checked", "contents_of", "find", "from_contents"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a text and its translations.

    Attributes:
        key: unique in its table unless it is empty.
        source: the text in the language of the game.
        context: full name of the instance that shows it.
        values: translations by locale id.
    """

    key: str = ""
    source: str = ""
    context: str = ""
    example: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def table(self) -> dict[str, object]:
        """What GetEntries returns of it."""
        return {
            "Key": self.key,
            "Source": self.source,
            "Context": self.context,
            "Example": self.example,
            "Values": dict(self.values),
        }


Entries: TypeAlias = tuple[Entry, ...]

# No document has their words: inferred.
NO_ENTRIES = "LocalizationTable: entries must be an array of dictionaries"
NO_TEXT = "LocalizationTable: {field} of an entry must be a string"
NO_VALUES = "LocalizationTable: Values of an entry must be a dictionary of strings"
NAMELESS = "LocalizationTable: an entry must have a Key or a Source"
SAME_KEY = "LocalizationTable: two entries have the key '{key}'"
SAME_ENTRY = "LocalizationTable: two entries have the source '{source}' and the same context"

FIELDS = ("Key", "Source", "Context", "Example")


def checked(found: object) -> Entries:
    """Entries that a script or a file gives, in the form of GetEntries.

    "At least either Key or Source must be non-empty. No two entries can have the same Key, Source,
    and Context", and a key that is not empty "must be unique in the table".

    Raises:
        StubError: they are not in that form, or break those rules.
    """
    if found == {}:
        found = []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise StubError(NO_ENTRIES)
    entries = tuple(_entry(each) for each in found)
    keys: set[str] = set()
    sources: set[tuple[str, str]] = set()
    for entry in entries:
        if not entry.key and not entry.source:
            raise StubError(NAMELESS)
        if entry.key in keys:
            raise StubError(SAME_KEY.format(key=entry.key))
        if not entry.key and (entry.source, entry.context) in sources:
            raise StubError(SAME_ENTRY.format(source=entry.source))
        if entry.key:
            keys.add(entry.key)
        else:
            sources.add((entry.source, entry.context))
    return entries


def _entry(row: Mapping[str, object]) -> Entry:
    texts = {name: row.get(name, "") for name in FIELDS}
    for name, text in texts.items():
        if not isinstance(text, str):
            raise StubError(NO_TEXT.format(field=name))
    values = row.get("Values", {})
    if values == []:
        values = {}
    if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
        raise StubError(NO_VALUES)
    return Entry(values=values, **{name.lower(): str(text) for name, text in texts.items()})


def from_contents(text: str) -> Entries:
    """Entries from the JSON of files and of SetContents: an array of {key, source, context,
    example, values}.

    Raises:
        StubError: it is not that.
    """
    try:
        rows = json.loads(text) if text else []
    except ValueError:
        raise StubError(NO_ENTRIES) from None
    if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
        raise StubError(NO_ENTRIES)
    return checked([{name.capitalize(): value for name, value in row.items()} for row in rows])


def contents_of(entries: Iterable[Entry]) -> str:
    """The same the other way round, for GetContents."""
    rows = [{name.lower(): value for name, value in each.table().items()} for each in entries]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def find(entries: Sequence[Entry], key: str, source: str, context: str) -> int | None:
    """Index of an entry: a key says it alone, else source and context do."""
    for at, entry in enumerate(entries):
        if key and entry.key == key:
            return at
        if not key and (entry.key, entry.source, entry.context) == ("", source, context):
            return at
    return None


def changed(entries: Entries, at: int, **fields: object) -> Entries:
    """With other fields in one entry.

    Raises:
        StubError: the entries break the rules then.
    """
    entry = replace(entries[at], **fields)  # type: ignore[arg-type]  # fields of Entry
    rows = [each.table() for each in (*entries[:at], entry, *entries[at + 1 :])]
    return checked(rows)
