"""Programs and trees that are refused."""

import pytest

from bridge.errors import BridgeError, LuauSyntaxError
from bridge.lowering import lower, lower_tree
from bridge.source import Source
from bridge.syntax.parser import parse


def test_a_program_that_does_not_parse_is_refused_with_its_diagnostics():
    with pytest.raises(LuauSyntaxError) as caught:
        lower(Source("local = 1", "game.Main"))
    assert str(caught.value).startswith("game.Main:1:7: ")
    assert caught.value.diagnostics


def test_a_broken_tree_is_the_callers_mistake():
    source = Source("x = = 1", "game.Main")
    with pytest.raises(BridgeError, match="did not parse"):
        lower_tree(source, parse(source).chunk)
