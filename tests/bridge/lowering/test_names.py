"""Uses of variables."""


def test_globals_stand_on_their_own_line(body):
    assert body("f(\na,\nb)") == " f(\na, \nb)"


def test_locals_do_not_need_a_line(body):
    assert body("local a, b\nf(\na,\nb)") == " local a, b\nf(a, b)\n\n"


def test_a_local_called_goto_is_a_local(run):
    assert run("local goto = 1 goto += 1 print(goto)") == ["2"]
