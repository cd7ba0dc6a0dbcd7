"""`..` as one runtime call per chain."""


def test_forms(assert_pairs):
    assert_pairs("concatenation")


def test_numbers_are_formatted_as_luau_does(run):
    assert run('print(1 .. "", 0.1 .. "", 2^63 .. "", (1/3) .. "")') == [
        "1\t0.1\t9223372036854776000\t0.3333333333333333"
    ]


def test_chains_as_long_as_luau_takes(run):
    names = "..".join(f'"{n % 10}"..n' for n in range(120))
    text = "".join(f"{n % 10}x" for n in range(120))
    assert run(f'local n = "x" print({names})') == [text]


def test_a_failing_operand_is_reported_on_the_line_of_the_chain(run):
    program = """print(pcall(function()
    return "a" .. nil
    end))"""
    assert run(program) == ["false\tcase:2: attempt to concatenate string with nil"]


def test_a_chain_that_only_reads_variables_is_reported_at_its_last_operand(run):
    program = """print(pcall(function()
    local a
    return "a" .. a
        .. "b"
    end))"""
    assert run(program) == ["false\tcase:4: attempt to concatenate nil with string"]
