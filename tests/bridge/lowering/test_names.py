"""Uses of variables."""


def test_globals_stand_on_their_own_line(body):
    assert body("f(\na,\nb)") == " f(\na, \nb)"


def test_locals_do_not_need_a_line(body):
    assert body("local a, b\nf(\na,\nb)") == " local a, b\nf(a, b)\n\n"


def test_operands_give_their_lines_as_luau_does(run):
    program = """local up = nil
print(pcall(function()
    return 1
        + up
end))
print(pcall(function(n)
    return n
        + n
end))
print(pcall(function()
    return 1
        + missing
end))"""
    assert run(program) == [
        "false\tcase:4: attempt to perform arithmetic (add) on number and nil",
        "false\tcase:7: attempt to perform arithmetic (add) on nil",
        "false\tcase:12: attempt to perform arithmetic (add) on number and nil",
    ]


def test_a_local_called_goto_is_a_local(run):
    assert run("local goto = 1 goto += 1 print(goto)") == ["2"]
