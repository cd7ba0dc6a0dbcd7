"""Printing statements and whole files."""

from contextlib import suppress

import pytest

from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.parser import parse
from bridge.syntax.printer import print_chunk, print_node

TIDY = [
    "local x: number, y: string? = 1, f()\n",
    "const a = 1\nconst function g() end\n",
    "export local b = 2\nexport function h()\n\treturn b\nend\nexport type T = number\n",
    "while x do\n\tif y then\n\t\tbreak\n"
    "\telseif z then\n\t\tcontinue\n\telse\n\t\tf()\n\tend\nend\n",
    "repeat\n\tlocal done = f()\nuntil done\n",
    "for i: number = 1, 10, 2 do\n\tf(i)\nend\nfor k, v in pairs(t) do end\n",
    "a, b.c, d[1] = 1, 2\na += 1\nb.c ..= 'x'\n".replace("'", '"'),
    "f();\n(g or h)()\ndo\n\t(f)()\nend\n",
    '@native\n@[deprecated({ use = "g" })]\nlocal function f<T, U...>(x: T, ...: U...): T end\n',
    "function a.b.c:d(...: any) end\n",
    "type A<T, U = T, V... = ...any> = { x: T }\n",
    "type function id(t)\n\treturn t\nend\n",
    "--!strict\nreturn\n",
]


def tree(text):
    result = parse(Source(text))
    assert not result.diagnostics, result.diagnostics[0].render()
    return result.chunk


@pytest.mark.parametrize("text", TIDY)
def test_tidy_text_stays_as_it_is(text):
    assert print_chunk(tree(text)) == text


def test_untidy_text_becomes_tidy():
    assert print_chunk(tree("if a then b()elseif c then\nelse d() end;local x=1;")) == (
        "if a then\n\tb()\nelseif c then else\n\td()\nend\nlocal x = 1\n"
    )


def test_hot_comments_behind_the_first_token_stay_behind_it():
    chunk = tree("--!strict\nf()\n--!native\n")
    printed = tree(print_chunk(chunk))
    assert [(each.text, each.header) for each in printed.hot_comments] == [
        ("strict", True),
        ("native", False),
    ]


def test_an_empty_file_is_empty():
    assert print_chunk(tree("-- nothing\n")) == ""


def test_the_text_is_ascii():
    assert print_chunk(tree('print("\u00e9", `\u00e9{x}`)')) == (
        'print("\\195\\169", `\\195\\169{x}`)\n'
    )


def test_broken_nodes_are_refused():
    with pytest.raises(ValueError, match="ErrorExpression has no text"):
        print_node(ast.ErrorExpression((0, 0), ()))


def test_every_other_node_class_has_a_text():
    broken = {ast.ErrorExpression, ast.ErrorStatement, ast.TypeError}
    whole = {ast.Chunk, ast.HotComment}
    for cls in ast.NODE_CLASSES:
        if cls in broken | whole:
            continue
        # An empty node has no fields to print; being refused would be a ValueError.
        with suppress(AttributeError):
            print_node(cls.__new__(cls))
