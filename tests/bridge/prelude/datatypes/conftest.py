"""What expressions over datatypes give on a server."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def texts(server: Any) -> Callable[[str], str]:
    """The `tostring` of each value of an expression list, joined by ` | `."""

    def show(expressions: str) -> Any:
        return server.run(f"""
            local texts = table.pack({expressions})
            for i = 1, texts.n do texts[i] = tostring(texts[i]) end
            return table.concat(texts, " | ")
        """)

    return show


@pytest.fixture
def error(server: Any) -> Callable[[str], str]:
    """The error of an expression, without the position."""

    def fail(expression: str) -> Any:
        text = server.run(
            f"return select(2, pcall(function() local v = {expression} return v end))"
        )
        return re.sub(r"^\w+:\d+: ", "", text)

    return fail


@pytest.fixture
def assigned(server: Any) -> Callable[[str], Any]:
    """The error of an assignment."""

    def fail(statement: str) -> Any:
        return server.run(f"return select(2, pcall(function() {statement} end))")

    return fail
