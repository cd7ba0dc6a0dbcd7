"""EncodingService as scripts see it."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest

from bridge.errors import ScriptTimeout

SERVICE = 'game:GetService("EncodingService")'
HEX = """
    local function hex(text)
        local function digits(c) return string.format("%02x", string.byte(c)) end
        return (string.gsub(text, ".", digits))
    end
"""


@pytest.mark.rule(
    "EncodingService.Base64Encode",
    "EncodingService.Base64Decode",
    source="class page EncodingService",
)
@pytest.mark.parametrize("text", ["", "f", "fo", "foo", "foob", "\\0\\255\\128"])
def test_base64_is_that_of_rfc_4648(cloud, text: str) -> None:
    source = f"""
        local given = buffer.fromstring("{text}")
        local encoded = {SERVICE}:Base64Encode(given)
        local decoded = {SERVICE}:Base64Decode(encoded)
        return buffer.tostring(encoded), buffer.tostring(decoded) == "{text}"
    """
    raw = text.encode().decode("unicode_escape").encode("latin-1")
    raw = b"\x00\xff\x80" if "255" in text else raw
    assert cloud.run(source) == (b64encode(raw).decode(), True)


@pytest.mark.parametrize("text", ["a", "ab=c", "????", "Zg=", "Zm9v\\n"])
def test_what_is_no_base64_is_an_error(cloud, text: str) -> None:
    error = cloud.error(f'{SERVICE}:Base64Decode(buffer.fromstring("{text}"))')
    assert error == "the data is not valid Base64"  # words of ours


@pytest.mark.rule(
    "EncodingService.ComputeStringHash",
    "EncodingService.ComputeBufferHash",
    source="class page EncodingService",
)
@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("Md5", hashlib.md5(b"abc").hexdigest()),
        ("Sha1", hashlib.sha1(b"abc").hexdigest()),
        ("Sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("Blake2b", hashlib.blake2b(b"abc", digest_size=32).hexdigest()),
        ("Blake3", "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85"),
    ],
)
def test_hashes_are_the_standard_ones(cloud, name: str, digest: str) -> None:
    if name == "Blake3":
        pytest.importorskip("blake3")
    source = f"""{HEX}
        local algorithm = Enum.HashAlgorithm.{name}
        local made = {SERVICE}:ComputeBufferHash(buffer.fromstring("abc"), algorithm)
        return hex({SERVICE}:ComputeStringHash("abc", algorithm)), hex(buffer.tostring(made))
    """
    assert cloud.run(source) == (digest, digest)


@pytest.mark.rule(
    "EncodingService.CompressBuffer",
    "EncodingService.DecompressBuffer",
    "EncodingService.GetDecompressedBufferSize",
    source="class page EncodingService",
)
def test_a_buffer_survives_compression(cloud) -> None:
    pytest.importorskip("zstandard")
    source = f"""
        local service, zstd = {SERVICE}, Enum.CompressionAlgorithm.Zstd
        local text = string.rep("again \\0\\255", 1000)
        local small = service:CompressBuffer(buffer.fromstring(text), zstd)
        local best = service:CompressBuffer(buffer.fromstring(text), zstd, 22)
        assert(buffer.tostring(service:DecompressBuffer(best, zstd)) == text)
        return buffer.tostring(service:DecompressBuffer(small, zstd)) == text,
            service:GetDecompressedBufferSize(small, zstd) == #text, buffer.len(small) < 200,
            service:GetDecompressedBufferSize(buffer.create(3), zstd)
    """
    assert cloud.run(source) == (True, True, True, None)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ('Base64Encode("text")', "Unable to cast value to buffer"),
        ("Base64Encode()", "Argument 1 missing or nil"),
        ("ComputeBufferHash(buffer.create(1))", "Argument 2 missing or nil"),
        (
            "CompressBuffer(buffer.create(1), Enum.CompressionAlgorithm.Zstd, 23)",
            "compressionLevel must be between -7 and 22",
        ),
        (
            "DecompressBuffer(buffer.create(1), Enum.CompressionAlgorithm.Zstd)",
            "the size of the decompressed data is unknown or over 1 GB",
        ),
    ],
)
def test_misuse_is_an_error(cloud, call: str, text: str) -> None:
    assert cloud.error(f"{SERVICE}:{call}") == text


def test_what_does_not_fit_the_server_is_not_expanded(cloud) -> None:
    """A frame of one segment that claims 1 GB, which a server does not have left."""
    claim = r"\x28\xb5\x2f\xfd\xa0\x00\x00\x00\x40"
    call = f'DecompressBuffer(buffer.fromstring("{claim}"), Enum.CompressionAlgorithm.Zstd)'
    assert cloud.error(f"{SERVICE}:{call}") == "not enough memory"


def test_long_work_ends_at_the_budget_before_it_begins(cloud) -> None:
    with pytest.raises(ScriptTimeout):
        cloud.run(
            f"{SERVICE}:CompressBuffer(buffer.create(9e6), Enum.CompressionAlgorithm.Zstd, 22)"
        )
