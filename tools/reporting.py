"""The text a failing test shows about its Luau side, and the replay file it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bridge.errors import ScriptError

if TYPE_CHECKING:
    from bridge.tools.simulation import Universe

__all__ = ["failure_section", "leave_test_replay", "recorded_calls"]


def failure_section(
    error: BaseException | None,
    seed: int | None,
    unused: Sequence[str] = (),
    replay: Path | None = None,
    calls: str = "",
) -> str:
    """Excerpt, traceback and seed of a failure, as far as each is known.

    Parameters:
        error: what the test raised.
        seed: the seed of the test's world, or None when it used no fixture of ours.
        unused: faults that never bit.
        replay: the test's replay file.
        calls: what became of the calls of services, where the test records them.

    Returns:
        Lines for one report section; empty when there is nothing to say.
    """
    lines: list[str] = []
    if isinstance(error, ScriptError):
        lines.append(error.message)
        if error.excerpt:
            lines.append(error.excerpt.rstrip("\n"))
        if error.traceback:
            lines.append("Luau traceback (innermost first):")
            lines.extend("  " + line for line in error.traceback.strip().splitlines())
    lines.extend(calls.splitlines())
    lines.extend(f"fault never bit: {fault}" for fault in unused)
    if seed is not None:
        lines.append(f"seed: {seed} (run again with --luau-seed={seed})")
    if replay is not None:
        lines.append(f"replay: luau-bridge replay {replay}")
    return "\n".join(lines)


def recorded_calls(universe: Universe) -> str:
    """The counts of the calls that a test has recorded; empty where it records none."""
    if universe.calls.kept:
        return repr(universe.calls)
    return "" if universe.datastores.operations is None else repr(universe.datastores.operations)


def leave_test_replay(
    universe: Universe, node_id: str, path: Path, failure: str, folder: Path
) -> Path | None:
    """Write the replay file of a failing test; None where the folder cannot be written.

    Parameters:
        universe: the test's own, as it was when the test failed.
        node_id: pytest's name of the test, relative to its root folder.
        path: the test's file; a change of it is a change of the code.
        failure: what the test raised.
        folder: where `.luau-bridge` is or will be.

    Returns:
        The file's path, relative to the current folder if it lies within.
    """
    from bridge.tools.simulation.replay import Replay, write_replay  # lazily: loads lupa

    code = sha256(universe.code_digest().encode())
    if path.is_file():
        code.update(path.read_bytes())
    replay = Replay(
        kind="test",
        subject=node_id,
        seed=universe.seed,
        code=code.hexdigest(),
        trace=universe.trace.digest(),
        entries=universe.trace.count,
        failure=failure.partition("\n")[0],
        faults=universe.faults.plan,
        options={"profile": universe.profile.name},
    )
    try:
        written = write_replay(replay, folder)
    except OSError:
        return None
    here = Path.cwd()
    return written.relative_to(here) if written.is_relative_to(here) else written
