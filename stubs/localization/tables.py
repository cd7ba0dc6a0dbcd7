"""Members of LocalizationTable: its entries, and which tables an instance is translated by.

Source: class pages LocalizationTable and LocalizationService. A table's entries are its
`Instance.state`; a clone shares them until one of the two changes.
"""

from __future__ import annotations

from bridge.errors import StubError
from bridge.stubs.localization.entries import (
    Entries,
    Entry,
    changed,
    checked,
    contents_of,
    find,
    from_contents,
)
from bridge.stubs.localization.formats import language_of
from bridge.stubs.service import Instance, Service, method, structure

__all__ = ["TableMembers", "entries_of", "tables_below", "value_of"]

NAMED = ("key: string", "source: string", "context: string")

NO_STRING = "LocalizationTable: no text for key '{key}'"  # inferred


def entries_of(table: Instance) -> Entries:
    """The entries of a LocalizationTable."""
    return table.state if isinstance(table.state, tuple) else ()


def tables_below(parent: Instance) -> list[Instance]:
    """Tables of a hierarchy in the order in which they are searched: "tables going up from the
    lowest descendant LocalizationTable ..., all the way up to the children" of the parent."""
    found: list[Instance] = []
    for child in parent.children:
        if child.class_name == "LocalizationTable":
            found += [*tables_below(child), child]
    return found


def value_of(entry: Entry, locale: str, source_locale: str) -> str | None:
    """The text of an entry in a locale: of just that, else of its language, else the source where
    that is its language ("the Source value can be used as a translation for SourceLocaleId")."""
    values = {name.lower().replace("_", "-"): text for name, text in entry.values.items()}
    for name in (locale.lower().replace("_", "-"), language_of(locale)):
        if values.get(name):
            return values[name]
    if entry.source and language_of(locale) == language_of(source_locale):
        return entry.source
    return None


