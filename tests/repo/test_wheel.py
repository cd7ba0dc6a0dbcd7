"""The built wheel works in an empty folder: every package imports, the command and plugin load."""

import os
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PAGES = ("EXCLUSIONS.md", "faults/CATALOGUE.md", "stubs/RULES.md", "tools/simulation/README.md")
"""Reference that messages and help texts name."""


def run(*command, cwd):
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


@pytest.mark.slow
def test_the_wheel_works_from_an_empty_folder(tmp_path):
    wheels, home, empty = tmp_path / "wheels", tmp_path / "venv", tmp_path / "empty"
    empty.mkdir()
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", wheels, ROOT, cwd=empty)
    (wheel,) = wheels.glob("*.whl")
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", wheel, cwd=empty)
    package = "import importlib.resources as r; print(*(str(r.files('bridge') / n) for n in {}))"
    pages = run(python, "-c", package.format(PAGES), cwd=empty).split()
    assert len(pages) == len(PAGES) and all(Path(page).is_file() for page in pages)
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"][
        "packages"
    ]
    run(python, "-c", "import " + ", ".join(packages), cwd=empty)
    assert "luau-bridge" in run(home / "bin" / "luau-bridge", "--version", cwd=empty)
    (empty / "hello.luau").write_text('print("hello", 1 // 2)')
    assert "hello\t0" in run(home / "bin" / "luau-bridge", "run", "hello.luau", cwd=empty)
    assert "\n  ok " in run(home / "bin" / "luau-bridge", "demo", cwd=empty)
    assert " 0 different" in run(home / "bin" / "luau-bridge", "selftest", cwd=empty)
    assert "luau-bridge-" in run(python, "-m", "pytest", "--version", "--version", cwd=empty)
    (empty / "test_it.py").write_text(
        "def test_it(luau):\n    assert luau.run('return 1 + 1') == (2,)\n"
    )
    assert "1 passed" in run(python, "-m", "pytest", "-q", cwd=empty)
    (empty / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    tour = (ROOT / "tests" / "repo" / "test_readme.py", "-c", "pytest.ini", "--rootdir", ".")
    assert "2 passed" in run(python, "-m", "pytest", "--noconftest", *tour, cwd=empty)
