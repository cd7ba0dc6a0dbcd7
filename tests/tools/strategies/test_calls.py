"""The templates of calls: each is one expression; every function named exists."""

import pytest

from bridge.tools.strategies.calls import CALLS, FUNCTIONS, PATTERNS, REPLACEMENTS
from bridge.vm import VM


@pytest.mark.parametrize("kind", sorted(CALLS))
def test_every_template_is_an_expression(assert_expressions, kind):
    assert_expressions(CALLS[kind])


def test_patterns_and_replacements_are_expressions(assert_expressions):
    assert_expressions(PATTERNS)
    assert_expressions(REPLACEMENTS)


def test_functions_exist():
    names = ", ".join((*FUNCTIONS.leaves, *FUNCTIONS.luau))
    assert all(VM().run(f"return {names}"))
