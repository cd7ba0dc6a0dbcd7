"""Property values as project and model files write them, in the form the VM takes them in.

A value is written plainly (`[1, 2, 3]`, where the property's type decides) or with its type
(`{"Vector3": [1, 2, 3]}`). Source of the rules: Rojo's documentation, page "Properties", and the
value types of rbx-dom. Knows no tree and no VM.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from bridge.instances.class_table import ClassTable

__all__ = ["FormProblem", "Plain", "Reference", "Typed", "attribute_form", "property_form"]


class FormProblem(Exception):  # noqa: N818 (never leaves this package: the caller names the file)
    """What is wrong with a written value, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that crosses as it is: a boolean, number, text, or an enum item's name or number."""

    value: bool | int | float | str | bytes | None


@dataclass(frozen=True, slots=True)
class Typed:
    """A datatype as JSON, as the class table writes its defaults: `{"Vector3": [1, 2, 3]}`."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Another instance of the same file by its referent; None for no instance."""

    referent: str | None


Form: TypeAlias = Plain | Typed | Reference

Check: TypeAlias = Callable[[Any], Any]


def _fail(expected: str, value: Any) -> FormProblem:
    return FormProblem(f"{expected} expected, got {_shown(value)}")


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _fail("a number", value)
    return value


def _integer(value: Any) -> int:
    number = _number(value)
    if not math.isfinite(number):
        raise _fail("a whole number", value)
    return int(number)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _fail("true or false", value)
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise _fail("a string", value)
    return value


def _bytes(value: Any) -> bytes:
    try:
        return base64.b64decode(_string(value), validate=True)
    except (binascii.Error, ValueError):
        raise _fail("Base64 text", value) from None


def _list_of(count: int, check: Check) -> Check:
    def checked(value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) != count:
            raise _fail(f"a list of {count}", value)
        return [check(each) for each in value]

    return checked


def _names(*known: str) -> Check:
    def checked(value: Any) -> list[str]:
        if not isinstance(value, list) or not all(each in known for each in value):
            raise _fail(f"a list of names from {', '.join(known)}", value)
        return list(value)

    return checked


