"""The templates of objects: each is a well-formed program by itself."""

from bridge.tools.strategies.objects import OBJECTS


def test_every_template_is_well_formed(assert_statements):
    assert_statements(OBJECTS)
