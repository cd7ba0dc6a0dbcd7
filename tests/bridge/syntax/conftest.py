"""The recorded programs, and checks every parser test uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.parser import parse

_GOLDEN = Path(__file__).parents[2] / "golden" / "luau.jsonl"


@pytest.fixture(scope="session")
def golden() -> list[dict[str, Any]]:
    """Programs with what Luau made of them."""
    with _GOLDEN.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Checks:
    """What a parser test asks of a piece of text."""

    def block(self, text: str) -> tuple[ast.Statement, ...]:
        """The statements of a program that parses."""
        result = parse(Source(text, "case"))
        assert [found.render() for found in result.diagnostics] == []
        return result.chunk.body.statements

    def statement(self, text: str) -> Any:
        (only,) = self.block(text)
        return only

    def expression(self, text: str) -> Any:
        """The value in `return <text>`."""
        (value,) = self.statement(f"return {text}").values
        return value

    def annotation(self, text: str) -> Any:
        """The type in `type T = <text>`."""
        return self.statement(f"type T = {text}").annotation

    def messages(self, text: str) -> list[str]:
        """`line: message` of every problem found."""
        found = parse(Source(text, "case")).diagnostics
        return [f"{item.line}: {item.message}" for item in found]


@pytest.fixture
def luau() -> Checks:
    return Checks()
