"""JSON as Roblox converts it. Each case names the rule of the reference it rests on."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.errors import ScriptError
from bridge.vm import VM

DEPTH_MAX = 500


@pytest.fixture(scope="module")
def vm() -> VM:
    return VM(extensions=("encodings", "json"))


def encode(vm: VM, expression: str, mode: str = "store") -> Any:
    (value,) = vm.run(f"return {expression}")
    return vm.exported("json.encode")(value, mode)


def decode(vm: VM, text: str, then: str = "return ...") -> Any:
    """Decodes `text` and hands the value to a Luau chunk."""
    (function,) = vm.run(f"return function(...) {then} end")
    return function(vm.exported("json.decode")(text))


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("true", "true"),
        ("1", "1"),
        ("-1.5", "-1.5"),
        ("0.1", "0.1"),
        ("1/3", "0.3333333333333333"),
        ("2^53", "9007199254740992"),
        ("1e300", "1e+300"),
        ('"text"', '"text"'),
        ("{-0, 1e15, 5e-324}", "[-0,1000000000000000,5e-324]"),
        ("{}", "[]"),  # empty table: D
        ("{1, 2, 3}", "[1,2,3]"),
        ("{a = 1, b = {true, false}}", '{"a":1,"b":[true,false]}'),
        ("{[8806688001] = 'OWNER'}", '{"8806688001":"OWNER"}'),  # numeric keys, #t == 0: D
        ("{[1.5] = 1}", '{"1.5":1}'),
        ("{[1] = 'a', [2] = 'b', [3546] = 'c'}", '["a","b"]'),  # other keys ignored: W-RAD
        ("{1, 2, x = 3}", "[1,2]"),  # mixed: the array part wins: D
        ("{1, nil, 3}", "[1,null,3]"),  # hole inside 1..#t: W-RAD
        ("table.freeze({a = 1})", '{"a":1}'),
        ("setmetatable({a = 1}, {__index = {b = 2}})", '{"a":1}'),  # raw pairs: I
        ('"\\b\\t\\n\\f\\r\\"\\\\/"', '"\\b\\t\\n\\f\\r\\"\\\\/"'),  # escapes: W-RAD
        ('"\\0\\1\\31\\127"', '"\\u0000\\u0001\\u001F\x7f"'),
        ('"\u00e9\u4e2d\U0001f600"', '"\u00e9\u4e2d\U0001f600"'),
        ('buffer.fromstring("hello")', '{"m":null,"t":"buffer","base64":"aGVsbG8="}'),
    ],
)
def test_a_value_is_written_as(vm: VM, expression: str, text: str) -> None:
    assert encode(vm, expression) == text


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("print", "unsupported:function"),
        ("newproxy()", "unsupported:userdata"),
        ("{1, print}", "unsupported:Array"),  # the container is named, not the culprit: W
        ("{a = print}", "unsupported:Dictionary"),
        ("{a = {1, print}}", "unsupported:Dictionary"),
        ("{[true] = 1}", "unsupported:Dictionary"),
        ('"\\255"', "utf8:string"),
        ('"\\xC0\\x80"', "utf8:string"),
        ('"\\xED\\xA0\\x80"', "utf8:string"),
        ('"\\xF4\\x90\\x80\\x80"', "utf8:string"),
        ('"\\xE4\\xB8"', "utf8:string"),
        ('{"\\255"}', "utf8:Array"),
        ('{["\\255"] = 1}', "utf8:Dictionary"),
        ("(function() local t = {} t.t = t return t end)()", "cycle:tables cannot be cyclic"),
    ],
)
def test_a_value_is_refused_as(vm: VM, expression: str, problem: str) -> None:
    assert encode(vm, expression) == (None, problem)


def test_a_table_may_stand_in_two_places(vm: VM) -> None:
    expression = "(function() local t = {1} return {a = t, b = t} end)()"
    assert encode(vm, expression) == '{"a":[1],"b":[1]}'


@pytest.mark.parametrize("depth", [DEPTH_MAX - 1, DEPTH_MAX, DEPTH_MAX + 1])
def test_nesting_is_bounded(vm: VM, depth: int) -> None:
    nested = f"(function() local t = {{}} for i = 2, {depth} do t = {{t}} end return t end)()"
    answer = encode(vm, nested)
    if depth <= DEPTH_MAX:
        assert answer == "[" * depth + "]" * depth
        assert decode(vm, answer, "return type(...)") == "table"
    else:
        assert answer == (None, "depth:tables nested too deeply")
        with pytest.raises(ScriptError, match="Can't parse JSON"):
            decode(vm, "[" * depth + "]" * depth)


@pytest.mark.parametrize(("expression", "name"), [("1/0", "inf"), ("-1/0", "-inf"), ("0/0", "nan")])
def test_numbers_that_are_not_finite_are_tagged_and_read_back(
    vm: VM, expression: str, name: str
) -> None:
    text = encode(vm, expression)
    assert text == f'{{"m":null,"t":"numeric","v":"{name}"}}'
    assert decode(vm, text, "return tostring(...)") == name


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("print", "null"),  # "other types": W-RAD
        ("{a = print}", '{"a":null}'),
        ("{1/0}", "[null]"),  # 2020 builds: W-RAD
        ("{[true] = 1, a = 2}", '{"a":2}'),
    ],
)
def test_http_service_writes_null_where_stores_refuse(vm: VM, expression: str, text: str) -> None:
    assert encode(vm, expression, "http") == text


def test_mixed_tables_can_be_refused() -> None:
    vm = VM(extensions=("encodings", "json"))
    vm.exported("json.mixed")("refuse")
    text = "mixed:Cannot convert mixed or non-array tables: keys must be strings"
    assert encode(vm, "{1, x = 2}") == (None, text)
    assert encode(vm, "{1, x = 2}", "http") == "[1]"


@pytest.mark.parametrize(
    ("text", "then", "result"),
    [
        ("1", "return ...", 1),
        (" -0.5e1 ", "return ...", -5),
        ('"x"', "return ...", "x"),
        ('"\\u00e9\\ud83d\\ude00\\/"', "return ...", "\u00e9\U0001f600/"),
        ("null", "return ... == nil", True),
        ("[1,null,3]", "local t = ... return t[1] + t[3], t[2] == nil", (4, True)),
        ('{"1":"a"}', 'local t = ... return t["1"], t[1] == nil', ("a", True)),
        ('{"a":null}', "return next(...) == nil", True),
        ("{}", "return next(...) == nil", True),
        ('{"a":1,"a":2}', "return (...).a", 2),
        ('{"m":null,"t":"buffer","base64":"aGk="}', "return buffer.tostring(...)", "hi"),
        ('{"m":null,"t":"buffer","base64":"?"}', "return type(...)", "table"),
        ('{"t":"buffer","base64":"aGk="}', "return type(...)", "table"),
    ],
)
def test_a_text_is_read_as(vm: VM, text: str, then: str, result: object) -> None:
    assert decode(vm, text, then) == result


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "{",
            "[",
            "[1,]",
            "[,1]",
            '{"a"}',
            '{"a":}',
            '{"a":1,}',
            "{a:1}",
            "01",
            "1.",
            ".5",
        ),
        *(
            "+1",
            "tru",
            "nul",
            "nan",
            "1e999",
            '"',
            '"\\x"',
            '"\\ud800"',
            '"\\udc00"',
            "'a'",
            '"a\nb"',
        ),
        *("[1] 2", "[1]]", "-", "--1", "1e", "\ufeff1"),
    ],
)
def test_bad_text_raises_one_sentence(vm: VM, text: str) -> None:
    with pytest.raises(ScriptError) as caught:
        decode(vm, text)
    assert caught.value.message == "Can't parse JSON"


def test_every_read_gives_a_new_table(vm: VM) -> None:
    (same,) = vm.run("return function(a, b) return a == b end")
    read = vm.exported("json.decode")
    assert same(read('{"a":[1]}'), read('{"a":[1]}')) is False
