"""Members of LocalizationTable (class page)."""

from __future__ import annotations

import json

import pytest

from bridge.stubs.localization.entries import Entry
from bridge.stubs.localization.tables import value_of

SHOW = """
    local function show(t)
        local lines = {}
        for i, e in t:GetEntries() do
            local values = {}
            for locale, text in e.Values do table.insert(values, locale .. "=" .. text) end
            table.sort(values)
            lines[i] = `{e.Key}|{e.Source}|{e.Context}|{e.Example}|{table.concat(values, ",")}`
        end
        return table.concat(lines, "; ")
    end
    local t = Instance.new("LocalizationTable")
"""


@pytest.mark.rule(
    "LocalizationTable.GetEntries",
    "LocalizationTable.SetEntries",
    source="class page LocalizationTable",
)
def test_entries_come_back_as_they_were_set(cloud):
    source = f"""{SHOW}
        assert(#t:GetEntries() == 0)
        t:SetEntries({{
            {{ Key = "Hi", Source = "Hello", Values = {{ es = "Hola", fr = "Salut" }} }},
            {{ Source = "Bye", Context = "a.b", Example = "x", Values = {{}} }},
        }})
        t:GetEntries()[1].Key = "changed"
        return show(t)
    """
    assert cloud.run(source) == "Hi|Hello|||es=Hola,fr=Salut; |Bye|a.b|x|"


@pytest.mark.rule(
    "LocalizationTable.SetEntryValue", "LocalizationTable.SetEntryExample",
    "LocalizationTable.SetEntryKey", "LocalizationTable.SetEntrySource",
    "LocalizationTable.SetEntryContext", "LocalizationTable.RemoveEntry",
    "LocalizationTable.RemoveEntryValue", "LocalizationTable.RemoveTargetLocale",
    "LocalizationTable.RemoveKey", "LocalizationTable.SetEntry",
    source="class page LocalizationTable",
)  # fmt: skip
@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ('t:SetEntryValue("Hi", "Hello", "", "fr", "Salut")', "Hi|Hello|||es=Hola,fr=Salut"),
        ('t:SetEntryValue("Hi", "", "", "es", "Buenas")', "Hi|Hello|||es=Buenas"),
        ('t:SetEntryValue("New", "N", "c", "es", "x")', "Hi|Hello|||es=Hola; New|N|c||es=x"),
        ('t:SetEntryExample("Hi", "", "", "e.g.")', "Hi|Hello||e.g.|es=Hola"),
        ('t:SetEntryKey("Hi", "", "", "Yo")', "Yo|Hello|||es=Hola"),
        ('t:SetEntrySource("Hi", "", "", "Hey")', "Hi|Hey|||es=Hola"),
        ('t:SetEntryContext("Hi", "", "", "a.b")', "Hi|Hello|a.b||es=Hola"),
        ('t:SetEntryKey("No", "", "", "Yo")', "Hi|Hello|||es=Hola"),
        ('t:RemoveEntry("Hi", "Hello", "")', ""),
        ('t:RemoveEntry("", "Hello", "")', "Hi|Hello|||es=Hola"),
        ('t:RemoveKey("Hi")', ""),
        ('t:RemoveEntryValue("Hi", "", "", "es")', "Hi|Hello|||"),
        ('t:RemoveTargetLocale("es")', "Hi|Hello|||"),
        ('t:SetEntry("Hi", "fr", "Salut")', "Hi|Hello|||es=Hola,fr=Salut"),
    ],
)
def test_each_setter_changes_one_thing(cloud, change, shown):
    source = f"""{SHOW}
        t:SetEntries({{ {{ Key = "Hi", Source = "Hello", Values = {{ es = "Hola" }} }} }})
        {change}
        return show(t)
    """
    assert cloud.run(source) == shown


def test_a_clone_has_the_entries_and_goes_its_own_way(cloud):
    source = f"""{SHOW}
        t:SetEntryValue("Hi", "Hello", "", "es", "Hola")
        local copy = t:Clone()
        t:SetEntryValue("Hi", "Hello", "", "es", "Buenas")
        return show(copy), show(t)
    """
    assert cloud.run(source) == ("Hi|Hello|||es=Hola", "Hi|Hello|||es=Buenas")


@pytest.mark.rule(
    "LocalizationTable.GetContents", "LocalizationTable.SetContents", "LocalizationTable.GetString",
    source="class page LocalizationTable",
)  # fmt: skip
def test_the_deprecated_contents_are_json(cloud):
    source = f"""{SHOW}
        t:SetContents('[{{"key":"Hi","source":"Hello","values":{{"es":"Hola"}}}}]')
        local ok, text = pcall(t.GetString, t, "fr", "Hi")
        return show(t), t:GetContents(), t:GetString("es", "Hi"), t:GetString("en-us", "Hi"), text
    """
    shown, contents, spanish, english, problem = cloud.run(source)
    assert (shown, spanish, english) == ("Hi|Hello|||es=Hola", "Hola", "Hello")
    assert json.loads(contents)[0]["values"] == {"es": "Hola"}
    assert "no text for key 'Hi'" in problem


@pytest.mark.parametrize("rows", ["{ 1 }", "{ { Example = 'x' } }", "'text'", "{ print }"])
def test_what_is_no_array_of_entries_is_refused_and_changes_nothing(cloud, rows):
    source = f"""{SHOW}
        t:SetEntryValue("Hi", "Hello", "", "es", "Hola")
        return pcall(t.SetEntries, t, {rows}), show(t)
    """
    assert cloud.run(source) == (False, "Hi|Hello|||es=Hola")


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("es-es", "from Spain"),
        ("ES_ES", "from Spain"),
        ("es-mx", "Spanish"),
        ("es", "Spanish"),
        ("en-us", "source"),
        ("en-gb", "source"),
        ("fr-fr", None),
    ],
)
def test_a_locale_falls_back_to_its_language_and_then_to_the_source(locale, text):
    entry = Entry("K", "source", values={"es": "Spanish", "es-es": "from Spain", "pt": ""})
    assert value_of(entry, locale, "en-us") == text
    assert value_of(entry, "pt-br", "en-us") is None
