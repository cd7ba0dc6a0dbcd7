"""JSON: what Luau writes every JSON reader reads back; what it reads is what Python reads."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridge.errors import ScriptError
from bridge.vm import VM

EXAMPLES = 150

numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
scalars = st.booleans() | numbers | texts
# Luau has one empty table, so an empty object cannot come back as one.
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(texts, inner, min_size=1, max_size=5)
    ),
    max_leaves=20,
)
fragments = st.sampled_from(
    [
        *("[", "]", "{", "}", '"', ",", ":", "0", "1", "-", ".", "e", "E+", "1e400", "NaN"),
        *("true", "false", "null", "a", '"a"', '{"a":', "\u00e9", " ", "\n", "\x01"),
        *("\\", "u00e9", "\\ud83d", "\\ude00", "\\n"),
    ]
)


@cache
def vm() -> VM:
    return VM(extensions=("encodings", "json"))


def luau(text: str) -> Any:
    """Decodes and encodes again inside Luau."""
    machine = vm()
    return machine.exported("json.encode")(machine.exported("json.decode")(text))


def same(left: Any, right: Any) -> bool:
    """Equality that tells numbers from booleans and takes all numbers for doubles."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[k], right[k]) for k in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return float(left) == float(right)
    return bool(left == right)


def reference(text: str) -> tuple[bool, Any]:
    """Python's reading under the engine's terms: no NaN, no overflow, no lone surrogate."""

    def refuse(name: str) -> None:
        raise ValueError(name)

    def finite(digits: str) -> float:
        number = float(digits)
        if math.isinf(number):
            raise ValueError(digits)
        return number

    try:
        value = json.loads(text, parse_constant=refuse, parse_float=finite, parse_int=finite)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, UnicodeEncodeError):
        return False, None
    return True, value


@settings(max_examples=EXAMPLES, deadline=None)
@given(values)
@example(-0.0)
@example(5e-324)
@example(1.7976931348623157e308)
@example(0.1 + 0.2)
@example("\x7f\x00\u2028")
def test_what_luau_writes_python_reads_back(value: Any) -> None:
    written = luau(json.dumps(value, ensure_ascii=False))
    assert same(json.loads(written), value)


@settings(max_examples=EXAMPLES, deadline=None)
@given(values)
def test_writing_is_stable(value: Any) -> None:
    once = luau(json.dumps(value))
    assert luau(once) == once


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_survive_to_the_last_bit_and_are_no_longer_than_needed(number: float) -> None:
    written = luau(f"[{number!r}]")[1:-1]
    assert float(written) == number
    assert math.copysign(1, float(written)) == math.copysign(1, number)
    digits = [text.split("e")[0].strip("-0.").replace(".", "") for text in (written, repr(number))]
    assert len(digits[0].strip("0")) <= len(digits[1].strip("0"))


@settings(max_examples=3 * EXAMPLES, deadline=None)
@given(st.lists(fragments, max_size=12).map("".join))
@example('"\\ud83d"')
@example('["\\ud83d\\ude00"]')
@example("-0")
@example("[1,]")
def test_luau_reads_exactly_what_python_reads(text: str) -> None:
    accepted, value = reference(text)
    try:
        vm().exported("json.decode")(text)
    except ScriptError as error:
        assert error.message == "Can't parse JSON"
        assert not accepted, value
    else:
        assert accepted


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.binary(max_size=30))
def test_any_bytes_are_read_or_refused_in_one_sentence(data: bytes) -> None:
    try:
        vm().exported("json.decode")(data)
    except ScriptError as error:
        assert error.message == "Can't parse JSON"


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.binary(max_size=30))
def test_a_string_is_written_exactly_when_it_is_utf8(data: bytes) -> None:
    answer = vm().exported("json.encode")(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        assert answer == (None, "utf8:string")
    else:
        assert json.loads(answer) == text
