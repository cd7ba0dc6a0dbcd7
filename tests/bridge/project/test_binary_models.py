"""Binary models: the tree they hold, compressed or not, and files that are broken."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.errors import ProjectError
from bridge.project.binary_models import binary_model, read_binary


@pytest.fixture
def classes(strings):
    return [
        ("Folder", [0, 3], {"Name": strings("Box", "Inner")}),
        ("ModuleScript", [1], {"Name": strings("M"), "Source": strings("return 'é'")}),
        ("ObjectValue", [2], {"Name": strings("V"), "Value": b"\x13\0\0\0\x02"}),
    ]


PARENTS = [(1, 0), (3, 0), (2, 3), (0, -1)]


def literals(content):
    """LZ4 without matches."""
    count, out = len(content), bytearray()
    if count < 15:
        out.append(count << 4)
    else:
        out.append(0xF0)
        rest = count - 15
        while rest >= 255:
            out.append(255)
            rest -= 255
        out.append(rest)
    return bytes(out) + content


@pytest.mark.parametrize("compress", [None, literals])
def test_a_model_is_a_tree_under_the_name_of_its_file(write, binary, classes, compress):
    folder = write({"m.rbxm": binary(classes, PARENTS, compress=compress)})
    root = binary_model(folder / "m.rbxm", "m")
    assert (root.name, root.class_name, root.path) == ("m", "Folder", folder / "m.rbxm")
    assert [(name, node.class_name) for name, node in root.walk()] == [
        ("M", "ModuleScript"),
        ("Inner", "Folder"),
        ("Inner.V", "ObjectValue"),
    ]
    assert root.find("M").source.text == "return 'Ã©'"
    assert root.find("Inner.V").properties == {"Value": {"Ref": "1"}}
    assert root.find("M").referent == "1"


def test_shared_strings(write, binary, strings):
    column = b"\x1c\0\0\0\x01"
    part = ("Folder", [0], {"Name": strings("x"), "Tags": column})
    folder = write({"m.rbxm": binary([part], [(0, -1)], shared=[b"no", b"tag\0other"])})
    assert binary_model(folder / "m.rbxm", "m").tags == ["tag", "other"]


def test_several_instances_at_the_top_are_for_places(write, binary, strings):
    pair = ("Folder", [0, 1], {"Name": strings("a", "b")})
    folder = write({"m.rbxm": binary([pair], [(0, -1), (1, -1)])})
    assert [node.name for node in read_binary(folder / "m.rbxm")] == ["a", "b"]
    with pytest.raises(ProjectError, match=r"m\.rbxm: .* this one has 2; put them into a Folder"):
        binary_model(folder / "m.rbxm", "m")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data[:60], "the data is cut off"),
        (lambda data: b"rubbish", "is no Roblox model or place"),
        (lambda data: b"<roblox version='4'/>", r"is an XML file; its name should end in \.rbxmx"),
        (
            lambda data: data.replace(b"\x13\0\0\0\x02", b"\x05\0\0\0\x02"),
            r"ObjectValue\.Value: .*cut off",
        ),
    ],
)
def test_broken_files_are_named(write, binary, classes, change, problem):
    folder = write({"m.rbxm": change(binary(classes, PARENTS))})
    with pytest.raises(ProjectError, match=r"m\.rbxm: " + problem):
        binary_model(folder / "m.rbxm", "m")


@pytest.mark.parametrize(
    ("parents", "problem"),
    [
        ([(0, -1)], "the tree does not name every instance once"),
        ([(0, -1), (1, 9), (2, 0), (3, 0)], "names the instance 9, which does not exist"),
        ([(0, 1), (1, 0), (2, 0), (3, 0)], "nested more than 200 deep, or in a circle"),
    ],
)
def test_broken_trees_are_named(write, binary, classes, parents, problem):
    folder = write({"m.rbxm": binary(classes, parents)})
    with pytest.raises(ProjectError, match=r"m\.rbxm: .*" + problem):
        read_binary(folder / "m.rbxm")


@pytest.mark.parametrize(("depth", "accepted"), [(199, True), (200, True), (201, False)])
def test_depth_has_a_limit(write, binary, depth, accepted):
    chain = [(n, n - 1) for n in range(depth)]
    folder = write({"m.rbxm": binary([("Folder", list(range(depth)), {})], chain)})
    if accepted:
        assert len(read_binary(folder / "m.rbxm")) == 1
    else:
        with pytest.raises(ProjectError, match="nested more than 200 deep"):
            read_binary(folder / "m.rbxm")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.integers(32, 400), byte=st.integers(0, 255))
def test_a_changed_byte_never_does_worse_than_a_refusal(write, binary, classes, at, byte):
    data = bytearray(binary(classes, PARENTS))
    data[at % len(data)] = byte
    folder = write({"m.rbxm": bytes(data)})
    try:
        read_binary(folder / "m.rbxm")
    except ProjectError as problem:
        assert "m.rbxm: " in str(problem)
