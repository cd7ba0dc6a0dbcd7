"""What holds for the files of a project: inherited globs, own rules, folders read once."""

from pathlib import Path

import pytest

from bridge.errors import ProjectError
from bridge.project.context import Context, Entries, context_of, prefix_of


@pytest.mark.parametrize(
    ("folder", "base", "prefix"),
    [
        ("/p", "/p", ""),
        ("/p/a/b", "/p", "a/b/"),
        ("/p/t/..", "/p/t", "../"),
        ("/q", "/p", None),
        ("/pq", "/p", None),
    ],
)
def test_entries_are_named_relative_to_the_project_as_written(folder, base, prefix):
    assert prefix_of(Path(folder), Path(base)) == prefix


def test_globs_are_inherited_and_rules_are_not():
    outer = context_of(
        Path("/p/default.project.json"),
        {
            "globIgnorePaths": ["*.md"],
            "syncRules": [{"pattern": "*.x", "use": "text"}],
            "emitLegacyScripts": False,
        },
        Context(),
    )
    inner = context_of(Path("/p/n/default.project.json"), {"globIgnorePaths": ["a"]}, outer)
    assert inner.ignored == ((Path("/p"), "*.md"), (Path("/p/n"), "a"))
    assert (len(outer.rules), inner.rules) == (1, ())
    assert (outer.legacy, inner.legacy) == (False, True)
    assert inner.prefixes(Path("/p/n/src")) == (("n/src/", "*.md"), ("src/", "a"))
    assert inner.prefixes(Path("/p/m")) == (("m/", "*.md"),)


def test_a_folder_is_told_from_its_files(write):
    folder = write({"a/x": "", "b.luau": ""})
    assert Entries.of(folder) == Entries(frozenset({"a"}), frozenset({"b.luau"}))
    with pytest.raises(ProjectError, match="gone: cannot be read"):
        Entries.of(folder / "gone")
