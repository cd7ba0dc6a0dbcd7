"""What `game` shows of a server's identity: facts of engine.md j.1."""

from __future__ import annotations

import re

from bridge.tools.simulation import ServerSettings, Universe
from bridge.tools.simulation.identity import guid_of

GAME = """return game.PlaceId, game.GameId, game.PlaceVersion, game.PrivateServerId,
    game.PrivateServerOwnerId, game.JobId"""


def test_a_public_server_has_a_job_id_and_no_private_one() -> None:
    server = Universe().start_server()
    assert server.run(GAME) == (1, 1, 1, "", 0, server.job_id)


def test_a_private_server_has_an_owner_and_a_reserved_one_has_none() -> None:
    """c:DataModel: a reserved server has PrivateServerId ~= "" and PrivateServerOwnerId == 0."""
    universe = Universe()
    private = universe.start_server(
        settings=ServerSettings(
            place_id=5, place_version=3, private_server_id="p-1", private_server_owner_id=77
        )
    )
    assert private.run(GAME)[:5] == (5, 1, 3, "p-1", 77)
    reserved = universe.start_server(settings=ServerSettings(private_server_id="r-1"))
    assert reserved.run(GAME)[3:5] == ("r-1", 0)


def test_job_ids_are_guids_of_version_4() -> None:
    form = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    for bits in (0, 2**64 - 1, 0x123456789ABCDEF0):
        assert re.fullmatch(form, guid_of(bits, bits))


def test_in_studio_there_is_no_job_id() -> None:
    """c:DataModel JobId: "" in Studio."""
    for environment in ("studio", "studio_run", "studio_edit", "team_edit"):
        server = Universe().start_server(settings=ServerSettings(environment=environment))
        assert server.in_studio
        assert server.run("return game.JobId") == ""
    assert not Universe().start_server().in_studio
