"""Globs of project files: each form, by what it matches and what it leaves alone."""

import pytest

from bridge.project.globs import glob_matches


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("a.lua", ["a.lua"], ["b/a.lua", "a.luau", "aXlua"]),
        ("**/*.spec.lua", ["a.spec.lua", "x/y/a.spec.lua"], ["a.lua", "spec.lua"]),
        ("src/**", ["src/a", "src/a/b"], ["src", "lib/src/a"]),
        ("src/**/x.lua", ["src/x.lua", "src/a/b/x.lua"], ["src/ax.lua", "x.lua"]),
        ("**", ["a", "a/b"], []),
        ("src/*.lua", ["src/a.lua", "src/deep/a.lua"], ["a.lua"]),
        ("?.lua", ["a.lua"], ["ab.lua"]),
        ("**/*.{spec,test}.lua", ["a.test.lua", "x/a.spec.lua"], ["a.lua", "a.{spec,test}.lua"]),
        ("[ab]/[!c-e]", ["a/f", "b/x"], ["c/f", "a/d"]),
        ("a\\*", ["a*"], ["ab", "a"]),
        ("a,b}", ["a,b}"], ["a", "b"]),
    ],
)
def test_globs_match_what_globset_matches(pattern, matching, other):
    assert [path for path in matching if not glob_matches(path, pattern)] == []
    assert [path for path in other if glob_matches(path, pattern)] == []
