"""Blocks: statements stay apart, and every one stands on its line."""


def test_forms(assert_pairs):
    assert_pairs("blocks")


def test_lines_are_kept(body):
    program = (
        "f()\n\n-- comment\ndo --[[ a\nb ]] g()\nend\n\nif a then\n\tb()\nelse\n\n\tc()\nend\n"
    )
    lines = body(program).split("\n")
    where = {text: number for number, line in enumerate(lines, 1) for text in line.split()}
    assert {name: where[f"{name}()"] for name in "fgbc"} == {"f": 1, "g": 5, "b": 9, "c": 12}
    assert len(lines) == program.count("\n") + 1


def test_five_hundred_branches(run):
    branches = "".join(f" elseif n == {n} then print({n * 2})" for n in range(500))
    assert run(f"local n = 499 if n == -1 then{branches} end") == ["998"]
