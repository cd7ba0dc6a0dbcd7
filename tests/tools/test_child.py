"""Work in a child process: results and errors come back, hangs and crashes have a name."""

import os
import signal
import time

import pytest

from bridge.errors import BridgeError, ChildDied, ChildTimeout, ScriptError, UsageError
from bridge.tools.child import Child, run_in_child
from bridge.vm import VM

PATIENT_S = 60.0


class UnpicklableError(Exception):
    def __init__(self):
        super().__init__("kept inside")
        self.held = lambda: None


def work(job):
    match job:
        case "sleep":
            time.sleep(PATIENT_S)
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "usage":
            raise UsageError("no")
        case "unpicklable error":
            raise UnpicklableError
        case "unpicklable result":
            return lambda: None
        case "script error":
            return VM().run("local function f() error({code = 5}) end\nf()")
        case "print":
            print("seen", flush=False)  # noqa: T201 (the point of the test)
            time.sleep(PATIENT_S)
    return job, os.getpid()


@pytest.fixture
def child():
    child = Child(work, PATIENT_S)
    yield child
    child.stop()


def test_a_result_comes_from_another_process(child):
    job, process = child.run("a")
    assert job == "a"
    assert process != os.getpid()


def test_one_child_does_many_jobs_and_is_replaced_when_it_dies(child):
    first = child.run("a")[1]
    assert child.run("b")[1] == first
    with pytest.raises(ChildDied, match="SIGSEGV"):
        child.run("segfault")
    assert child.run("c")[1] != first


def test_an_exit_names_its_code(child):
    with pytest.raises(ChildDied, match="exit code 3"):
        child.run("exit")


def test_errors_cross_with_their_class_and_the_child_lives_on(child):
    with pytest.raises(UsageError, match="no"):
        child.run("usage")
    with pytest.raises(BridgeError, match="UnpicklableError: kept inside"):
        child.run("unpicklable error")
    with pytest.raises(BridgeError, match="cannot leave its process"):
        child.run("unpicklable result")
    with pytest.raises(ScriptError) as caught:
        child.run("script error")
    assert "main:1 function f" in caught.value.traceback
    assert "table" in caught.value.value
    assert child.run("a")[0] == "a"


def test_a_deadline_kills_the_child_but_not_what_it_printed(capfd):
    started = time.monotonic()
    with pytest.raises(ChildTimeout, match=r"no end within 1\.5 s"):
        run_in_child(work, "print", deadline_s=1.5)
    assert time.monotonic() - started < PATIENT_S
    assert capfd.readouterr().out == "seen\n"
