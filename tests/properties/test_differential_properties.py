"""Law: a program prints and fails as it does under the real Luau.

The oracle is luau-web (tests/oracle); what is not compared, and why, is in exclusions.toml there.
The programs are the same in every run.
"""

import os
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from bridge.errors import LuauSyntaxError, ScriptError, ScriptTimeout
from bridge.tools.strategies.programs import programs
from bridge.vm import VM, Limits

EXCLUSIONS = tomllib.loads(
    (Path(__file__).resolve().parents[1] / "oracle" / "exclusions.toml").read_text()
)
REWRITES = [(re.compile(each["pattern"]), each["replacement"]) for each in EXCLUSIONS["rewrite"]]

SWEEP = max(1, round(10_000 * float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))))
"""Programs of the slow sweep; CI sets a smaller share."""

LIMITS = Limits(budget=300_000)
"""Programs that nest their loops so deep that they run for seconds are left out."""

QUIET = {
    "deadline": None,
    "database": None,
    "derandomize": True,
    "suppress_health_check": list(HealthCheck),
}


def run_here(program):
    """(stdout, error or None) in a VM of ours, texts as Latin-1; None past the budget."""
    lines = []
    vm = VM(output=lambda _kind, text: lines.append(text + "\n"), limits=LIMITS)
    error = None
    try:
        vm.run(program, name="case")
    except ScriptTimeout:
        return None
    except LuauSyntaxError as problem:
        error = problem.headline
    except ScriptError as problem:
        error = problem.message
    return latin("".join(lines)), error and latin(error)


def latin(text):
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def comparable(outcome):
    stdout, error = outcome
    for pattern, replacement in REWRITES:
        stdout = pattern.sub(replacement, stdout)
        error = error and pattern.sub(replacement, error)
    return stdout, error


def assert_same(oracle, program):
    here = run_here(program)
    assume(here is not None)
    there = oracle.run(program)
    assume(there is not None)
    assert comparable(here) == comparable(there), f"\n{program}"


def test_the_oracle_is_luau(oracle):
    assert oracle.run("print(_VERSION, 7 // 2)") == ("Luau\t3\n", None)
    assert oracle.run("print('a') error('b')") == ("a\n", "case:1: b")
    assert oracle.run("x =") == (
        "",
        "case:1: Expected identifier when parsing expression, got <eof>",
    )


def test_the_oracle_outlives_a_program_that_exhausts_it(oracle):
    assert oracle.run("local t = {} for i = 1, 1e9 do t[i] = i end") is None
    assert oracle.run("print('alive')") == ("alive\n", None)


def test_every_exclusion_has_a_reason():
    for each in (*EXCLUSIONS["rewrite"], *EXCLUSIONS["not_generated"]):
        assert len(each["reason"]) > 20


@settings(max_examples=200, **QUIET)
@given(program=programs())
def test_programs_behave_as_under_the_real_luau(oracle, program):
    assert_same(oracle, program)


@pytest.mark.slow
@settings(max_examples=SWEEP, **QUIET)
@given(program=programs())
def test_programs_behave_as_under_the_real_luau_in_a_long_sweep(oracle, program):
    assert_same(oracle, program)
