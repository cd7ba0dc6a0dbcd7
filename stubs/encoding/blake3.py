"""BLAKE3 of a byte string: 32 bytes, without a key.

Source: the BLAKE3 specification (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, 2020), whose section
numbers stand at each step. Python's library has no BLAKE3.
"""

from __future__ import annotations

from struct import pack, unpack
from typing import Final, NamedTuple, TypeAlias

__all__ = ["blake3"]

BLOCK_BYTES: Final = 64
CHUNK_BYTES: Final = 1024
WORD: Final = 0xFFFFFFFF

CHUNK_START, CHUNK_END, PARENT, ROOT = 1, 2, 4, 8  # 2.1: flags

IV: Final = (
    0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
)  # fmt: skip
PERMUTATION: Final = (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)
MIXES: Final = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)  # fmt: skip
"""2.2: columns, then diagonals of the 4x4 state."""

ROUNDS: Final = 7

Words: TypeAlias = tuple[int, ...]


class Node(NamedTuple):
    """The inputs of the compression that yields a node's value; a root is compressed anew."""

    value: Words
    block: Words
    counter: int
    length: int
    flags: int


def blake3(data: bytes) -> bytes:
    """The hash: chunks of 1,024 bytes are the leaves of a binary tree (2.1)."""
    chunks = [data[at : at + CHUNK_BYTES] for at in range(0, len(data), CHUNK_BYTES)] or [b""]
    root = _subtree([_chunk(chunk, index) for index, chunk in enumerate(chunks)])
    words = _compress(root.value, root.block, root.counter, root.length, root.flags | ROOT)
    return pack("<8I", *words)


def _subtree(nodes: list[Node]) -> Node:
    """The root of some leaves: the left half is the largest power of two that leaves some right."""
    if len(nodes) == 1:
        return nodes[0]
    left = 1 << (len(nodes) - 1).bit_length() - 1
    children = (_value_of(_subtree(nodes[:left])), _value_of(_subtree(nodes[left:])))
    return Node(IV, children[0] + children[1], 0, BLOCK_BYTES, PARENT)


def _chunk(chunk: bytes, index: int) -> Node:
    """2.4: the blocks of a chunk are compressed one after the other."""
    value: Words = IV
    last = max(0, len(chunk) - 1) // BLOCK_BYTES
    for number in range(last):
        block = chunk[number * BLOCK_BYTES : (number + 1) * BLOCK_BYTES]
        flags = CHUNK_START if number == 0 else 0
        value = _compress(value, unpack("<16I", block), index, BLOCK_BYTES, flags)
    rest = chunk[last * BLOCK_BYTES :]
    flags = CHUNK_END | (CHUNK_START if last == 0 else 0)
    return Node(value, unpack("<16I", rest.ljust(BLOCK_BYTES, b"\0")), index, len(rest), flags)


def _value_of(node: Node) -> Words:
    return _compress(node.value, node.block, node.counter, node.length, node.flags)


def _compress(value: Words, block: Words, counter: int, length: int, flags: int) -> Words:
    """2.2: seven rounds over a state of 16 words; the first eight of the result."""
    state = [*value, *IV[:4], counter & WORD, counter >> 32, length, flags]
    for _ in range(ROUNDS):
        for number, (a, b, c, d) in enumerate(MIXES):
            _mix(state, a, b, c, d, block[2 * number], block[2 * number + 1])
        block = tuple(block[index] for index in PERMUTATION)
    return tuple(state[index] ^ state[index + 8] for index in range(8))


def _mix(state: list[int], a: int, b: int, c: int, d: int, x: int, y: int) -> None:
    """2.2: G, with rotations by 16, 12, 8 and 7."""
    state[a] = state[a] + state[b] + x & WORD
    mixed = state[d] ^ state[a]
    state[d] = mixed >> 16 | mixed << 16 & WORD
    state[c] = state[c] + state[d] & WORD
    mixed = state[b] ^ state[c]
    state[b] = mixed >> 12 | mixed << 20 & WORD
    state[a] = state[a] + state[b] + y & WORD
    mixed = state[d] ^ state[a]
    state[d] = mixed >> 8 | mixed << 24 & WORD
    state[c] = state[c] + state[d] & WORD
    mixed = state[b] ^ state[c]
    state[b] = mixed >> 7 | mixed << 25 & WORD
