"""Packages of the extra `encoding`: EncodingService uses them, or says what to install."""

from __future__ import annotations

import sys

import pytest

from bridge.errors import StubError
from bridge.stubs.encoding.packages import package

TEXT = "buffer.fromstring('x')"
ZSTD = "Enum.CompressionAlgorithm.Zstd"


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("blake3", f"ComputeBufferHash({TEXT}, Enum.HashAlgorithm.Blake3)"),
        ("blake3", "ComputeStringHash('x', Enum.HashAlgorithm.Blake3)"),
        ("zstandard", f"CompressBuffer({TEXT}, {ZSTD})"),
        ("zstandard", f"DecompressBuffer({TEXT}, {ZSTD})"),
        ("zstandard", f"GetDecompressedBufferSize({TEXT}, {ZSTD})"),
    ],
)
def test_without_its_package_a_call_says_what_to_install(
    cloud, monkeypatch: pytest.MonkeyPatch, name: str, call: str
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    expected = f"EncodingService needs the package {name}; install luau-bridge[encoding]"
    assert cloud.error(f"game:GetService('EncodingService'):{call}") == expected


def test_an_unknown_package_is_missing() -> None:
    with pytest.raises(StubError, match="needs the package no_such_package"):
        package("no_such_package")


@pytest.mark.parametrize(
    ("length", "digest"),
    [
        (0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"),
        (1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"),
        (1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"),
    ],
)
def test_blake3_is_the_one_of_the_official_vectors(length: int, digest: str) -> None:
    """Of the specification's test vectors: input byte i is i modulo 251."""
    blake3 = pytest.importorskip("blake3")
    assert blake3.blake3(bytes(index % 251 for index in range(length))).hexdigest() == digest
