"""Localization tables: a `.csv` file as the JSON text that LocalizationTable.Contents holds.

Source of the rules: Rojo's documentation, page "Sync Details", section "Localization Tables".
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from bridge.errors import ProjectError
from bridge.project.jsonc import read_text

__all__ = ["table_contents"]

_OWN_COLUMNS = {"Key": "key", "Context": "context", "Example": "example", "Source": "source"}


def table_contents(path: Path) -> str:
    """The entries of a table as JSON; rows with neither Key nor Source are left out.

    Raises:
        ProjectError: a row has more or fewer fields than the head; the text gives its line.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    entries: list[dict[str, object]] = []
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as problem:
        raise ProjectError(f"{path}:{reader.line_num}: not valid CSV: {problem}") from problem
    if not rows:
        return "[]"
    head = rows[0][1]
    for line, row in rows[1:]:
        if len(row) != len(head):
            raise ProjectError(
                f"{path}:{line}: this row has {len(row)} fields and the first one {len(head)}"
            )
        entry: dict[str, object] = {}
        values: dict[str, str] = {}
        for column, text in zip(head, row, strict=True):
            if column and text:
                if column in _OWN_COLUMNS:
                    entry[_OWN_COLUMNS[column]] = text
                else:
                    values[column] = text
        if "key" in entry or "source" in entry:
            entry["values"] = dict(sorted(values.items()))
            entries.append(entry)
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
