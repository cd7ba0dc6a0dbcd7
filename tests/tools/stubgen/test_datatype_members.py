"""The generated list of the members of datatypes."""

from __future__ import annotations

import json
from pathlib import Path

from bridge.tools.stubgen.datatype_members import DEFAULT_OUTPUT, generate, main, read_members

NUMBER = {"Category": "Primitive", "Name": "number"}
INDEX = {
    "Sources": {"StudioVersion": "1.2"},
    "DataTypes": [
        {
            "Name": "Pair",
            "Members": [
                {"MemberType": "Constructor", "Name": "new"},
                {"MemberType": "Constructor", "Name": "new"},
                {"MemberType": "Constant", "Name": "zero"},
                {"MemberType": "Property", "Name": "zero"},
                {"MemberType": "Property", "Name": "X"},
                {"MemberType": "Method", "Name": "Abs"},
                {"MemberType": "Operator", "Name": "*", "TypeA": {"Name": "Pair"}, "TypeB": NUMBER},
            ],
        },
        {"Name": "Empty", "Members": []},
    ],
}


def test_a_type_is_one_line_of_marked_words() -> None:
    assert generate(json.dumps(INDEX).encode()).splitlines()[2:] == [
        "Empty:",
        "Pair: .new .zero #X :Abs *(Pair,number)",
    ]


def test_the_list_is_read_back() -> None:
    members = read_members(generate(json.dumps(INDEX).encode()))
    assert members == {"Empty": (), "Pair": (".new", ".zero", "#X", ":Abs", "*(Pair,number)")}


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    index, output = tmp_path / "index.json", tmp_path / "members.txt"
    index.write_text(json.dumps(INDEX))
    assert main([str(index), str(output)]) == 0
    assert output.read_text() == generate(index.read_bytes())
    assert main([]) == 2


def test_the_committed_list_knows_the_types_scripts_use() -> None:
    members = read_members(DEFAULT_OUTPUT.read_text(encoding="utf-8"))
    assert ":ToEulerAngles" in members["CFrame"]
    assert "//(Vector3,number)" in members["Vector3"]
