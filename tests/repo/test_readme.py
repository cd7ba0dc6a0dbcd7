"""The README's tour, run word for word in an empty folder: its files written, its commands run."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = README[README.index("## A tour in five minutes") : README.index("## What you work with")]

# A file is its name in backquotes on a line of its own and the block below; a console block is run.
BLOCKS = re.compile(
    r"^`(?P<name>[^`\n]+)`\n```\w+\n(?P<text>.*?)^```$|^```console\n(?P<console>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def run(command, folder):
    words = shlex.split(command)
    # The environment's own commands, without the options of the run that runs this test.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    environment |= {"PATH": path, "COLUMNS": "100"}
    program = [sys.executable, "-m", "pytest"] if words[0] == "pytest" else [words[0]]
    done = subprocess.run(
        [*program, *words[1:]], cwd=folder, capture_output=True, text=True, env=environment
    )
    return done.stdout + done.stderr


def assert_shown(expected, output, command):
    """Every expected line occurs, in order; `...` stands for any lines, or any end of a line."""
    left = [line.strip("= ") for line in output.splitlines()]
    for line in expected:
        if line == "...":
            continue
        wanted = line.removesuffix("...").strip()
        while left and not (left[0].startswith(wanted) if wanted else True):
            left.pop(0)
        assert left, f"$ {command}\nno line {line!r} in\n{output}"
        left.pop(0)


def test_the_tour_works_from_an_empty_folder(tmp_path):
    commands = 0
    for block in BLOCKS.finditer(TOUR):
        if block["name"]:
            path = tmp_path / block["name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["text"], encoding="utf-8")
            continue
        first, *expected = block["console"].splitlines()
        command = first.removeprefix("$ ")
        assert_shown(expected, run(command, tmp_path), command)
        commands += 1
    assert commands == 7


def test_the_two_commands_of_the_readme_are_those_that_ci_runs():
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    first, second = re.findall(r"^```sh\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)[:2]
    assert "pip install --quiet --editable '.[dev]'" in first
    assert "pip install --quiet --editable '.[dev]'" in ci
    assert first.endswith("luau-bridge demo")
    assert "\nluau-bridge demo\n" in ci
    assert second.endswith("python -m pytest -n auto")
    assert ci.rstrip().endswith("python -m pytest -n auto")
