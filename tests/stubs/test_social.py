"""SocialService: parties (class page)."""

from __future__ import annotations

import pytest

CALL = "game:GetService('SocialService'):{}"
HERE = f"""
    local names = {{}}
    for i, player in {CALL.format("GetPlayersByPartyId(...)")} do names[i] = player.Name end
    return table.concat(names, " ")
"""


@pytest.mark.rule("SocialService.GetPlayersByPartyId", source="class page SocialService")
def test_players_of_a_party_are_found_on_their_server(make_cloud):
    cloud = make_cloud(players=3, servers=2)
    parties = cloud.universe.parties
    parties.join("p", ["Player2", "Player0", "Late", "Elsewhere"])
    cloud.servers[0].join("Late")
    cloud.servers[1].join("Elsewhere")
    assert cloud.run(HERE, "p") == "Player0 Player2 Late"
    assert cloud.run(HERE, "p", on=1) == "Elsewhere"
    assert cloud.run(HERE, "q") == cloud.run(HERE, "") == ""
    parties.join("q", ["Player0"])
    parties.leave("Late")
    assert (cloud.run(HERE, "p"), cloud.run(HERE, "q")) == ("Player2", "Player0")
    assert cloud.run("return game.Players.Late.PartyId") == ""


@pytest.mark.rule("SocialService.GetPartyAsync", source="class page SocialService")
def test_a_party_is_listed_over_all_servers_in_the_order_of_acceptance(make_cloud):
    cloud = make_cloud(servers=2)
    cloud.universe.parties.join("p", ["Bob", "Nowhere", "Ada"])
    cloud.servers[0].join("Ada")
    cloud.servers[1].join("Bob")
    source = f"""
        local lines = {{}}
        for i, member in {CALL.format("GetPartyAsync('p')")} do
            assert(member.PlaceId == game.PlaceId and member.PrivateServerId == nil)
            lines[i] = `{{member.UserId}} {{member.JobId}}`
        end
        return table.concat(lines, ", "), #{CALL.format("GetPartyAsync('q')")}
    """
    ada, bob = (cloud.universe.accounts.obtain(name).user_id for name in ("Ada", "Bob"))
    jobs = [server.job_id for server in cloud.servers]
    assert cloud.run(source) == (f"{bob} {jobs[1]}, {ada} {jobs[0]}", 0)


@pytest.mark.rule("SocialService.GetPartyAsync", source="class page SocialService")
def test_members_on_a_reserved_server_come_with_its_code(cloud):
    universe = cloud.universe
    place_id = cloud.server.place_id
    universe.add_place(place_id, scripts={})
    reservation = universe.teleports.reserve(place_id)
    reserved = universe.open_server(place_id, reservation.private_server_id)
    universe.parties.join("p", ["Ada"])
    reserved.join("Ada")
    source = f"""
        local member = {CALL.format("GetPartyAsync('p')")}[1]
        return member.PrivateServerId, member.ReservedServerAccessCode
    """
    assert cloud.run(source) == (reservation.private_server_id, reservation.access_code)


@pytest.mark.parametrize(
    ("member", "reason"),
    [("PromptGameInvite", "only clients can"), ("GetExperienceEventAsync", "not documented")],
)
def test_what_is_for_clients_is_refused_by_name(cloud, member, reason):
    text = cloud.error(CALL.format(f"{member}('x')"))
    assert member in text and reason in text
