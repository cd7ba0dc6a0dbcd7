"""The oracle: the real Luau as WebAssembly, one process for the whole session."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ORACLE = Path(__file__).resolve().parents[1] / "oracle"
ADDRESS = re.compile(r"(table|function|thread|userdata|buffer): 0x[0-9a-f]{16}")


class Oracle:
    """Runs programs in luau-web; see tests/oracle/oracle.mjs for the protocol."""

    def __init__(self):
        self._process = subprocess.Popen(
            ["node", "oracle.mjs"],
            cwd=ORACLE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, program):
        """(stdout, error or None), or None when the engine gave up on the program."""
        self._process.stdin.write(json.dumps({"source": program}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the oracle's process ended"
        outcome = json.loads(line)
        if "aborted" in outcome:
            return None
        return outcome["stdout"], outcome["error"]

    def stop(self):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture(scope="session")
def oracle():
    """The oracle's process, or a skip that says what is missing."""
    if shutil.which("node") is None:
        pytest.skip("no oracle: node is not installed")
    if not (ORACLE / "node_modules" / "luau-web").is_dir():
        pytest.skip("no oracle: run `npm ci --prefix tests/oracle` first")
    process = Oracle()
    yield process
    process.stop()