def _record(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    checks = {**required, **(optional or {})}

    def checked(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not required.keys() <= value.keys() <= checks.keys():
            raise _fail(f"an object with {', '.join(required)}", value)
        return {key: checks[key](each) for key, each in value.items()}

    return checked


def _keypoints(required: dict[str, Check], optional: dict[str, Check]) -> Check:
    each_point = _record(required, optional)

    def points(value: Any) -> list[Any]:
        if not isinstance(value, list) or not 2 <= len(value) <= 20:
            raise _fail("a list of 2 to 20 keypoints", value)
        found = [each_point(each) for each in value]
        times = [point["time"] for point in found]
        if times[0] != 0 or times[-1] != 1 or times != sorted(times):
            raise _fail("keypoints with times that rise from 0 to 1", value)
        return found

    return _record({"keypoints": points})


_ROW: Final = _list_of(3, _number)


def _rotation(value: Any) -> list[Any]:
    if isinstance(value, list) and len(value) == 9:
        value = [value[0:3], value[3:6], value[6:9]]
    rows: list[Any] = _list_of(3, _ROW)(value)
    return rows


def _cframe(value: Any) -> Any:
    if isinstance(value, list):
        return _list_of(12, _number)(value)
    return _record({"position": _ROW, "orientation": _rotation})(value)


def _font(value: Any) -> Any:
    font = _record(
        {"family": _string}, {"weight": _string, "style": _string, "cachedFaceId": _string}
    )(value)
    return {"weight": "Regular", "style": "Normal", **font}


def _physical(value: Any) -> Any:
    if value == "Default":
        return value
    names = ("density", "friction", "elasticity", "frictionWeight", "elasticityWeight")
    return _record(dict.fromkeys(names, _number), {"acousticAbsorption": _number})(value)


def _content(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"Uri"}:
        value = value["Uri"]
    return _string(value)


_PAIR: Final = _list_of(2, _number)

DATATYPE_FORMS: Final[dict[str, Check]] = {
    "Axes": _names("X", "Y", "Z"),
    "BrickColor": _integer,
    "CFrame": _cframe,
    "Color3": _ROW,
    "Color3uint8": _ROW,
    "ColorSequence": _keypoints({"time": _number, "color": _ROW}, {"envelope": _number}),
    "Content": _content,
    "Faces": _names("Right", "Top", "Back", "Left", "Bottom", "Front"),
    "Font": _font,
    "NumberRange": _PAIR,
    "NumberSequence": _keypoints({"time": _number, "value": _number}, {"envelope": _number}),
    "PhysicalProperties": _physical,
    "Ray": _record({"origin": _ROW, "direction": _ROW}),
    "Rect": _list_of(2, _PAIR),
    "Region3int16": _list_of(2, _ROW),
    "UDim": _PAIR,
    "UDim2": _list_of(2, _PAIR),
    "Vector2": _PAIR,
    "Vector3": _ROW,
}
"""Typed forms that become datatypes, with what each must look like."""

PLAIN_FORMS: Final[dict[str, Check]] = {
    "BinaryString": _bytes,
    "Bool": _boolean,
    "ContentId": _content,
    "Float32": _number,
    "Float64": _number,
    "Int32": _integer,
    "Int64": _integer,
    "ProtectedString": _string,
    "SharedString": _bytes,
    "String": _string,
}

_NUMBERS: Final = ("Float64", "Float32", "Int32", "Int64")
_TEXTS: Final = (
    "String",
    "ContentId",
    "Content",
    "ProtectedString",
    "BinaryString",
    "SharedString",
)

ACCEPTED: Final[dict[str, tuple[str, ...]]] = {
    "bool": ("Bool",),
    **dict.fromkeys(("float", "double", "int", "int64"), _NUMBERS),
    **dict.fromkeys(("string", "ContentId", "ProtectedString", "BinaryString"), _TEXTS),
    "BrickColor": ("BrickColor", "Int32"),
    "Color3": ("Color3", "Color3uint8"),
    "Content": ("Content", "ContentId", "String"),
}
"""Typed forms that a property of a type takes, the usual first; every other type takes its own."""

IMPLICIT: Final = {
    "bool", "float", "double", "int", "int64", "string", "ContentId", "ProtectedString", "Content",
    "Vector2", "Vector3", "Color3", "CFrame", "Font",
}  # fmt: skip
"""Types whose values may be written plainly."""

_SPECIAL: Final = ("Enum", "EnumItem", "Ref", "OptionalCFrame", "Attributes", "Tags")


def _explicit(written: Any) -> tuple[str, Any] | None:
    """Name and content of a typed form."""
    if isinstance(written, dict) and len(written) == 1:
        ((name, content),) = written.items()
        if name in DATATYPE_FORMS or name in PLAIN_FORMS or name in _SPECIAL:
            return name, content
    return None


def property_form(table: ClassTable, type_name: str, written: Any) -> Form:
    """The value of a property of a type.

    Raises:
        FormProblem: it cannot be one.
    """
    typed = _explicit(written)
    if type_name.startswith("Enum."):
        return Plain(_enum_item(table, type_name.removeprefix("Enum."), typed, written))
    if type_name.startswith("Class."):
        if typed is None or typed[0] != "Ref":
            raise FormProblem(
                "a reference is written as an attribute `Rojo_Target_<property>` that gives the "
                f"$id of an instance, got {_shown(written)}"
            )
        return Reference(_reference(typed[1]))
    accepted = ACCEPTED.get(type_name, (type_name,))
    if typed is None:
        if type_name not in IMPLICIT:
            raise FormProblem(f'write it with its type, {{"{accepted[0]}": ...}}')
        typed = accepted[0], written
    elif typed[0] not in accepted:
        raise FormProblem(f"it is a {type_name}, written is a {typed[0]}")
    return _checked(type_name, *typed)


def _typed(form: str, content: Any) -> Typed:
    return Typed(f"{{{json.dumps(form)}: {_json(content)}}}")


def _json(value: Any) -> str:
    """JSON that a decoder of doubles reads back, infinities too."""
    if isinstance(value, list):
        return "[" + ", ".join(_json(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {_json(each)}" for k, each in value.items()) + "}"
    if isinstance(value, float) and not math.isfinite(value):
        if math.isnan(value):
            raise FormProblem("a number expected, got one that is not a number (NaN)")
        return "1e999" if value > 0 else "-1e999"
    return json.dumps(value)


def _checked(type_name: str, form: str, content: Any) -> Form:
    if form in DATATYPE_FORMS and type_name in DATATYPE_FORMS:
        return _typed(form, DATATYPE_FORMS[form](content))
    if form in DATATYPE_FORMS:
        return Plain(DATATYPE_FORMS[form](content))
    value = PLAIN_FORMS[form](content)
    if type_name in DATATYPE_FORMS:
        return _typed(type_name, value)
    return Plain(_integer(value) if type_name in ("int", "int64") else value)


def _reference(content: Any) -> str | None:
    return None if content is None else _string(content)


def _enum_item(
    table: ClassTable, enum: str, typed: tuple[str, Any] | None, written: Any
) -> str | int:
    items = table.enum_items(enum) or {}
    if typed is not None:
        form, content = typed
        if form == "EnumItem":
            content = _record({"type": _string, "value": _integer})(content)["value"]
        elif form != "Enum":
            raise FormProblem(f"it is a {enum}, written is a {form}")
        if _integer(content) in items.values():
            return _integer(content)
    elif isinstance(written, str) and written in items:
        return str(written)
    some = list(items)[:8]
    rest = f" or {len(items) - len(some)} more" if len(items) > len(some) else ""
    raise _fail(f"an item of {enum} such as {', '.join(some)}{rest}", written)


def attribute_form(table: ClassTable, written: Any) -> Form:
    """The value of an attribute: a boolean, number or string, or anything with its type.

    Raises:
        FormProblem: it cannot be one.
    """
    if isinstance(written, bool | int | float | str):
        return Plain(written)
    typed = _explicit(written)
    if typed is None:
        raise FormProblem(
            f'write it with its type, e.g. {{"Vector3": [1, 2, 3]}}; got {_shown(written)}'
        )
    form, content = typed
    if form == "EnumItem":
        item = _record({"type": _string, "value": _integer})(content)
        items = table.enum_items(item["type"]) or {}
        name = next((name for name, value in items.items() if value == item["value"]), None)
        if name is None:
            raise _fail("an item of an enum", content)
        return _typed("EnumItem", [item["type"], name])
    if form in DATATYPE_FORMS:
        return _typed(form, DATATYPE_FORMS[form](content))
    if form in PLAIN_FORMS:
        return Plain(PLAIN_FORMS[form](content))
    raise FormProblem(f"no attribute can be a {form}")
