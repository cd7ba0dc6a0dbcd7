"""The README's tour, run word for word in an empty folder: its files written, its commands run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = README[README.index("## A tour in five minutes") : README.index("## What you work with")]

# What Hypothesis has read of our sources in this checkout, so that it need not parse them again.
CONSTANTS = ROOT / ".hypothesis" / "constants"

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
    # Without compiled files every pytest would rewrite all of Hypothesis: half of its time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
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
    """Each command has a folder of its own with the files so far, so that several run at once."""
    files, commands = {}, []
    for block in BLOCKS.finditer(TOUR):
        if block["name"]:
            files[block["name"]] = block["text"]
            continue
        first, *expected = block["console"].splitlines()
        folder = tmp_path / str(len(commands))
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if CONSTANTS.is_dir():
            shutil.copytree(CONSTANTS, folder / ".hypothesis" / "constants", dirs_exist_ok=True)
        commands.append((first.removeprefix("$ "), folder, expected))
    assert len(commands) == 6
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outputs = pool.map(lambda each: run(*each[:2]), commands)
        for (command, _, expected), output in zip(commands, outputs, strict=True):
            assert_shown(expected, output, command)


def test_the_two_commands_of_the_readme_are_those_that_ci_runs():
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    first, second = re.findall(r"^```sh\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)[:2]
    assert "pip install --quiet --editable '.[dev]'" in first
    assert "pip install --quiet --editable '.[dev]'" in ci
    assert first.endswith("luau-bridge demo")
    assert "\nluau-bridge demo\n" in ci
    assert second.endswith("python -m pytest -n auto")
    assert ci.rstrip().endswith("python -m pytest -n auto")
