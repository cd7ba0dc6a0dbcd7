"""pytest wiring: options, fixtures, failure sections. Decides nothing about Luau.

Loading this module imports neither lupa nor hypothesis: the heavy imports happen in the fixtures,
so a test run that never uses them pays nothing.
"""

from __future__ import annotations

from argparse import SUPPRESS
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bridge.errors import (
    InvariantViolation,
    LuauBridgeException,
    LuauSyntaxError,
    ProjectError,
    ScriptError,
    UsageError,
)
from bridge.tools.reporting import failure_section, leave_test_replay, recorded_calls

if TYPE_CHECKING:
    from bridge.stubs.profiles import Profile
    from bridge.tools.simulation import Server, Universe
    from bridge.vm import VM

__all__ = ["luau", "luau_profile", "luau_seed", "server", "universe"]

_SEED = pytest.StashKey[int]()
_UNIVERSE: pytest.StashKey[Universe] = pytest.StashKey()

NEVER_BIT = "luau fault never bit"
"""Name of the property of a test's report that a fault without effect leaves."""


# What is wrong is in Luau, in a project or in the test's own line: no frame of ours explains it.
_USERS = (ScriptError, InvariantViolation, LuauSyntaxError, ProjectError, UsageError)


def _is_of_users(excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
    return isinstance(excinfo.value, _USERS)


def _hide_own_frames(excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    for entry in excinfo.traceback:
        names = entry.frame.f_globals
        if str(names.get("__name__", "")).startswith("bridge."):
            # pytest's own mark; as a function it hides the frame for users' errors only.
            names.setdefault("__tracebackhide__", _is_of_users)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--luau-seed`, `--luau-profile` and `--luau-replays`."""
    group = parser.getgroup("luau-bridge", "Luau under simulated time")
    group.addoption(
        "--luau-seed",
        type=int,
        default=0,
        metavar="N",
        help="seed of the fixtures luau, server and universe (default 0); failures print it",
    )
    group.addoption(
        "--luau-profile",
        default="2026",
        metavar="YEAR",
        help="rules of the services of universe and server: 2026 (default), 2022 or 2018",
    )
    group.addoption(
        "--luau-replays",
        type=Path,
        default=None,
        metavar="DIR",
        help="folder whose .luau-bridge/ gets a replay file of each failure (default: rootdir)",
    )
    # Of `luau-bridge replay`, whose own files are gone when it ends: they are not named.
    group.addoption("--luau-replaying", action="store_true", help=SUPPRESS)


@pytest.fixture
def luau_seed(request: pytest.FixtureRequest) -> int:
    """The seed of this test's world: `--luau-seed`, 0 by default."""
    seed: int = request.config.getoption("--luau-seed")
    request.node.stash[_SEED] = seed
    return seed


@pytest.fixture
def luau(luau_seed: int) -> VM:
    """A bare Luau VM: the standard library, no services."""
    from bridge.vm import VM  # lazily: loads lupa

    return VM(seed=luau_seed)


@pytest.fixture
def luau_profile(request: pytest.FixtureRequest) -> str | Profile:
    """The rules of this test's universe: `--luau-profile`. A conftest may give numbers of its own:
    `profile("2026").override(datastore__queue_length_max=5)` of `bridge.stubs.profiles`."""
    year: str = request.config.getoption("--luau-profile")
    return year


@pytest.fixture
def universe(
    luau_seed: int, luau_profile: str | Profile, request: pytest.FixtureRequest
) -> Iterator[Universe]:
    """An empty universe: one clock, one seed, shared stores and topics."""
    from bridge.tools.simulation import Universe  # lazily: loads lupa

    made = Universe(seed=luau_seed, profile=luau_profile)
    request.node.stash[_UNIVERSE] = made
    yield made
    made.close()


@pytest.fixture
def server(universe: Universe) -> Server:
    """One running server without scripts, in a universe of its own (`server.universe`)."""
    return universe.start_server()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """When a test is through, ask the laws that it watches once more."""
    result = yield
    universe = pyfuncitem.stash.get(_UNIVERSE, None)
    if universe is not None:
        universe.conclude()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add a section with the Luau source line, the Luau traceback and the seed to a failure.

    Frames of this package are left out of the Python traceback of errors that users can mend.
    """
    error = None
    if call.excinfo is not None:
        error = call.excinfo.value
        if isinstance(error, _USERS):
            _hide_own_frames(call.excinfo)
    report = yield
    seed = item.stash.get(_SEED, None)
    universe = item.stash.get(_UNIVERSE, None) if call.when == "call" else None
    unused = [repr(fault) for fault in universe.faults.unused()] if universe is not None else []
    report.user_properties.extend((NEVER_BIT, each) for each in unused)
    if report.failed and (isinstance(error, LuauBridgeException) or seed is not None):
        replay, calls = None, ""
        if universe is not None:
            calls = recorded_calls(universe)
            folder = item.config.getoption("--luau-replays") or item.config.rootpath
            replay = leave_test_replay(universe, item.nodeid, item.path, str(error), folder)
            if item.config.getoption("--luau-replaying"):
                replay = None
        text = failure_section(error, seed, unused, replay, calls)
        if text:
            report.sections.append(("Luau", text))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the faults that never bit: what such a test was meant to test did not happen."""
    lines = [
        f"{report.nodeid}: {value}"
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, value in report.user_properties
        if name == NEVER_BIT
    ]
    if lines:
        terminalreporter.section("Luau faults that never bit")
        for line in lines:
            terminalreporter.write_line(line)
