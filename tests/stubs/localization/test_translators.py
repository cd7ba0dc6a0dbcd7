"""Members of Translator (class page; localize-with-scripting.md)."""

from __future__ import annotations

import pytest

from bridge.stubs.localization.service import LocalizationService

TABLE = """
    local service = game:GetService("LocalizationService")
    local function add(parent, rows)
        local t = Instance.new("LocalizationTable")
        t:SetEntries(rows)
        t.Parent = parent
        return t
    end
"""
SCREEN = """
    add(service, {
        { Source = "Screen", Values = { es = "Pantalla" } },
        { Source = "Screen", Context = "workspace.Window.Gui.Label",
            Values = { es = "Mosquitero" } },
    })
    local translator = service:GetTranslatorForLocaleAsync("es")
"""


@pytest.mark.rule(
    "Translator.FormatByKey", "Translator.LocaleId", source="localize-with-scripting.md"
)
def test_a_key_gives_the_text_with_its_arguments(cloud):
    source = f"""{TABLE}
        add(service, {{
            {{ Key = "Prize1", Source = "{{1:int}} jewels",
                Values = {{ es = "{{1:int}} joyas" }} }},
            {{ Key = "Prize2", Source = "${{Cash:fixed}} and {{Jewels:int}}",
                Values = {{ es = "${{Cash:fixed}} y {{Jewels:int}}" }} }},
            {{ Key = "Image", Source = "295", Values = {{ es = "296" }} }},
        }})
        local t = service:GetTranslatorForLocaleAsync("es")
        return t.LocaleId, t:FormatByKey("Prize1", {{ 100 }}),
            t:FormatByKey("Prize2", {{ Cash = 500, Jewels = 100 }}), t:FormatByKey("Image"),
            service:GetTranslatorForLocaleAsync("en-us"):FormatByKey("Prize1", {{ 2 }})
    """
    assert cloud.run(source) == ("es", "100 joyas", "$500,00 y 100", "296", "2 jewels")


@pytest.mark.rule("Translator.FormatByKey", source="class page Translator")
def test_a_key_without_a_text_in_the_language_is_an_error(cloud):
    source = f"""{TABLE}
        add(service, {{ {{ Key = "Hi", Source = "Hello", Values = {{ es = "Hola" }} }} }})
        local french = service:GetTranslatorForLocaleAsync("fr-fr")
        local texts = {{}}
        for i, key in {{ "Hi", "None", "" }} do
            texts[i] = select(2, pcall(french.FormatByKey, french, key))
        end
        return unpack(texts)
    """
    words = "LocalizationTable or parent tables do not contain a translation"
    assert all(str(text).startswith(words) for text in cloud.run(source))


def test_arguments_that_do_not_fit_are_errors_of_the_call(cloud):
    source = f"""{TABLE}
        add(service, {{ {{ Key = "Hi", Source = "Hello {{name}}" }} }})
        local t = service:GetTranslatorForLocaleAsync("en")
        return pcall(t.FormatByKey, t, "Hi", {{ "Ada" }})
    """
    ok, text = cloud.run(source)
    assert not ok and "args must have names" in text


@pytest.mark.rule("Translator.Translate", source="class page Translator")
def test_a_source_gives_its_translation_and_the_context_breaks_ties(cloud):
    source = f"""{TABLE}{SCREEN}
        local function label(...)
            local parent = workspace
            for _, name in {{ ... }} do
                local folder = Instance.new("Folder")
                folder.Name, folder.Parent = name, parent
                parent = folder
            end
            return parent
        end
        return translator:Translate(game, "Screen"),
            translator:Translate(label("Window", "Gui", "Label"), "Screen"),
            translator:Translate(label("Other", "Label"), "Screen"),
            translator:Translate(game, "Keyboard")
    """
    assert cloud.run(source) == ("Pantalla", "Mosquitero", "Mosquitero", "Keyboard")


@pytest.mark.rule("LocalizationTable.GetTranslator", source="class page LocalizationTable")
def test_a_tables_translator_looks_in_the_table_then_in_its_ancestors(cloud):
    source = f"""{TABLE}
        local outer = add(workspace, {{ {{ Key = "A", Values = {{ es = "outer" }} }},
            {{ Key = "B", Values = {{ es = "outer" }} }} }})
        local inner = add(outer, {{ {{ Key = "A", Values = {{ es = "inner" }} }} }})
        add(service, {{ {{ Key = "C", Values = {{ es = "service" }} }} }})
        local t = inner:GetTranslator("es")
        return t:FormatByKey("A"), t:FormatByKey("B"), (pcall(t.FormatByKey, t, "C"))
    """
    assert cloud.run(source) == ("inner", "outer", False)


@pytest.mark.rule("Translator.Translate", source="translate-dynamic-content.md")
def test_the_specifier_translate_looks_a_word_up(cloud):
    source = f"""{TABLE}
        add(service, {{
            {{ Key = "From", Source = "I am from {{Place:translate}}.",
                Values = {{ es = "Soy de {{Place:translate}}." }} }},
            {{ Source = "Brazil", Values = {{ es = "Brasil" }} }},
        }})
        local t = service:GetTranslatorForLocaleAsync("es")
        return t:FormatByKey("From", {{ Place = "Brazil" }}),
            t:FormatByKey("From", {{ Place = "X" }})
    """
    assert cloud.run(source) == ("Soy de Brasil.", "Soy de X.")


@pytest.mark.rule("LocalizationTable.SourceLocaleId", source="class page LocalizationTable")
@pytest.mark.parametrize(("locale", "found"), [("en-us", False), ("de-de", True), ("de", True)])
def test_sources_are_texts_in_the_language_of_the_table(cloud, locale, found):
    source = f"""{TABLE}
        add(service, {{ {{ Key = "Hi", Source = "Hallo" }} }}).SourceLocaleId = "de-de"
        local t = service:GetTranslatorForLocaleAsync(...)
        return pcall(t.FormatByKey, t, "Hi")
    """
    ok, text = cloud.run(source, locale)
    assert (ok, text == "Hallo") == (found, found)


def test_the_open_questions_of_fallbacks_are_listed():
    assert any("Translate for a text" in each for each in LocalizationService.OPEN_QUESTIONS)
