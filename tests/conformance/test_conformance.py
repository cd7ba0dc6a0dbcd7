"""Programs in the manner of a language's own test suite, against what the real Luau printed.

`record.py` made the recordings. Differences that are meant are in `bridge/EXCLUSIONS.md` and occur
in no program here.
"""

import importlib.util
from pathlib import Path

import pytest

from bridge.errors import LuauSyntaxError, ScriptError
from bridge.vm import VM

HERE = Path(__file__).resolve().parent
TOPICS = sorted(path.stem for path in HERE.glob("*.luau"))

spec = importlib.util.spec_from_file_location("record", HERE / "record.py")
record = importlib.util.module_from_spec(spec)
spec.loader.exec_module(record)


def latin(text):
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def outcome_here(program):
    lines = []
    vm = VM(output=lambda _kind, text: lines.append(text + "\n"))
    error = None
    try:
        vm.run(program, name="case")
    except LuauSyntaxError as problem:
        error = problem.headline
    except ScriptError as problem:
        error = problem.message
    return record.shown(latin("".join(lines)), error and latin(error))


def cases():
    for topic in TOPICS:
        programs = record.split((HERE / f"{topic}.luau").read_text(encoding="utf-8"))
        recordings = record.split((HERE / f"{topic}.txt").read_text(encoding="utf-8"))
        assert len(programs) == len(recordings), f"{topic}: run record.py"
        for number, pair in enumerate(zip(programs, recordings, strict=True), 1):
            yield pytest.param(*pair, id=f"{topic}-{number}")


@pytest.mark.parametrize(("program", "recording"), list(cases()))
def test_a_program_prints_what_luau_prints(program, recording):
    assert outcome_here(program) == recording
