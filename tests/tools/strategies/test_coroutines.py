"""The templates of coroutines: each is a well-formed program by itself."""

from bridge.tools.strategies.coroutines import COROUTINES


def test_every_template_is_well_formed(assert_statements):
    assert_statements(COROUTINES)
