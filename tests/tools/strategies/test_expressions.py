"""The templates of expressions: each is one expression on one line."""

import pytest

from bridge.tools.strategies.expressions import EXPRESSIONS, WRONG


@pytest.mark.parametrize("kind", sorted(EXPRESSIONS))
def test_every_template_is_an_expression(assert_expressions, kind):
    assert_expressions(EXPRESSIONS[kind])


def test_only_kinds_that_exist_stand_in_for_others():
    assert set(WRONG) <= set(EXPRESSIONS)
    assert set("".join(WRONG.values())) <= {*EXPRESSIONS, "l"}
