"""The strategy of settings: everything open is drawn, and what it shrinks to."""

from __future__ import annotations

import pytest
from hypothesis import Phase, find, given, settings

from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings
from bridge.tools.simulation.switches import CHOICES
from bridge.tools.strategies.switches import SWITCHES, server_settings

SEARCH = (Phase.generate, Phase.shrink)
QUIET = settings(database=None, max_examples=1000, derandomize=True, phases=SEARCH)


def test_it_shrinks_to_the_default_settings() -> None:
    assert find(server_settings(), lambda _: True, settings=QUIET) == ServerSettings()


def test_it_shrinks_to_what_it_is_based_on() -> None:
    base = ServerSettings(
        place_id=7, handler_order="fifo", frame_dt_seconds=0.5, frame_jitter_seconds=0.1
    )
    assert find(server_settings(base=base), lambda _: True, settings=QUIET) == base


@pytest.mark.parametrize("name", SWITCHES)
def test_every_word_of_every_switch_can_be_drawn(name: str) -> None:
    for word in CHOICES[name]:
        if word is not None:
            found = find(
                server_settings(),
                lambda drawn, wanted=word: getattr(drawn, name) == wanted,
                settings=QUIET,
            )
            assert {each: getattr(found, each) for each in SWITCHES} == {
                each: word if each == name else getattr(ServerSettings(), each) for each in SWITCHES
            }


@given(server_settings(slow_frames=False))
def test_frames_can_be_left_alone(drawn: ServerSettings) -> None:
    assert drawn.frame_dt_seconds == 1 / 60
    assert drawn.frame_jitter_seconds == 0


@given(server_settings())
def test_its_text_can_be_pasted(drawn: ServerSettings) -> None:
    shown = repr(drawn)
    for name in SWITCHES:
        assert f"{name}={getattr(drawn, name)!r}" in shown


RELIES_ON_AN_ORDER = """
local event = Instance.new("BindableEvent")
local loaded = false
event.Event:Connect(function() shared.right = loaded end)
event.Event:Connect(function() loaded = true end)
event:Fire()
"""


def test_a_game_that_relies_on_an_order_is_found_out() -> None:
    """The smallest setting under which it breaks names what it relies on."""

    def breaks(drawn: ServerSettings) -> bool:
        server = Universe().start_server(
            scripts={"ServerScriptService.Main": RELIES_ON_AN_ORDER}, settings=drawn
        )
        return server.run("return shared.right") is not True

    assert not breaks(ServerSettings())
    assert find(server_settings(), breaks, settings=QUIET) == ServerSettings(handler_order="fifo")
