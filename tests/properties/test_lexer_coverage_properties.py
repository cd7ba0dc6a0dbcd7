"""Law: every byte of a text is in exactly one token or in the gap before one."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.syntax.lexer import tokenize
from bridge.syntax.tokens import KINDS

_PIECES = [
    *sorted(KINDS),
    "x", "12", "0x", ".5", "'s'", '"', "'", "`", "`a{", "}", "{", "}`", "[[", "]]", "[=[", "]=]",
    "--", "--[[", "--[=[", "\n", "\r", " ", "\\", "\\z", "\\u{", "@", "@[", "#!", "\0", "\xe2",
    "\x88",
]  # fmt: skip
_GAP = re.compile(r"(?:[ \t\r\n\v\f]|--\[(=*)\[.*?\]\1\]|--(?!\[=*\[)[^\n]*)*", re.DOTALL)

texts = st.one_of(
    st.binary(max_size=60).map(lambda data: data.decode("latin-1")),
    st.lists(st.sampled_from(_PIECES), max_size=30).map("".join),
)


@settings(max_examples=1500, deadline=None)
@given(texts)
def test_tokens_and_gaps_make_up_the_text(text: str) -> None:
    tokens = tokenize(text)
    at = 0
    rebuilt = ""
    ranges = zip(tokens.begins, tokens.ends, strict=True)
    for index, (begin, end) in enumerate(ranges):
        assert at <= begin <= end
        gap = text[at:begin]
        if not (index == 0 and text.startswith("#!")):
            assert _GAP.fullmatch(gap), gap
        rebuilt += gap + text[begin:end]
        at = end
    assert rebuilt == text
    assert tokens.kinds[-1] == "<eof>"
    assert "<eof>" not in tokens.kinds[:-1]


@settings(max_examples=300, deadline=None)
@given(texts)
def test_a_token_is_never_empty_and_holds_its_text(text: str) -> None:
    tokens = tokenize(text)
    for begin, end, held in zip(tokens.begins, tokens.ends, tokens.texts[:-1], strict=False):
        assert begin < end
        assert text[begin:end] == held


@settings(max_examples=300, deadline=None)
@given(texts)
def test_comments_lie_in_the_gaps(text: str) -> None:
    tokens = tokenize(text)
    inside = list(zip(tokens.begins, tokens.ends, strict=True))
    for begin, end in tokens.comments:
        assert all(end <= first or last <= begin for first, last in inside[:-1])
