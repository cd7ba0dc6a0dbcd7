"""Localization tables against a dictionary: random setters, removals, clones and look-ups.

The model tells the rules of the class page once more: a key names an entry alone, else source and
context do; setters of values and examples make an entry, the others leave what is not there.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.tools.simulation import Server, Universe

EXAMPLES = 60
TABLES = 2

SCRIPT = """
local tables = { Instance.new("LocalizationTable"), Instance.new("LocalizationTable") }
function shared.apply(at, name, ...)
    local t = tables[at]
    return (pcall(t[name], t, ...))
end
function shared.clone(from, to)
    tables[to] = tables[from]:Clone()
    return true
end
function shared.show(at)
    local lines = {}
    for i, e in tables[at]:GetEntries() do
        local values = {}
        for locale, text in e.Values do table.insert(values, locale .. "=" .. text) end
        table.sort(values)
        lines[i] = `{e.Key}|{e.Source}|{e.Context}|{e.Example}|{table.concat(values, ",")}`
    end
    return table.concat(lines, ";")
end
function shared.text(at, locale, key)
    local translator = tables[at]:GetTranslator(locale)
    local ok, text = pcall(translator.FormatByKey, translator, key)
    return if ok then text else nil
end
"""

Row = dict[str, Any]
words = st.sampled_from(["", "k", "s", "t"])
names = st.tuples(words, words, words)
locales = st.sampled_from(["es", "es-es", "en-us", "fr"])
tables = st.integers(0, TABLES - 1)
SETTERS = {"SetEntryKey": "Key", "SetEntrySource": "Source", "SetEntryContext": "Context"}

operations = st.one_of(
    st.tuples(st.just("SetEntryValue"), tables, names, locales, words),
    st.tuples(st.just("SetEntryExample"), tables, names, words),
    st.tuples(st.sampled_from(sorted(SETTERS)), tables, names, words),
    st.tuples(st.just("RemoveEntry"), tables, names),
    st.tuples(st.just("RemoveEntryValue"), tables, names, locales),
    st.tuples(st.just("RemoveTargetLocale"), tables, locales),
    st.tuples(st.just("clone"), tables, tables),
)


class Model:
    """Rows of one table."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = [{**row, "Values": dict(row["Values"])} for row in rows]

    def find(self, name: tuple[str, str, str]) -> Row | None:
        key, source, context = name
        for row in self.rows:
            if key and row["Key"] == key:
                return row
            if not key and (row["Key"], row["Source"], row["Context"]) == ("", source, context):
                return row
        return None

    def legal(self) -> bool:
        keys = [row["Key"] for row in self.rows if row["Key"]]
        others = [(row["Source"], row["Context"]) for row in self.rows if not row["Key"]]
        return (
            len(set(keys)) == len(keys)
            and len(set(others)) == len(others)
            and all(row["Key"] or row["Source"] for row in self.rows)
        )

    def obtain(self, name: tuple[str, str, str]) -> Row:
        row = self.find(name)
        if row is None:
            row = dict(zip(("Key", "Source", "Context"), name, strict=True))
            row |= {"Example": "", "Values": {}}
            self.rows.append(row)
        return row

    def apply(self, name: str, *arguments: Any) -> None:
        if name == "RemoveTargetLocale":
            for each in self.rows:
                each["Values"].pop(arguments[0], None)
            return
        entry = arguments[0]
        if name == "SetEntryValue":
            self.obtain(entry)["Values"][arguments[1]] = arguments[2]
            return
        if name == "SetEntryExample":
            self.obtain(entry)["Example"] = arguments[1]
            return
        row = self.find(entry)
        if row is None:
            return
        if name == "RemoveEntry":
            self.rows.remove(row)
        elif name == "RemoveEntryValue":
            row["Values"].pop(arguments[1], None)
        else:
            row[SETTERS[name]] = arguments[1]

    def show(self) -> str:
        lines = []
        for row in self.rows:
            values = ",".join(sorted(f"{k}={v}" for k, v in row["Values"].items()))
            lines.append(
                "|".join((row["Key"], row["Source"], row["Context"], row["Example"], values))
            )
        return ";".join(lines)

    def text(self, locale: str, key: str) -> str | None:
        row = self.find((key, "", "")) if key else None
        if row is None:
            return None
        for name in (locale, locale.partition("-")[0]):
            if row["Values"].get(name):
                return str(row["Values"][name])
        return row["Source"] or None if locale.startswith("en") else None


def call(server: Server, name: str, *arguments: object) -> object:
    return server.run(f"return shared.{name}(...)", *arguments)


@settings(max_examples=EXAMPLES, deadline=None)
@given(steps=st.lists(operations, max_size=15))
def test_tables_do_what_their_rules_say(steps: list[tuple[Any, ...]]) -> None:
    server = Universe(seed=1).start_server(scripts={"ServerScriptService.Main": SCRIPT})
    models = [Model([]) for _ in range(TABLES)]
    for name, at, *rest in steps:
        if name == "clone":
            call(server, "clone", at + 1, rest[0] + 1)
            models[rest[0]] = Model(models[at].rows)
        else:
            changed = Model(models[at].rows)
            changed.apply(name, *rest)
            flat = [w for each in rest for w in (each if isinstance(each, tuple) else (each,))]
            worked = call(server, "apply", at + 1, name, *flat)
            assert worked is changed.legal(), (name, rest)
            if worked:
                models[at] = changed
        for number, model in enumerate(models):
            assert call(server, "show", number + 1) == model.show()
            for locale in ("es-es", "en-us", "fr"):
                for key in ("", "k", "s"):
                    found = call(server, "text", number + 1, locale, key)
                    assert found == model.text(locale, key), (locale, key)
