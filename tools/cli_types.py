"""Parameter types of the command line: spans of simulated time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    _IntegerType = click.ParamType[int]
else:  # older releases of click have no type parameters at run time
    _IntegerType = click.ParamType

__all__ = ["DURATION", "Duration", "parse_duration"]

_UNIT_US = {"us": 1, "ms": 1_000, "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000}
_FORM = re.compile(r"(?P<amount>\d+(?:\.\d+)?)(?P<unit>us|ms|s|m|h)?")


def parse_duration(text: str) -> int:
    """Microseconds of a span such as `500ms`, `90s`, `10m`, `1.5h`; a bare number is seconds.

    Raises:
        ValueError: the text is no such span.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no span of time; write 500ms, 90s, 10m or 1.5h")
    return round(float(match["amount"]) * _UNIT_US[match["unit"] or "s"])


class Duration(_IntegerType):
    """A span of simulated time, converted to integer microseconds."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Microseconds; a wrong text is a usage error."""
        if isinstance(value, int):
            return value
        try:
            return parse_duration(str(value))
        except ValueError as problem:
            self.fail(str(problem), param, ctx)


DURATION = Duration()
