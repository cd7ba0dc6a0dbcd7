"""The templates of statements: each is a well-formed program by itself."""

from bridge.tools.strategies.statements import STATEMENTS


def test_every_template_is_well_formed(assert_statements):
    assert_statements(STATEMENTS)
