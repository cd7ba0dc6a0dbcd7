"""Projects: whatever a file holds, loading it works or says what is wrong with which file."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import ProjectError
from bridge.instances.class_table import class_table
from bridge.project import load_project
from bridge.stubs.property_forms import FormProblem, attribute_form, property_form

WORDS = st.sampled_from(
    [
        "$path", "$className", "$properties", "$attributes", "$id", "name", "tree", "className",
        "children", "properties", "attributes", "id", "filePaths", "Source", "Tags", "Attributes",
        "optional", "syncRules", "globIgnorePaths", "placeId", "servePlaceIds", "pattern", "use",
        "emitLegacyScripts", "aliases", "Folder", "DataModel", "Part", "Workspace", "src", "text",
        "ModuleScript", "Vector3", "CFrame", "keypoints", "Font", "Enum", "Ref", "a.luau", "[a",
    ]
)  # fmt: skip
SCALARS = (
    st.none() | st.booleans() | st.integers(-3, 400) | WORDS | st.text(max_size=3)
    | st.floats(allow_nan=False, allow_infinity=False)
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(WORDS | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=20,
)
TREE = st.dictionaries(WORDS, VALUES, max_size=5)
FILES = st.sampled_from(
    [
        "default.project.json", "sourcemap.json", "src/init.meta.json", "src/m.model.json",
        "src/m.meta.json", "src/n.project.json", ".luaurc", "src/d.json",
    ]
)  # fmt: skip
PROJECT = {"name": "P", "tree": {"$className": "DataModel", "Workspace": {"$path": "src"}}}


def loads_or_says(folder: Path, name: str) -> None:
    """Load; a refusal names a file."""
    try:
        load_project(folder / name)
    except ProjectError as problem:
        assert str(folder) in str(problem)


@settings(deadline=None, max_examples=100)
@given(name=FILES, value=VALUES, tree=TREE)
def test_any_json_in_any_file_loads_or_is_named(name: str, value: object, tree: object) -> None:
    if name.endswith(".project.json") and isinstance(value, dict):
        value = {**value, "tree": tree}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "src").mkdir()
        (folder / "src" / "m.luau").write_text("return 1")
        (folder / "default.project.json").write_text(json.dumps(PROJECT))
        (folder / name).write_text(json.dumps(value))
        loads_or_says(folder, "sourcemap.json" if name == "sourcemap.json" else "")


@settings(deadline=None, max_examples=100)
@given(ending=st.sampled_from(["rbxm", "rbxmx", "rbxl", "rbxlx", "csv", "toml", "json"]),
       data=st.binary(max_size=80), head=st.sampled_from([b"", b"<roblox!\x89\xff\r\n\x1a\n",
       b'<roblox version="4">', b"Key,es\n", b"a = "]))  # fmt: skip
def test_any_bytes_in_any_file_load_or_are_named(ending: str, data: bytes, head: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "src").mkdir()
        (folder / "default.project.json").write_text(json.dumps(PROJECT))
        (folder / "src" / f"m.{ending}").write_bytes(head + data)
        loads_or_says(folder, f"src/m.{ending}" if ending in ("rbxl", "rbxlx") else "")


TYPES = [
    "bool", "int", "int64", "float", "double", "string", "ContentId", "Content", "Vector2",
    "Vector3", "CFrame", "Color3", "UDim", "UDim2", "Rect", "Ray", "NumberRange", "Font",
    "NumberSequence", "ColorSequence", "BrickColor", "Axes", "Faces", "PhysicalProperties",
    "Enum.Material", "Class.BasePart", "Region3int16", "DateTime", "BinaryString",
]  # fmt: skip
FORMS = st.sampled_from(
    [
        "Bool", "Int32", "Float64", "String", "BinaryString", "Vector3", "CFrame", "Color3uint8",
        "NumberSequence", "ColorSequence", "Font", "Enum", "EnumItem", "Ref", "PhysicalProperties",
        "Content", "Tags", "OptionalCFrame", "Faces", "Rect",
    ]
)  # fmt: skip


@pytest.mark.parametrize("type_name", TYPES)
@settings(deadline=None, max_examples=25)
@given(written=VALUES | st.dictionaries(FORMS, VALUES, min_size=1, max_size=1))
def test_any_value_for_any_type_is_one_or_is_refused(type_name: str, written: object) -> None:
    for form in (lambda: property_form(class_table(), type_name, written),
                 lambda: attribute_form(class_table(), written)):  # fmt: skip
        try:
            form()
        except FormProblem as problem:
            assert str(problem)
