"""Data files as modules: what the Luau they become returns, run in a VM."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import ProjectError
from bridge.project import data_modules
from bridge.project.data_modules import json_source, luau_source, toml_source, yaml_source
from bridge.vm import VM

SCALARS = st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text()
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.text(), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)
MACHINE = VM()


def plain(value):
    if hasattr(value, "items"):
        pairs = dict(value.items())
        if set(pairs) == set(range(1, len(pairs) + 1)):
            return [plain(pairs[at]) for at in range(1, len(pairs) + 1)]
        return {key: plain(each) for key, each in pairs.items()}
    return value


def returned(source):
    (value,) = MACHINE.run(source)
    return plain(value)


@settings(deadline=None)  # every value is a program that a VM compiles
@given(value=TREES)
def test_the_module_returns_the_value(value):
    assert returned(luau_source(value)) == value


def test_keys_stay_in_their_order():
    assert luau_source({"b": 1, "a": [False]}) == 'return {["b"] = 1, ["a"] = {false}}'


def test_nothing_and_the_extremes_of_numbers():
    assert luau_source({"a": None, "b": [1, None]}) == 'return {["a"] = nil, ["b"] = {1, nil}}'
    assert returned(luau_source([float("inf"), -float("inf"), 2**60])) == [
        float("inf"),
        -float("inf"),
        float(2**60),
    ]
    assert returned("local n = (function() " + luau_source(float("nan")) + " end)() return n ~= n")


def test_json_modules_may_have_comments(write):
    folder = write({"a.json": '{"x": 1} // one'})
    assert returned(json_source(folder / "a.json")) == {"x": 1}


def test_toml_dates_are_strings(write):
    folder = write(
        {
            "a.toml": "n = 1.5\nlist = [1, 2]\nat = 1979-05-27T07:32:00Z\nday = 1979-05-27\n"
            'time = 07:32:00\nbig = inf\n[table]\n"odd key" = true\n'
        }
    )
    assert returned(toml_source(folder / "a.toml")) == {
        "n": 1.5,
        "list": [1, 2],
        "at": "1979-05-27T07:32:00Z",
        "day": "1979-05-27",
        "time": "07:32:00",
        "big": float("inf"),
        "table": {"odd key": True},
    }


def test_broken_toml_is_named(write):
    folder = write({"a.toml": "n = \n"})
    with pytest.raises(ProjectError, match=r"a\.toml: not valid TOML: .*line 1"):
        toml_source(folder / "a.toml")


def test_yaml_is_read_by_the_rules_of_yaml_1_2(write):
    pytest.importorskip("yaml", reason="pyyaml is an optional dependency")
    folder = write(
        {
            "a.yml": "answer: yes\nflag: true\noctal: 010\nhex: 0x10\nwhen: 2020-01-01\nempty:\n"
            "list: [a, 1.5, -3, .inf]\nnumber: 1_000\ntext: '7'\n1: one\n"
        }
    )
    assert returned(yaml_source(folder / "a.yml")) == {
        "answer": "yes",
        "flag": True,
        "octal": 10,
        "hex": 16,
        "when": "2020-01-01",
        "list": ["a", 1.5, -3, float("inf")],
        "number": "1_000",
        "text": "7",
        1: "one",
    }


@pytest.mark.parametrize(("maximum", "accepted"), [(5, False), (6, True), (7, True)])
def test_aliases_of_yaml_do_not_grow_without_end(write, monkeypatch, maximum, accepted):
    pytest.importorskip("yaml", reason="pyyaml is an optional dependency")
    monkeypatch.setattr(data_modules, "VALUES_MAX", maximum)
    path = write({"a.yml": "- &one [1]\n- *one\n- 2\n"}) / "a.yml"
    if accepted:
        assert returned(yaml_source(path)) == [[1], [1], 2]
    else:
        with pytest.raises(ProjectError, match="expand to more than 5 values"):
            yaml_source(path)


def test_broken_yaml_is_named(write):
    pytest.importorskip("yaml", reason="pyyaml is an optional dependency")
    folder = write({"a.yml": "a: [1\n"})
    with pytest.raises(ProjectError, match=r"a\.yml: not valid YAML"):
        yaml_source(folder / "a.yml")


def test_without_the_package_yaml_is_refused_with_the_next_step(write, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    folder = write({"a.yml": "a: 1\n"})
    with pytest.raises(ProjectError, match=r"a\.yml: .* install luau-bridge\[models\]"):
        yaml_source(folder / "a.yml")
