"""The self-test place under our stubs: every fact holds, every probe gives the recorded answer."""

import json
import re
from dataclasses import replace

import pytest

from bridge.errors import BridgeError
from bridge.faults import DataStoreFault
from bridge.stubs.datastore import Storage
from bridge.stubs.profiles import profile
from bridge.tools.selftest import World, place_folder, read_results, run_place
from bridge.tools.selftest.place import MAIN, modules_of_place
from bridge.tools.simulation import ServerSettings, Universe
from bridge.tools.stores import export_store

ALONE = {
    "servers.update_loses_nothing",
    "servers.hash_map.update_loses_nothing",
    "servers.message_arrives",
}
"""Cases that need another server."""


def otherwise(results):
    return {name for name, each in results.items() if each.outcome == "different"}


def test_every_fact_holds_and_every_probe_gives_our_answer(results_here):
    shown = [f"{e.id}: {e.expected} / {e.seen}" for e in results_here.values()]
    assert not otherwise(results_here), [
        line for line, e in zip(shown, results_here.values(), strict=True) if e.outcome != "ok"
    ]
    assert {n for n, each in results_here.items() if each.outcome == "skipped"} == ALONE
    kinds = [each.kind for each in results_here.values()]
    assert kinds.count("check") > 350
    assert kinds.count("probe") > 200


@pytest.mark.parametrize(("seed", "servers"), [(1, 2), (2, 1), (3, 2)])
def test_seeds_and_other_servers_change_nothing(seed, servers):
    groups = "all" if seed == 1 else "datastore,listing,memorystore,messaging,servers"
    for results in run_place(World(groups=groups, seed=seed, servers=servers)):
        left_out = ALONE if servers == 1 else set()
        assert {name for name, e in results.items() if e.outcome != "ok"} == left_out


def test_a_deferred_place_differs_where_it_says_so():
    (results,) = run_place(World(groups="quick", signal_behavior="deferred"))
    assert otherwise(results) == {
        "engine.signal.behavior",
        "engine.task.defer_and_events_share_queue",
        "open.wait_for_child.moment",
    }


def test_a_place_without_http_differs_in_nothing():
    (results,) = run_place(World(groups="http", http_enabled=False))
    assert not otherwise(results)
    assert results["http.get.disabled"].outcome == "ok"


