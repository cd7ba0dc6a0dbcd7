"""The prelude's files: all known, each compiled once."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.vm import VM
from bridge.vm.loader import CORE, PRELUDE, prelude_chunk


def test_every_file_of_the_base_exists_once() -> None:
    assert len(set(PRELUDE)) == len(PRELUDE)
    assert PRELUDE[: len(CORE)] == CORE
    for name in PRELUDE:
        code, chunk_name = prelude_chunk(name)
        assert code.startswith(b"\x1bLJ")
        assert chunk_name == f"=\x01prelude/{name}".encode()


def test_a_file_is_compiled_once_per_process() -> None:
    assert prelude_chunk("base") is prelude_chunk("base")


def test_an_unknown_extension_is_named() -> None:
    with pytest.raises(UsageError, match="no prelude file 'nowhere'"):
        VM(extensions=("nowhere",))
