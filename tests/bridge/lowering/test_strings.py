"""Strings are quoted anew, in ASCII, with the same bytes."""

from bridge.lowering.strings import quote


def test_plain_text_stays():
    assert quote("it's [ok] `yes`") == '''"it's [ok] `yes`"'''


def test_escapes_have_three_digits():
    assert quote("\0" + '1\n\r\t"\\\xff') == '"\\0001\\n\\013\\009\\"\\\\\\255"'


def test_every_byte_survives(run):
    program = r"""
    local s = "\0\1\r\n\t\"'\\\127\128\255\q\x41\u{48}\z
        end" .. [[
long
line]]
    local codes = {}
    for i = 1, #s do codes[i] = string.byte(s, i) end
    print(table.concat(codes, " "))
    """
    head = [0, 1, 13, 10, 9, 34, 39, 92, 127, 128, 255, 113, 65, 72, *b"end", *b"long\nline"]
    assert run(program) == [" ".join(map(str, head))]
