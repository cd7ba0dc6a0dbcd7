"""Writes `bridge/EXCLUSIONS.md`, what differs from Luau, from two lists of differences.

Run it in a checkout as `python -m bridge.tools.stubgen.exclusions [OUTPUT]`. The lists are
`exclusions.toml` beside this file and the one that the differential test obeys. Same input, same
bytes. Knows nothing of the engine it describes.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

__all__ = ["DEFAULT_OUTPUT", "DIFFERENCES", "NOT_COMPARED", "generate", "main"]

ROOT = Path(__file__).resolve().parents[2]
DIFFERENCES = Path(__file__).resolve().with_name("exclusions.toml")
NOT_COMPARED = ROOT / "tests" / "oracle" / "exclusions.toml"
TEMPLATES = ROOT / "tools" / "templates"
DEFAULT_OUTPUT = ROOT / "bridge" / "EXCLUSIONS.md"


def generate(differences: str, not_compared: str) -> str:
    """The page for the texts of the two lists."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # lazily: slow to load

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    empty: dict[str, Any] = {"example": "", "golden": []}
    listed = [empty | each for each in tomllib.loads(differences).get("difference", [])]
    omitted = tomllib.loads(not_compared).get("not_generated", [])
    page = environment.get_template("exclusions.md.j2")
    return page.render(differences=listed, not_compared=omitted).rstrip("\n") + "\n"


def main(arguments: list[str]) -> int:
    """Command line; see the module's docstring."""
    output = Path(arguments[0]) if arguments else DEFAULT_OUTPUT
    text = generate(
        DIFFERENCES.read_text(encoding="utf-8"), NOT_COMPARED.read_text(encoding="utf-8")
    )
    output.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
