"""Format strings of translations: parameters in braces, and how numbers and instants are written.

Source: production/localization/translate-dynamic-content.md, table of format specifiers. Separators
by language are CLDR's, as far as the page's examples do not say otherwise. Knows no table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bridge.errors import StubError

__all__ = ["fill", "language_of"]

PARAMETER: Final = re.compile(r"\{\s*(\w+)\s*(?::\s*(\w+)\s*)?\}")

# No document has their words: inferred.
NO_ARRAY = "Translator: the text of key '{key}' has numbered parameters, args must be an array"
NO_NAMES = "Translator: the text of key '{key}' has named parameters, args must have names"
MISSING = "Translator: args has no value for parameter '{name}' of key '{key}'"
UNKNOWN = "Translator: unknown format specifier '{specifier}' in the text of key '{key}'"
NO_NUMBER = "Translator: parameter '{name}' of key '{key}' must be a number"

NO_BREAK_SPACE, NARROW_SPACE = "\u00a0", "\u202f"

SEPARATORS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("da", "de", "el", "es", "id", "it", "nl", "pt", "ro", "tr", "vi"), (",", ".")),
    **dict.fromkeys(("bg", "cs", "fi", "hu", "nb", "pl", "ru", "sk", "sv", "uk"),
                    (",", NO_BREAK_SPACE)),
    "fr": (",", NARROW_SPACE),
}  # fmt: skip
"""Decimal and thousands separator by language; any other language has "." and ","."""

HEX_MASK = 2**64 - 1


def language_of(locale: str) -> str:
    """The language of a locale id: "es" of "es-es"."""
    return locale.lower().replace("_", "-").partition("-")[0]


def _digits(value: float, decimals: int) -> Decimal:
    # By the shortest decimal text of the number, as a reader sees it.
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP)


def _int(value: float, locale: str) -> str:
    return str(int(_digits(value, 0)))


def _fixed(value: float, locale: str) -> str:
    return str(_digits(value, 2)).replace(".", SEPARATORS.get(language_of(locale), (".", ","))[0])


def _num(value: float, locale: str) -> str:
    point, comma = SEPARATORS.get(language_of(locale), (".", ","))
    return f"{_digits(value, 2):,}".translate({ord("."): point, ord(","): comma})


def _upper_hex(value: float, locale: str) -> str:
    return f"{int(value) & HEX_MASK:X}"


def _lower_hex(value: float, locale: str) -> str:
    return f"{int(value) & HEX_MASK:x}"


def _moment(value: float) -> datetime:
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (OverflowError, ValueError, OSError):
        raise StubError(f"Translator: {value} is no timestamp") from None  # inferred


def _datetime(value: float, locale: str) -> str:
    return _moment(value).strftime("%Y-%m-%d %H:%M:%S")


def _iso8601(value: float, locale: str) -> str:
    return _moment(value).strftime("%Y-%m-%dT%H:%M:%SZ")


def _short_time(value: float, locale: str) -> str:
    """ "1:45 PM" in English, "13:45" elsewhere; a server's local time is UTC."""
    moment = _moment(value)
    if language_of(locale) != "en":
        return moment.strftime("%H:%M")
    half = "PM" if moment.hour >= 12 else "AM"
    return f"{(moment.hour + 11) % 12 + 1}:{moment.minute:02d} {half}"


def _short_date(value: float, locale: str) -> str:
    """ "10/10/2017" in English, month first, "2017-10-10" elsewhere."""
    return _moment(value).strftime("%m/%d/%Y" if language_of(locale) == "en" else "%Y-%m-%d")


def _short_datetime(value: float, locale: str) -> str:
    return f"{_short_date(value, locale)} {_short_time(value, locale)}"


NUMBERS: Final[Mapping[str, Callable[[float, str], str]]] = {
    "int": _int,
    "fixed": _fixed,
    "num": _num,
    "HEX": _upper_hex,
    "hex": _lower_hex,
    "datetime": _datetime,
    "iso8601": _iso8601,
    "shorttime": _short_time,
    "shortdatetime": _short_datetime,
    "shortdate": _short_date,
}


def _value_of(name: str, arguments: object, key: str) -> object:
    value: object = None
    if name.isdecimal():
        if not isinstance(arguments, list):
            raise StubError(NO_ARRAY.format(key=key))
        at = int(name)
        value = arguments[at - 1] if 0 < at <= len(arguments) else None
    else:
        # A table without anything is both.
        if not isinstance(arguments, dict) and arguments != []:
            raise StubError(NO_NAMES.format(key=key))
        value = arguments.get(name) if isinstance(arguments, dict) else None
    if value is None:
        raise StubError(MISSING.format(name=name, key=key))
    return value


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def fill(
    text: str, arguments: object, locale: str, key: str, translate: Callable[[str], str]
) -> str:
    """A translation with its parameters filled in.

    Parameters:
        arguments: a list for numbered parameters, a dictionary for named ones, or None.
        key: of the entry, for errors.
        translate: what the specifier `translate` asks.

    Raises:
        StubError: the arguments do not fit the parameters, see the class page Translator.
    """

    def write(match: re.Match[str]) -> str:
        name, specifier = match[1], match[2]
        value = _value_of(name, [] if arguments is None else arguments, key)
        if specifier is None:
            return _plain(value)
        if specifier == "translate":
            return translate(_plain(value))
        if specifier not in NUMBERS:
            raise StubError(UNKNOWN.format(specifier=specifier, key=key))
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise StubError(NO_NUMBER.format(name=name, key=key))
        return NUMBERS[specifier](value, locale)

    return PARAMETER.sub(write, text)