@pytest.mark.parametrize(
    ("rule", "groups", "wrong"),
    [
        (
            {"datastore__user_ids_max": 5},
            "datastore",
            {"datastore.arguments.user_ids.5", "datastore.update.user_ids_5"},
        ),
        (
            {"datastore__cache_us": 0},
            "waits",
            {
                "datastore.cache.hit",
                "datastore.cache.write_restarts",
                "datastore.cache.remove_caches_nil",
                "datastore.cache.hit_is_free",
                "datastore.cache.missing_key_is_cached",
                "datastore.cache.cancelled_update_refreshes",
            },
        ),
        ({"datastore__queue_length_max": 29}, "budgets", {"budget.queue.31st_read"}),
        (
            {"memorystore__key_bytes_max": 127},
            "memorystore",
            {
                "memorystore.key.128_bytes",
                "memorystore.key.129_bytes.text",
                "memorystore.hash_map.key_empty",
                "memorystore.printed",
                "memorystore.sort_key.128_characters",
            },
        ),
        (
            {"messaging__message_bytes_max": 1023},
            "messaging",
            {"messaging.message.1024_bytes_of_json", "messaging.message.1100_bytes.text"},
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_rule_is_seen(rule, groups, wrong):
    """The harness can tell a difference."""
    (results,) = run_place(World(groups=groups, profile=profile("2026").override(**rule)))
    assert otherwise(results) == wrong


def test_nothing_is_left_behind(tmp_path):
    """Every key that a run wrote is removed when it is over; none is outside its own stores."""
    universe = Universe(store=tmp_path / "data.sqlite")
    server = universe.start_server(project=modules_of_place())
    server.call(server.require(MAIN).run, "datastore,waits", timeout_seconds=3600)
    universe.run_until_idle()
    universe.close()
    with Storage(tmp_path / "data.sqlite", read_only=True) as storage:
        keys = json.loads(export_store(storage))["keys"]
    assert len(keys) > 50
    assert {each["store"] for each in keys} == {"__luau_bridge_selftest"}
    last = {each["key"]: each["versions"][-1] for each in keys if each["versions"]}
    assert not [key for key, version in last.items() if not version["deleted"]]


def test_what_happens_at_the_end_is_told_after_the_report():
    """Players leave first or last, which no document says; data stores still work (CD-ERR)."""
    (results,) = run_place(World(groups="closing"))
    assert {name for name in results if name.startswith("closing.")} == results.keys()
    assert results["closing.data_store"].seen == "works"
    assert results["closing.order"].seen == '"BindToClose PlayerRemoving"'
    assert not otherwise(results)


def test_the_place_starts_itself(universe):
    """As shipped: its Script runs the groups that need nothing."""
    server = universe.start_server(project=place_folder())
    universe.run_for(seconds=60)
    summary = [text for _, text in server.output if text.startswith("SELFTEST summary")]
    assert len(summary) == 1
    assert re.fullmatch(r"SELFTEST summary: \d+ ok, 0 different, 0 skipped", summary[0])


def test_the_pasted_file_sees_what_the_modules_see(universe, results_here):
    """The single file in a Script, chosen by its attribute."""
    text = (place_folder() / "selftest.luau").read_text(encoding="utf-8")
    pasted = text.replace('local GROUPS = "quick"', 'local GROUPS = "luau,engine,datastore"')
    assert pasted != text
    server = universe.start_server(scripts={"ServerScriptService.Pasted": pasted})
    universe.run_for(minutes=20)
    results = read_results("\n".join(line for _, line in server.output))
    assert len(results) > 300
    for name, result in results.items():
        assert replace(result, source="") == replace(results_here[name], source="")


def test_what_cannot_run_says_why():
    """Without a player none can be asked."""
    (results,) = run_place(World(groups="player", players=False))
    assert {each.seen for each in results.values()} == {"no player is here: use Play"}
    assert {each.outcome for each in results.values()} == {"skipped"}


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ("studio", None),
        ("studio_run", None),
        ("studio_edit", "the place does not run: use Run or Play"),
    ],
)
def test_studio_runs_it_too(universe, environment, reason):
    """As a playtest, as Run, and in the command bar, where nothing runs."""
    settings = ServerSettings(environment=environment)
    server = universe.start_server(project=modules_of_place(), settings=settings)
    server.call(server.require(MAIN).run, "engine", timeout_seconds=3600)
    results = read_results("\n".join(line for _, line in server.output)).values()
    assert {each.outcome for each in results} == {"skipped" if reason else "ok"}
    assert reason is None or {each.seen for each in results} == {reason}


def test_without_access_to_services_their_groups_are_skipped(universe):
    """As in a place whose settings do not let Studio use them (cloud-services.md 4.2)."""
    refused = "403: Cannot write to DataStore from studio if API access is not enabled."
    universe.faults.add(DataStoreFault.error(text=refused))
    server = universe.start_server(project=modules_of_place())
    server.call(server.require(MAIN).run, "luau,datastore,waits", timeout_seconds=3600)
    results = read_results("\n".join(line for _, line in server.output))
    skipped = [each for each in results.values() if each.outcome == "skipped"]
    assert {each.seen for each in skipped} == {refused}
    assert len(skipped) > 150
    assert all(each.id.startswith("luau.") for each in results.values() if each not in skipped)


def test_a_topic_that_the_engine_cannot_begin_costs_itself_only(server):
    """A member that some engine lacks is one difference, and the other topics run."""
    project = modules_of_place()
    harness = project.child("ServerScriptService").child("SelfTest").child("Harness")
    answers = project.child("ServerScriptService").child("SelfTest").child("Answers")
    text = server.run(
        f"""
        local Answers = (function() {answers.source.text} end)()
        local Harness = (function() {
            harness.source.text.replace("require(script.Parent.Answers)", "Answers")
        } end)()
        local function nothing() end
        local groups = {{ {{
            name = "g", needs = "nothing", takes = "1 s", seconds = 1, missing = nothing
        }} }}
        local function lacking() return (nil :: any).Member end
        local function one(suite) suite.check("one", "s", 1, function() return 1 end) end
        return Harness.run(groups, {{
            {{ name = "lost", group = "g", fill = lacking }},
            {{ name = "kept", group = "g", fill = one }},
        }}, {{ g = true }})
        """.replace("export type", "type")
    )
    results = read_results(text)
    assert {name: each.outcome for name, each in results.items()} == {
        "lost.fill": "different",
        "kept.one": "ok",
    }
    assert "attempt to index nil with 'Member'" in results["lost.fill"].seen


def test_an_unknown_group_is_an_error():
    with pytest.raises(BridgeError, match="no group nonsense; there are quick, all, luau, http"):
        run_place(World(groups="nonsense"))
