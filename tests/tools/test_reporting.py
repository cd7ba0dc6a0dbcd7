"""What a failure shows about its Luau side."""

from pathlib import Path

from bridge.errors import ScriptError
from bridge.faults import FaultPlan, ServerFault
from bridge.tools.reporting import failure_section, leave_test_replay, recorded_calls
from bridge.tools.simulation import Universe
from bridge.tools.simulation.replay import read_replay


def test_a_script_error_shows_message_excerpt_traceback_and_seed():
    error = ScriptError("Main:2: boom", "Main:2 function f\nMain:5\n", excerpt="  2 | error()")
    assert failure_section(error, 7).splitlines() == [
        "Main:2: boom",
        "  2 | error()",
        "Luau traceback (innermost first):",
        "  Main:2 function f",
        "  Main:5",
        "seed: 7 (run again with --luau-seed=7)",
    ]


def test_other_failures_show_the_seed_only():
    assert failure_section(AssertionError(), 3) == "seed: 3 (run again with --luau-seed=3)"
    assert failure_section(AssertionError(), None) == ""


def test_a_failure_names_faults_that_never_bit_and_its_replay_file():
    shown = failure_section(AssertionError(), 3, ["Fault(1)", "Fault(2)"], Path("r.json"))
    assert shown.splitlines() == [
        "fault never bit: Fault(1)",
        "fault never bit: Fault(2)",
        "seed: 3 (run again with --luau-seed=3)",
        "replay: luau-bridge replay r.json",
    ]


def test_a_test_leaves_its_seed_plan_and_trace(tmp_path):
    universe = Universe(seed=5, faults=FaultPlan((ServerFault.crash(9.0),)))
    universe.start_server(scripts={"ServerScriptService.Main": "print('x')"})
    source = tmp_path / "test_x.py"
    source.write_text("one")
    path = leave_test_replay(universe, "test_x.py::test_a", source, "boom\nmore", tmp_path)
    replay = read_replay(path)
    assert (replay.kind, replay.subject, replay.seed) == ("test", "test_x.py::test_a", 5)
    assert (replay.trace, replay.entries) == (universe.trace.digest(), universe.trace.count)
    assert (replay.faults, replay.failure) == (universe.faults.plan, "boom")
    source.write_text("two")
    again = read_replay(leave_test_replay(universe, "test_x.py::test_a", source, "", tmp_path))
    assert again.code != replay.code


def test_a_folder_that_cannot_be_written_is_no_second_failure(tmp_path):
    (tmp_path / "file").write_text("")
    universe = Universe()
    assert leave_test_replay(universe, "t", tmp_path / "t.py", "", tmp_path / "file") is None


def test_recorded_calls_are_shown() -> None:
    universe = Universe()
    assert recorded_calls(universe) == ""
    universe.datastores.record()
    assert recorded_calls(universe) == "<history of data stores, 0 calls>"
    universe.calls.record()
    shown = recorded_calls(universe)
    assert shown == "<calls of services, 0 calls>"
    assert failure_section(AssertionError(), 3, calls=shown).startswith(shown + "\n")
