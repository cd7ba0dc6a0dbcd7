"""What importing costs: the light parts load nothing heavy."""

import subprocess
import sys

import pytest


def loaded_after(statement):
    code = f"import sys; {statement}; print('\\n'.join(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        ("import bridge", {"lupa", "hypothesis", "click", "pytest", "jinja2"}),
        ("import bridge.syntax.parser", {"lupa", "hypothesis", "click", "pytest"}),
        ("import bridge.lowering", {"lupa", "hypothesis", "click", "pytest"}),
        ("import bridge.tools.pytest_plugin", {"lupa", "hypothesis", "click"}),
        ("import bridge.tools.cli", {"lupa", "hypothesis", "pytest"}),
        ("import bridge.tools.simulation", {"hypothesis", "click", "pytest"}),
    ],
)
def test_light_modules_load_nothing_heavy(statement, forbidden):
    assert not loaded_after(statement) & forbidden


def test_the_services_cannot_be_imported_under_a_second_name(tmp_path):
    code = "import sys; sys.path.insert(0, sys.argv[1]); import stubs"
    root = str(__import__("pathlib").Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code, root], capture_output=True, text=True, cwd=tmp_path
    )
    assert "import bridge.stubs, not 'stubs'" in done.stderr
