"""The templates of failures: each is a well-formed program by itself."""

from bridge.tools.strategies.failures import FAILURES


def test_every_template_is_well_formed(assert_statements):
    assert_statements(FAILURES)
