"""The text a failing test shows about its Luau side. Reads no files and no clock."""

from __future__ import annotations

from bridge.errors import ScriptError

__all__ = ["failure_section"]


def failure_section(error: BaseException | None, seed: int | None) -> str:
    """Excerpt, traceback and seed of a failure, as far as each is known.

    Parameters:
        error: what the test raised.
        seed: the seed of the test's world, or None when it used no fixture of ours.

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
    if seed is not None:
        lines.append(f"seed: {seed} (run again with --luau-seed={seed})")
    return "\n".join(lines)
