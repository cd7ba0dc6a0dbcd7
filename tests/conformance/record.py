"""Record what the real Luau prints for the programs of this folder: `python record.py`.

Needs node and `npm ci --prefix tests/oracle`. Every `<topic>.luau` holds programs between lines of
`---`; `<topic>.txt` gets their outputs in the same order, a failure as a last line `error: ...`.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEPARATOR = "---"


def split(text: str) -> list[str]:
    """The parts of a file between its separators."""
    return re.split(rf"^{SEPARATOR}\n", text, flags=re.MULTILINE)


def shown(stdout: str, error: str | None) -> str:
    """An outcome as the recording holds it, addresses left out."""
    if error is not None:
        stdout += f"error: {error}\n"
    return re.sub(r"(table|function|thread|userdata|buffer): 0x[0-9a-f]{16}", r"\1", stdout)


def record(path: Path) -> None:
    """Write the recording of one file."""
    programs = split(path.read_text(encoding="utf-8"))
    lines = "".join(json.dumps({"source": program}) + "\n" for program in programs)
    answer = subprocess.run(
        ["node", "oracle.mjs"],
        cwd=HERE.parent / "oracle",
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    outcomes = [json.loads(line) for line in answer.stdout.splitlines()]
    for program, outcome in zip(programs, outcomes, strict=True):
        if "aborted" in outcome:
            raise SystemExit(f"{path.name}: the engine gave up on:\n{program}")
    texts = [shown(each["stdout"], each["error"]) for each in outcomes]
    path.with_suffix(".txt").write_text(f"{SEPARATOR}\n".join(texts), encoding="utf-8")


if __name__ == "__main__":
    for source in sorted(HERE.glob("*.luau")):
        record(source)
