"""Files on disk for the project tests."""

import struct

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


def _interleaved(numbers):
    rows = [(n << 1 ^ n >> 31 & 0xFFFFFFFF).to_bytes(4, "big") if n >= 0 else
            (-n * 2 - 1).to_bytes(4, "big") for n in numbers]  # fmt: skip
    return b"".join(bytes(row[at] for row in rows) for at in range(4))


def _referents(numbers):
    return _interleaved([n - before for n, before in zip(numbers, [0, *numbers], strict=False)])


def _text(text):
    data = text.encode() if isinstance(text, str) else text
    return struct.pack("<I", len(data)) + data


def _chunk(name, content, compress=None):
    packed = compress(content) if compress else b""
    header = struct.pack("<4s3I", name, len(packed), len(content), 0)
    return header + (packed or content)


def build_binary(classes, parents, shared=(), compress=None):
    """A binary model.

    `classes` are (name, referents, properties as name -> type byte and column), `parents` pairs of
    child and parent, `compress` packs every chunk but the last.
    """
    count = sum(len(referents) for _, referents, _ in classes)
    out = [struct.pack("<14sHii8x", b"<roblox!\x89\xff\r\n\x1a\n", 0, len(classes), count)]
    if shared:
        body = b"".join(bytes(16) + _text(text) for text in shared)
        out.append(_chunk(b"SSTR", struct.pack("<2I", 0, len(shared)) + body, compress))
    for number, (name, referents, _) in enumerate(classes):
        body = struct.pack("<I", number) + _text(name) + b"\0"
        body += struct.pack("<I", len(referents)) + _referents(referents)
        out.append(_chunk(b"INST", body, compress))
    for number, (_, _, properties) in enumerate(classes):
        for name, column in properties.items():
            body = struct.pack("<I", number) + _text(name) + column
            out.append(_chunk(b"PROP", body, compress))
    tree = b"\0" + struct.pack("<I", len(parents))
    tree += _referents([child for child, _ in parents])
    tree += _referents([parent for _, parent in parents])
    out.append(_chunk(b"PRNT", tree, compress))
    out.append(_chunk(b"END\0", b"</roblox>"))
    return b"".join(out)


@pytest.fixture
def binary():
    """Builds binary models: `binary(classes, parents, shared, compress)`, see `build_binary`."""
    return build_binary


@pytest.fixture
def strings():
    """A column of strings with its type byte."""
    return lambda *texts: b"\x01" + b"".join(map(_text, texts))
