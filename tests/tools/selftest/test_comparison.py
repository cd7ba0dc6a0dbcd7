"""What differs between Studio's run of the place and ours."""

from bridge.tools.selftest import Result, compare, render_comparison


def result(name, seen, kind="check", outcome="ok", source="CD-ERR"):
    return Result(name, kind, outcome, source, "expected", seen)


def by_id(*results):
    return {each.id: each for each in results}


THERE = by_id(
    result("a", "1"),
    result("b", "2"),
    result("q", "nil", "probe", "different", "another version's source"),
    result("p", "3", "probe"),
    result("s", "no player", outcome="skipped"),
    result("gone", "4"),
)
HERE = by_id(
    result("a", "1"),
    result("b", "5"),
    result("q", "error", "probe", "ok", "open: UpdateAsync"),
    result("p", "3", "probe"),
    result("s", "6"),
    result("new", "7"),
)


def test_cases_are_sorted_by_what_both_saw():
    found = compare(THERE, HERE)
    assert [(a.seen, b.seen) for a, b in found.different] == [("2", "5"), ("nil", "error")]
    assert [each.id for each in found.same] == ["a", "p"]
    assert [each.id for each in found.skipped] == ["s"]
    assert found.unknown == ("gone",)


def test_what_is_skipped_here_is_not_compared():
    found = compare(by_id(result("a", "1")), by_id(result("a", "x", outcome="skipped")))
    assert not found.different
    assert not found.skipped
    assert [each.seen for each in found.not_here] == ["x"]
    assert "1 skipped here: x (a)" in render_comparison(found)


def test_the_page_names_each_difference_with_our_source():
    assert render_comparison(compare(THERE, HERE)).splitlines() == [
        "b (fact; source: CD-ERR)",
        "  there: 2",
        "  here:  5",
        "q (open question; source: open: UpdateAsync)",
        "  there: nil",
        "  here:  error",
        "1 skipped there: no player (s)",
        "unknown here: gone",
        "4 compared: 2 alike (1 of them open questions), 2 different (1 of them open questions)",
    ]


def test_a_run_compared_with_itself_differs_in_nothing():
    assert not compare(HERE, HERE).different
