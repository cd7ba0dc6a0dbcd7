"""What runs of the command line share."""

from __future__ import annotations

import itertools

import pytest

from bridge.faults import FaultPlan
from bridge.tools.repeating import RunRecord, in_child, leave_replay, once_or_twice, show, tell
from bridge.tools.simulation.replay import read_replay


def test_output_goes_where_the_engine_puts_it(capsys):
    show("print", "a")
    show("warn", "b")
    show("error", "c")
    tell("d")
    streams = capsys.readouterr()
    assert (streams.out, streams.err) == ("a\n", "b\nc\nd\n")


def test_a_run_is_done_once_or_twice_and_shown_once(capsys):
    def run(say):
        say("print", "x")
        return 3

    assert once_or_twice(run, False) == once_or_twice(run, True) == 3
    assert capsys.readouterr().out == "x\nx\n"


def test_another_output_or_another_exit_code_is_a_failure(capsys):
    numbers = itertools.count()
    assert once_or_twice(lambda say: say("print", str(next(numbers))) or 0, True) == 1
    assert "entry 0" in capsys.readouterr().err
    assert once_or_twice(lambda say: next(numbers), True) == 1
    assert "exit code 2, then 3" in capsys.readouterr().err


def test_without_a_deadline_there_is_no_child():
    assert in_child(len, (1, 2), None) == 2


def test_a_replay_file_names_its_subject_relative_to_its_folder(tmp_path, capsys):
    (tmp_path / "games").mkdir()
    record = RunRecord(code="c", trace="t", entries=1, lines=(), failure="no")
    leave_replay("project", tmp_path / "games", 0, record, {"a": 1}, FaultPlan(), tmp_path)
    (left,) = (tmp_path / ".luau-bridge").glob("*.json")
    replay = read_replay(left)
    assert (replay.subject, replay.options, replay.failure) == ("games", {"a": 1}, "no")


def test_a_reader_that_has_left_ends_the_run(monkeypatch, tmp_path):
    with (tmp_path / "out").open("w") as file:

        class Gone:
            fileno = staticmethod(file.fileno)

            def write(self, text):
                raise BrokenPipeError

        monkeypatch.setattr("sys.stdout", Gone())
        with pytest.raises(SystemExit) as caught:
            show("print", "hello")
    assert caught.value.code == 1
