"""How templates are filled: names, scopes, prefixes, indentation."""

from bridge.tools.strategies.grammar import Forms, Grammar, Writer

GRAMMAR = Grammar({"n": Forms(("7",), ("$n + $n",))}, Forms(("print($n)",)), {})


def writer(*choices):
    rest = iter(choices)
    return Writer(lambda _strategy: next(rest, 0), GRAMMAR)


def test_a_name_of_a_template_is_the_same_throughout():
    assert writer().fill("local @a, @b = @a", 1) == "local a1, b2 = a1"


def test_a_name_is_visible_at_once_and_not_afterwards():
    one = writer(0, 0)
    assert one.fill("local @a:n = $n", 1) == "local a1 = a1"
    assert one.scope == []


def test_an_exported_name_is_visible_after_its_statement():
    one = writer()
    assert one.fill("local ^a:n = $n", 1) == "local a1 = 7"
    assert one.scope == []
    one.publish()
    assert one.scope == [("n", "a1")]


def test_what_is_no_name_is_indexed_and_called_in_parentheses():
    assert writer(1).fill("$n.x", 1) == "(7).x"
    assert writer(0).fill("for @a:n do $n.x", 1) == "for a1 do a1.x"


def test_two_dots_are_no_index():
    assert writer().fill("$n .. $n", 1) == "7 .. 7"


def test_a_variable_that_is_missing_is_a_global_with_a_value():
    grammar = Grammar({"n": Forms(("7", "8"))}, Forms(("print()",)), {})
    one = Writer(lambda _strategy: 0, grammar)
    assert one.fill("$N = 1", 1) == "Gn = 1"
    assert one.globals == {"Gn": "8"}


def test_blocks_are_indented_as_their_hole():
    # One choice before each statement, one to leave a variable alone, one for the form.
    assert writer(1, 0, 1, 1, 0, 0).fill("do\n\t$B\nend", 1) == "do\n\tprint(7)\n\tprint(7)\nend"


def test_depth_ends_at_leaves():
    one = Writer(lambda strategy: 1, GRAMMAR)
    assert one.expression("n", 2).count("+") <= 3
    assert Writer(lambda strategy: 0, GRAMMAR).expression("n", 0) == "7"
