"""`while`, `break`, loop bodies."""

import pytest


@pytest.mark.parametrize(
    "statement",
    [
        "local x = if a then b else c",
        "x = if a then b else c",
        "f(if a then b elseif c then nil else false)",
        "x = { if a then b else c, k = if a then b else c }",
        "if a then continue end b()",
        "t.x += 1 t[f()].y ..= 'a' t[i] //= 2 n -= if a then 1 else 2",
        "x = `{a} and {b + 1} and {`{c}`}`",
        "x = a .. b .. c",
        "for k, v in t do continue end",
        "repeat local y = f() if y then continue end until y",
    ],
)
def test_nothing_in_a_loop_makes_closures(body, statement):
    assert "function" not in body(f"for i = 1, 10 do {statement} end", budget=True)


def test_forms(assert_pairs):
    assert_pairs("loops")


def test_break_leaves_only_its_own_loop(run):
    program = """
    local n = 0
    while true do
        while true do n += 1 if n % 2 == 0 then continue end break end
        if n >= 5 then break end
    end
    print(n)
    """
    assert run(program) == ["5"]
