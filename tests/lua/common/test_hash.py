"""common/Hash: published vectors, and Python's own digests as the oracle."""

import hashlib
import hmac
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        ("", "811c9dc5"),
        ("a", "e40c292c"),
        ("foobar", "bf9cf968"),
    ],
)
def test_fnv1a_gives_the_published_values(pure, text, digest):
    assert (
        pure.run("return string.format('%08x', require(Common.Hash).fnv1a32(...))", text) == digest
    )


def test_crc32_gives_the_published_check_value(pure):
    assert pure.run("return require(Common.Hash).crc32hex('123456789')") == "cbf43926"


@given(TEXTS, TEXTS)
@settings(max_examples=30)
def test_digests_agree_with_python(pure, key, message):
    digest, mac, crc = pure.run(
        """
        local Hash = require(Common.Hash)
        local key, message = ...
        local mac = string.gsub(Hash.hmacSha256Raw(key, message), ".", function(c)
            return string.format("%02x", string.byte(c))
        end)
        return Hash.sha256(message), mac, Hash.crc32(message)
        """,
        key,
        message,
    )
    data = message.encode()
    assert digest == hashlib.sha256(data).hexdigest()
    assert mac == hmac.new(key.encode(), data, hashlib.sha256).hexdigest()
    assert crc == zlib.crc32(data)


@pytest.mark.parametrize("length", [0, 55, 56, 63, 64, 65, 119, 120, 128])
def test_sha256_pads_at_every_block_border(pure, length):
    expected = hashlib.sha256(b"x" * length).hexdigest()
    assert pure.run("return require(Common.Hash).sha256(string.rep('x', ...))", length) == expected


def test_equal_compares_whole_strings(pure):
    assert pure.run("""
        local Hash = require(Common.Hash)
        return { Hash.equal("ab", "ab"), Hash.equal("ab", "ac"), Hash.equal("ab", "abc"),
            Hash.equal("", "") }
    """) == [True, False, False, True]
