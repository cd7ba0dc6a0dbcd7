"""Templates filled with the first choice everywhere, and with the last."""

import pytest

from bridge.source import Source
from bridge.syntax.parser import parse
from bridge.tools.strategies.grammar import Writer
from bridge.tools.strategies.programs import full_grammar


def first(_strategy):
    return 0


@pytest.fixture
def fill():
    """fill(template, depth=2): its text by the simplest choices."""

    def fill(template, depth=2, luau=True):
        return Writer(first, full_grammar(luau)).fill(template, depth)

    return fill


@pytest.fixture
def assert_statements(fill):
    """All templates of these forms are statements by themselves."""

    def check(forms):
        for template in (*forms.leaves, *forms.plain, *forms.luau):
            text = fill(template)
            assert parse(Source(text)).diagnostics == (), text
            assert "$" not in text.replace("'$'", "")

    return check


@pytest.fixture
def assert_expressions(fill):
    """All templates of these forms are expressions, on one line."""

    def check(forms):
        for template in (*forms.leaves, *forms.plain, *forms.luau):
            text = fill(template)
            assert "\n" not in text
            assert parse(Source(f"local _ = {text}")).diagnostics == (), text

    return check
