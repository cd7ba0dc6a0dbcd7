"""Parameters in translations (production/localization/translate-dynamic-content.md)."""

from __future__ import annotations

import pytest

from bridge.errors import StubError
from bridge.stubs.localization.formats import fill, language_of


def filled(text, arguments=None, locale="en-us", translate=str.upper):
    return fill(text, arguments, locale, "Key", translate)


@pytest.mark.rule("Translator.FormatByKey", source="translate-dynamic-content.md")
@pytest.mark.parametrize(
    ("specifier", "value", "locale", "text"),
    [
        ("int", 1234, "en-us", "1234"),
        ("int", -99.8, "es-es", "-100"),
        ("int", 0.5, "en-us", "1"),
        ("fixed", 1234.5, "en-us", "1234.50"),
        ("fixed", 75.202844, "es", "75,20"),
        ("fixed", -0.005, "en-us", "-0.01"),
        ("num", 1234.5, "en-us", "1,234.50"),
        ("num", 2500.5, "es", "2.500,50"),
        ("num", -1234567, "ja-jp", "-1,234,567.00"),
        ("num", 1234.5, "fr-fr", "1\u202f234,50"),
        ("HEX", 1023, "en-us", "3FF"),
        ("hex", 1023, "en-us", "3ff"),
        ("hex", -1, "en-us", "f" * 16),
        ("datetime", 1507642690, "es", "2017-10-10 13:38:10"),
        ("iso8601", 1507845758, "en-us", "2017-10-12T22:02:38Z"),
        ("shorttime", 1507643100, "en-us", "1:45 PM"),
        ("shorttime", 1507593600, "en-us", "12:00 AM"),
        ("shorttime", 1507643100, "de-de", "13:45"),
        ("shortdatetime", 1507643100, "en-us", "10/10/2017 1:45 PM"),
        ("shortdate", 1507643100, "en-us", "10/10/2017"),
        ("shortdate", 1507643100, "de-de", "2017-10-10"),
        ("translate", "Brazil", "es", "BRAZIL"),
    ],
)
def test_specifiers_write_what_the_page_shows(specifier, value, locale, text):
    assert filled(f"<{{1:{specifier}}}>", [value], locale) == f"<{text}>"


def test_parameters_are_numbered_or_named_and_come_in_any_order():
    assert filled("{2} before {1}", ["a", "b"]) == "b before a"
    assert filled("{who} has { count : int }", {"who": "Ada", "count": 2}) == "Ada has 2"
    assert filled("{1} {2} {3}", [1.0, True, 0.5]) == "1 true 0.5"
    assert filled("no { parameter", None) == "no { parameter"


@pytest.mark.rule("Translator.FormatByKey", source="class page Translator")
@pytest.mark.parametrize(
    ("text", "arguments", "problem"),
    [
        ("{1}", {"a": 1}, "args must be an array"),
        ("{name}", ["a"], "args must have names"),
        ("{1} {2}", ["a"], "no value for parameter '2'"),
        ("{1}", None, "no value for parameter '1'"),
        ("{name}", None, "no value for parameter 'name'"),
        ("{name}", {"other": 1}, "no value for parameter 'name'"),
        ("{0}", ["a"], "no value for parameter '0'"),
        ("{1:int}", ["a"], "'1' of key 'Key' must be a number"),
        ("{1:int}", [True], "must be a number"),
        ("{1:roman}", [1], "unknown format specifier 'roman'"),
        ("{1:datetime}", [1e18], "no timestamp"),
    ],
)
def test_arguments_that_do_not_fit_are_errors(text, arguments, problem):
    with pytest.raises(StubError, match=problem):
        filled(text, arguments)


def test_the_language_of_a_locale_is_its_first_part():
    assert [language_of(each) for each in ("es-es", "ES_mx", "zh-hans", "en")] == [
        "es", "es", "zh", "en",
    ]  # fmt: skip