class TableMembers(Service):
    """Part of LocalizationService."""

    def _replace(self, table: Instance, name: tuple[str, str, str], field: str, value: str) -> None:
        """Sets a field of the entry that key, source and context name, if it is there."""
        entries = entries_of(table)
        at = find(entries, *name)
        if at is not None:
            table.state = changed(entries, at, **{field: value})

    def _obtain(self, table: Instance, key: str, source: str, context: str) -> int:
        """Index of an entry, which is made if need be."""
        entries = entries_of(table)
        at = find(entries, key, source, context)
        if at is None:
            at = len(entries)
            row = Entry(key, source, context).table()
            table.state = checked([*(each.table() for each in entries), row])
        return at

    # All entries ------------------------------------------------------------------------------

    @method("GetEntries", on="LocalizationTable", returns=("array",))
    def get_entries(self, target: Instance) -> object:
        """An array of {Key, Source, Context, Example, Values}, made anew."""
        return structure([each.table() for each in entries_of(target)])

    @method("SetEntries", on="LocalizationTable", parameters=("entries: structure",))
    def set_entries(self, target: Instance, entries: object) -> None:
        """Replaces all entries."""
        target.state = checked(entries)

    @method("GetContents", on="LocalizationTable", returns=("string",))
    def get_contents(self, target: Instance) -> str:
        """Deprecated: the entries as JSON, in the form of files."""
        return contents_of(entries_of(target))

    @method("SetContents", on="LocalizationTable", parameters=("contents: string",))
    def set_contents(self, target: Instance, contents: str) -> None:
        """Deprecated: the entries from JSON."""
        target.state = from_contents(contents)

    # One entry --------------------------------------------------------------------------------

    @method(
        "SetEntryValue",
        on="LocalizationTable",
        parameters=(*NAMED, "localeId: string", "text: string"),
    )
    def set_entry_value(
        self, target: Instance, key: str, source: str, context: str, locale: str, text: str
    ) -> None:
        """Sets one translation; the entry is made if there is none."""
        at = self._obtain(target, key, source, context)
        entries = entries_of(target)
        target.state = changed(entries, at, values={**entries[at].values, locale: text})

    @method("SetEntryExample", on="LocalizationTable", parameters=(*NAMED, "example: string"))
    def set_entry_example(
        self, target: Instance, key: str, source: str, context: str, example: str
    ) -> None:
        """Sets the example; the entry is made if there is none."""
        at = self._obtain(target, key, source, context)
        target.state = changed(entries_of(target), at, example=example)

    @method("SetEntryKey", on="LocalizationTable", parameters=(*NAMED, "newKey: string"))
    def set_entry_key(
        self, target: Instance, key: str, source: str, context: str, new: str
    ) -> None:
        """Renames the key of an entry."""
        self._replace(target, (key, source, context), "key", new)

    @method("SetEntrySource", on="LocalizationTable", parameters=(*NAMED, "newSource: string"))
    def set_entry_source(
        self, target: Instance, key: str, source: str, context: str, new: str
    ) -> None:
        """Changes the source text of an entry."""
        self._replace(target, (key, source, context), "source", new)

    @method("SetEntryContext", on="LocalizationTable", parameters=(*NAMED, "newContext: string"))
    def set_entry_context(
        self, target: Instance, key: str, source: str, context: str, new: str
    ) -> None:
        """Changes the context of an entry."""
        self._replace(target, (key, source, context), "context", new)

    @method("RemoveEntry", on="LocalizationTable", parameters=NAMED)
    def remove_entry(self, target: Instance, key: str, source: str, context: str) -> None:
        """Removes one entry, if it is there."""
        entries = entries_of(target)
        at = find(entries, key, source, context)
        if at is not None:
            target.state = (*entries[:at], *entries[at + 1 :])

    @method("RemoveKey", on="LocalizationTable", parameters=("key: string",))
    def remove_key(self, target: Instance, key: str) -> None:
        """Deprecated: "the same as RemoveEntry(key, "", "")"."""
        self.remove_entry(target, key, "", "")

    @method("RemoveEntryValue", on="LocalizationTable", parameters=(*NAMED, "localeId: string"))
    def remove_entry_value(
        self, target: Instance, key: str, source: str, context: str, locale: str
    ) -> None:
        """Removes one translation of one entry, if it is there."""
        entries = entries_of(target)
        at = find(entries, key, source, context)
        if at is not None:
            values = {k: v for k, v in entries[at].values.items() if k != locale}
            target.state = changed(entries, at, values=values)

    @method("RemoveTargetLocale", on="LocalizationTable", parameters=("localeId: string",))
    def remove_target_locale(self, target: Instance, locale: str) -> None:
        """Removes the translations of every entry into a language."""
        rows = [each.table() for each in entries_of(target)]
        for row in rows:
            values = row["Values"]
            assert isinstance(values, dict)
            values.pop(locale, None)
        target.state = checked(rows)

    # By key -----------------------------------------------------------------------------------

    @method(
        "SetEntry",
        on="LocalizationTable",
        parameters=("key: string", "targetLocaleId: string", "text: string"),
    )
    def set_entry(self, target: Instance, key: str, locale: str, text: str) -> None:
        """Deprecated: sets one translation of a key."""
        self.set_entry_value(target, key, "", "", locale, text)

    @method(
        "GetString",
        on="LocalizationTable",
        parameters=("targetLocaleId: string", "key: string"),
        returns=("string",),
    )
    def get_string(self, target: Instance, locale: str, key: str) -> str:
        """Deprecated: the text of a key in a language."""
        entries = entries_of(target)
        at = find(entries, key, "", "") if key else None
        text = None if at is None else value_of(entries[at], locale, _source_locale(target))
        if text is None:
            raise StubError(NO_STRING.format(key=key))
        return text


def _source_locale(table: Instance) -> str:
    return str(table.get("SourceLocaleId"))
