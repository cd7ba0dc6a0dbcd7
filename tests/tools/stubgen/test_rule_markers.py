"""The reader of rule markers, on small sources."""

import pytest

from bridge.tools.stubgen.rule_markers import Marker, markers_of, read_markers

HEAD = "import pytest\n"


def marker(text: str) -> Marker:
    (found,) = markers_of(HEAD + text, "a/test_b.py")
    return found


def test_a_marker_has_names_source_and_place() -> None:
    assert marker(
        '@pytest.mark.rule("A.B", "c.d", source="CD-ERR")\ndef test_x(): pass\n'
    ) == Marker(("A.B", "c.d"), "CD-ERR", "a/test_b.py", "test_x", 2)


def test_functions_that_are_no_tests_have_no_markers() -> None:
    assert markers_of(f"{HEAD}@pytest.mark.rule('A')\ndef helper(): pass\n", "t.py") == []


def test_markers_of_a_module_and_of_a_class_hold_for_their_tests() -> None:
    found = markers_of(
        HEAD
        + """
pytestmark = [pytest.mark.slow, pytest.mark.rule("m", source="s")]
@pytest.mark.rule("c", source="s")
class TestThing:
    @pytest.mark.rule("f", source="s")
    def test_x(self): pass
def test_y(): pass
""",
        "t.py",
    )
    assert [(each.test, each.names[0]) for each in found] == [
        ("TestThing.test_x", "m"),
        ("TestThing.test_x", "c"),
        ("TestThing.test_x", "f"),
        ("test_y", "m"),
    ]


def test_a_row_of_parameters_has_a_marker_of_its_own() -> None:
    found = markers_of(
        HEAD
        + """
@pytest.mark.parametrize("n", [
    pytest.param(1, marks=pytest.mark.rule("one", source="s")),
    pytest.param(2, marks=pytest.mark.rule("two", source="s")),
])
def test_x(n): pass
""",
        "t.py",
    )
    assert [each.names for each in found] == [("one",), ("two",)]


@pytest.mark.parametrize(
    ("decorators", "servers"),
    [
        ("@pytest.mark.rule('A', servers=3)", (3,)),
        ("@pytest.mark.rule('A', servers=(50, 1))", (1, 50)),
        ("@pytest.mark.rule('A')", ()),
        ("@pytest.mark.rule('A')\n@pytest.mark.parametrize('servers', [3, 1, 50])", (1, 3, 50)),
        (
            "@pytest.mark.rule('A')\n"
            "@pytest.mark.parametrize(('x', 'servers'), [(9, 1), pytest.param(8, 3)])",
            (1, 3),
        ),
        ("@pytest.mark.rule('A')\n@pytest.mark.parametrize('x, servers', [(9, 1)])", (1,)),
        # An explicit number is what the test says; parameters are read only without one.
        ("@pytest.mark.rule('A', servers=7)\n@pytest.mark.parametrize('servers', [3])", (7,)),
        ("@pytest.mark.rule('A')\n@pytest.mark.parametrize('players', [3])", ()),
    ],
)
def test_servers_come_from_the_marker_or_from_the_parameters(decorators, servers) -> None:
    assert marker(f"{decorators}\ndef test_x(): pass\n").servers == servers


@pytest.mark.parametrize("written", ["NAME", "f'{x}.y'", "*NAMES"])
def test_a_name_that_is_no_literal_is_kept_as_written(written) -> None:
    assert marker(f"@pytest.mark.rule({written})\ndef test_x(): pass\n").names == (written,)


def test_files_are_read_in_the_order_of_their_paths(tmp_path) -> None:
    for name in ("b/test_2.py", "a/test_1.py", "a/helper.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("@pytest.mark.rule('A')\ndef test_x(): pass\n")
    assert [each.file for each in read_markers(tmp_path)] == ["a/test_1.py", "b/test_2.py"]
