"""EncodingService of one server: hashes and compression.

Base64, and how buffers cross, are in `prelude/classes/encoding_service.lua`. Source: class page
EncodingService and enum HashAlgorithm (2026-08): every digest but those of MD5 and SHA-1 has 32
bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from bridge.errors import StubError
from bridge.instances.byte_strings import bytes_of
from bridge.stubs.context import ServerContext
from bridge.stubs.encoding.packages import package
from bridge.stubs.encoding.zstandard_frames import compress, decompress, decompressed_size
from bridge.stubs.service import Service

__all__ = ["HASHES", "EncodingService"]

HASHES: Mapping[str, Callable[[bytes], bytes]] = {
    "Blake2b": lambda data: hashlib.blake2b(data, digest_size=32).digest(),
    "Blake3": lambda data: bytes(package("blake3").blake3(data).digest()),
    "Md5": lambda data: hashlib.md5(data, usedforsecurity=False).digest(),
    "Sha1": lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    "Sha256": lambda data: hashlib.sha256(data).digest(),
}


class EncodingService(Service):
    """One server's EncodingService."""

    CLASS_NAME: ClassVar[str] = "EncodingService"
    OPEN_QUESTIONS = (
        "Texts of errors: words of ours.",
        "The bytes of a compressed buffer: those of the libzstd that is installed.",
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        context.vm.bind("encoding.hash", lambda name, text: _answer(HASHES[name], text))
        context.vm.bind("encoding.size", partial(_answer, decompressed_size))
        context.vm.bind("encoding.compress", partial(_answer, compress))
        context.vm.bind("encoding.decompress", partial(_answer, decompress))


def _answer(act: Callable[..., object], text: str, *more: object) -> tuple[bool, object]:
    """Whether it went well, and the result or what went wrong."""
    try:
        return True, act(bytes_of(text), *more)
    except StubError as error:
        return False, str(error)
