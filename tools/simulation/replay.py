"""Replay files: what is needed to run a failed run again, and to see whether it did the same.

A value and its file; running is the front ends' business. Files lie in `.luau-bridge/` of the
folder whose relative paths they name; a `.gitignore` beside them keeps them out of repositories.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path

from bridge import __version__
from bridge.errors import UsageError
from bridge.faults import FaultPlan
from bridge.instances.byte_strings import bytes_of

__all__ = ["FOLDER", "Replay", "read_replay", "write_replay"]

FOLDER = ".luau-bridge"
FORMAT = 1
NAME_LENGTH = 80
KINDS = ("file", "project", "test")
NEEDED = ("kind", "subject", "seed", "code", "trace", "entries")


@dataclass(frozen=True, slots=True)
class Replay:
    """A run that failed.

    Attributes:
        kind: "file" or "project" of `luau-bridge run`, or "test" of pytest.
        subject: path of the file or project, or node id of the test, relative to `folder`.
        seed: everything random follows from it.
        faults: the plan; for a test what was in force when it failed, for reading only.
        options: everything else that the run was given.
        code: digest of the programs that ran.
        trace: digest of the run's trace.
        entries: how many entries the trace had.
        failure: what went wrong, in one line, for reading only.
        version: of luau-bridge.
    """

    kind: str
    subject: str
    seed: int
    code: str
    trace: str
    entries: int
    failure: str = ""
    faults: FaultPlan = field(default_factory=FaultPlan)
    options: Mapping[str, object] = field(default_factory=dict)
    version: str = __version__

    @property
    def file_name(self) -> str:
        """The same for the same run: running it again replaces its file."""
        name = re.sub(r"[^A-Za-z0-9_.-]+", "-", self.subject).strip("-.") or "here"
        if len(name) > NAME_LENGTH or name != self.subject:
            # Other characters, or a cut: two subjects must not share a file.
            tag = sha256(bytes_of(self.subject)).hexdigest()[:8]
            name = f"{name[-NAME_LENGTH:]}-{tag}"
        return f"{self.kind}-{name}-seed{self.seed}.json"

    def to_json(self) -> str:
        """The file's text."""
        data = asdict(self)
        data["faults"] = json.loads(self.faults.to_json())["faults"]
        return json.dumps({"format": FORMAT, **data}, indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Replay:
        """Inverse of `to_json`.

        Raises:
            UsageError: the text is no replay file, or one of another format.
        """
        try:
            data = json.loads(text)
        except ValueError as problem:
            raise UsageError(f"not a replay file: {problem}") from problem
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise UsageError(f'not a replay file: {{"format": {FORMAT}, ...}} is expected')
        del data["format"]
        plan = FaultPlan.from_json(json.dumps({"faults": data.pop("faults", [])}))
        unknown = sorted(data.keys() - {each.name for each in fields(cls)})
        missing = sorted(set(NEEDED) - data.keys())
        if unknown or missing:
            what = f"{unknown[0]} is no field of one" if unknown else f"{missing[0]} is missing"
            raise UsageError(f"not a replay file: {what}")
        replay = cls(faults=plan, **data)
        texts = (replay.subject, replay.code, replay.trace)
        numbers = (replay.seed, replay.entries)
        if (
            replay.kind not in KINDS
            or not all(isinstance(each, str) for each in texts)
            or not all(isinstance(each, int) for each in numbers)
            or not isinstance(replay.options, dict)
        ):
            raise UsageError("not a replay file: a field has a value it cannot have")
        return replay


def write_replay(replay: Replay, folder: Path) -> Path:
    """Write a file into `.luau-bridge/` of a folder, made if need be; returns its path."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    ignore = place / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    path = place / replay.file_name
    path.write_text(replay.to_json(), encoding="utf-8")
    return path


def read_replay(path: Path) -> Replay:
    """The replay of a file.

    Raises:
        UsageError: the file cannot be read or is none.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise UsageError(f"{path}: cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise UsageError(f"{path}: not a replay file: it is no UTF-8 text") from problem
    try:
        return Replay.from_json(text)
    except UsageError as problem:
        raise UsageError(f"{path}: {problem}") from problem
