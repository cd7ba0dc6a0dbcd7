"""Unary and binary operators keep their precedence and order."""


def test_forms(assert_pairs):
    assert_pairs("operators")


def test_long_chains_of_left_operands_do_not_nest(run):
    assert run("local n = 1 print(n" + " + n" * 900 + ")") == ["901"]
    assert run("local n = false print(n" + " or n" * 900 + " or 7)") == ["7"]


def test_operands_run_from_left_to_right(run):
    program = """
    local log = {}
    local function n(x) table.insert(log, x) return x end
    local v = n(1) + n(2) * n(3) - n(4) // n(5) ^ n(6)
    print(v, n(7) .. n(8) == "78", n(9) < n(10), table.concat(log, " "))
    """
    assert run(program) == ["7\ttrue\ttrue\t1 2 3 4 5 6 7 8 9 10"]


def test_minus_zero_stays(run):
    assert run("print(-0, 0 * -1, -(0))") == ["-0\t-0\t-0"]


def test_a_failing_operator_is_reported_where_its_last_operand_begins(run):
    program = """print(pcall(function()
    local a = 5
    return a
        + nil
    end), pcall(function()
    return { 1,
        2 } <= nil
    end), pcall(function()
    return {}
        < 5
    end), pcall(function()
    local a = nil
    return a
        + 1
    end))"""
    # A number in arithmetic is part of the instruction, which stands with the other operand.
    assert run(program.replace("), pcall", "))\nprint(pcall")) == [
        "false\tcase:4: attempt to perform arithmetic (add) on number and nil",
        "false\tcase:8: attempt to compare table <= nil",
        "false\tcase:12: attempt to compare table < number",
        "false\tcase:16: attempt to perform arithmetic (add) on nil and number",
    ]


def test_a_negative_number_is_part_of_the_instruction_too(run):
    program = "print(pcall(function()\nlocal t = {} return t.x\n+ -1\nend))"
    assert run(program) == ["false\tcase:2: attempt to perform arithmetic (add) on nil and number"]
