"""Files on disk for the project tests."""

import pytest


@pytest.fixture
def write(tmp_path):
    """Write files, given as text or bytes by their path below the test's folder; the folder."""

    def build(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return build
