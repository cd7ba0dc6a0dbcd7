"""Attributes before functions."""

from __future__ import annotations

from typing import Any

import pytest


def test_attributes_of_both_forms_gather(luau: Any) -> None:
    found = luau.statement("@native\n@[deprecated {use = 'g'}, checked]\nlocal function f() end")
    names = [attribute.name for attribute in found.function.attributes]
    assert names == ["native", "deprecated", "checked"]
    assert len(found.function.attributes[1].arguments) == 1
    assert found.span[0] == 0


@pytest.mark.parametrize(
    "text",
    [
        "@native function f() end",
        "@native const function f() end",
        "@native export function f() end",
        "return @native function() end",
        "@[native] local function f() end",
        "@[deprecated] function a.b:c() end",
    ],
)
def test_attributes_stand_before_every_kind_of_function(luau: Any, text: str) -> None:
    luau.statement(text)


REJECTED = {
    "@fast function f() end": "Invalid attribute '@fast'",
    "@[fast] function f() end": "Invalid attribute '@fast'",
    "@native @native function f() end": "Cannot duplicate attribute '@native'",
    "@ function f() end": "Attribute name is missing",
    "@[] function f() end": "Attribute list cannot be empty",
    "@[deprecated(x)] function f() end": (
        "Only literals can be passed as arguments for attributes"
    ),
    "@[deprecated 'x'] function f() end": "Unknown argument type for @deprecated",
    "@[deprecated {1}] function f() end": (
        "Only constants keys 'use' and 'reason' are allowed for @deprecated attribute"
    ),
    "@[deprecated {use = 1}] function f() end": "Only constant string allowed as value for 'use'",
    "return @native 1": ("Expected 'function' declaration after attribute, but got '1' instead"),
}


@pytest.mark.parametrize("text", REJECTED)
def test_bad_attributes_are_named(luau: Any, text: str) -> None:
    assert luau.messages(text)[0] == f"1: {REJECTED[text]}"
