"""Modules of a program that is a file, as `luau-bridge run FILE` runs them."""

from hashlib import sha256

import pytest

from bridge.source import Source
from bridge.tools.file_modules import EXTENSION, FileModules
from bridge.vm import VM


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a program beside files; what it prints, line by line."""
    monkeypatch.chdir(tmp_path)

    def go(program, absolute=False, **files):
        for name, text in files.items():
            path = tmp_path / (name.replace("__", "/") + ".luau")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        lines = []
        vm = VM(output=lambda _kind, text: lines.append(text), extensions=(EXTENSION,))
        name = str(tmp_path / "main.luau") if absolute else "main.luau"
        FileModules(vm, name, type(tmp_path)(name))
        vm.run(Source(program, name), name=name)
        return lines

    return go


def test_a_module_runs_once_and_has_globals_of_its_own(run):
    program = """
        x = 1
        local m = require("./m")
        print(m.x, require("./m") == m, require("./lib/../m") == m, x)
    """
    assert run(program, m="print('runs') x = 2 return { x = x }", lib__n="") == [
        "runs",
        "2\ttrue\ttrue\t1",
    ]


def test_modules_require_relative_to_themselves(run):
    assert run(
        'print(require("./lib/a"))', lib__a='return require("./b") .. "a"', lib__b='return "b"'
    ) == ["ba"]


def test_protected_calls_do_not_hide_who_requires(run):
    assert run(
        'print(require("./lib/a"))',
        lib__a='return select(2, pcall(require, "./b"))',
        lib__b='return "b"',
    ) == ["b"]


def test_false_is_a_value_and_nil_is_not_kept(run):
    program = 'print(require("./f"), require("./f"), require("./n"), require("./n"))'
    assert run(program, f="print('f') return false", n="print('n') return nil") == [
        "f",
        "n",
        "n",
        "false\tfalse\tnil\tnil",
    ]


@pytest.mark.parametrize(
    ("module", "problem"),
    [
        ("error('oops')", "error while running module: m.luau:1: oops"),
        ("error({})", "unknown error while running module"),
        ("coroutine.yield() return 1", "module can not yield"),
        ("return 1, 2", "module must return a single value"),
        ("local x = 1", "module must return a single value"),
        ("local = 1", "m.luau:1: Expected identifier when parsing variable name, got '='"),
        ("return require('./m')", "Requested module was required recursively"),
    ],
)
def test_a_module_that_fails_says_why_where_it_is_required(run, module, problem):
    (line,) = run('print(pcall(function() return require("./m") end))', m=module)
    assert line.startswith("false\tmain.luau:1: ")
    assert line.endswith(problem)


def test_a_failed_module_runs_again(run):
    program = 'print(pcall(require, "./m")) print(pcall(require, "./m"))'
    lines = run(program, m="print('again') error('no')")
    assert [line for line in lines if line == "again"] == ["again", "again"]


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ("require", "missing argument #1 to 'require' (string expected)"),
        ("require, {}", "invalid argument #1 to 'require' (string expected, got table)"),
        (
            "require, './n'",
            'error requiring module "./n": could not resolve child component "n"',
        ),
        ("loadstring([[return require('./m')]])", "require is not supported in this context"),
    ],
)
def test_wrong_paths_and_places(run, call, problem):
    assert run(f"print(pcall({call}))", m="return 1") == [f"false\t{problem}"]


def test_names_are_relative_or_absolute_as_the_programs(run, tmp_path):
    source = 'print(select(2, pcall(require, "./m")))'
    assert run(source, absolute=True, m="error('x')") == [
        f"error while running module: {tmp_path / 'm.luau'}:1: x"
    ]


def test_the_digest_is_that_of_the_program_and_its_modules(tmp_path):
    (tmp_path / "m.luau").write_text("return 1")
    vm = VM(extensions=(EXTENSION,))
    modules = FileModules(vm, "main.luau", tmp_path / "main.luau")
    program = b"return require('./m')"
    alone = modules.digest(program)
    assert alone == sha256(program).hexdigest()
    assert vm.run(Source(program, "main.luau"), "main.luau") == (1,)
    assert modules.digest(program) != alone
