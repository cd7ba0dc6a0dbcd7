"""Declarations of locals."""


def test_forms(assert_pairs):
    assert_pairs("local_statement")


def test_values_see_the_outer_variables(run):
    assert run("local x, y = 1, 2 local y, x = x, y print(x, y)") == ["2\t1"]
