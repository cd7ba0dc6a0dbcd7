"""Projects: any tree written to disk by Rojo's rules, or into a model file, loads as it was."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.project import ProjectNode, load_project
from bridge.tools.simulation import Universe

NAMES = st.text("ab.- é中🙂'\"&<>", min_size=1, max_size=6).filter(
    lambda name: name.strip() == name and name not in (".", "..") and not name.endswith(".meta")
)
SOURCES = st.text("abc\n\t \"'é]", max_size=12)
VALUES = st.booleans() | st.integers(-5, 5) | st.text("xyzé", max_size=4)

SUFFIXES = {
    "ModuleScript": (".luau", ".lua"),
    "Script": (".server.luau", ".server.lua"),
    "LocalScript": (".client.luau", ".client.lua"),
}


@dataclass
class Item:
    """One instance to be written, and what it must load as."""

    name: str
    kind: str
    text: str = ""
    suffix: int = 0
    values: dict[str, object] = field(default_factory=dict)
    children: list[Item] = field(default_factory=list)

    @property
    def class_name(self) -> str:
        return {"Text": "StringValue"}.get(self.kind, self.kind)

    @property
    def file_name(self) -> str:
        """The entry of its folder."""
        if self.children or self.kind == "Folder":
            return self.name
        return self.name + self.ending

    @property
    def ending(self) -> str:
        return ".txt" if self.kind == "Text" else SUFFIXES[self.kind][self.suffix]


def stems(items: list[Item]) -> bool:
    """Whether no file or meta file of one is taken for another's."""
    endings = (".server", ".client", ".plugin", ".model", ".project", ".meta")
    return len({item.name for item in items}) == len(items) and not any(
        item.name.endswith(endings) or item.name == "init" or item.name.startswith("init.")
        for item in items
    )


LEAVES = st.builds(
    Item,
    NAMES,
    st.sampled_from(["Folder", "ModuleScript", "Script", "LocalScript", "Text"]),
    SOURCES,
    st.integers(0, 1),
    st.dictionaries(st.sampled_from(["a", "b"]), VALUES, max_size=2),
)


def branches(inner: st.SearchStrategy[Item]) -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        NAMES,
        st.sampled_from(["Folder", "ModuleScript", "Script", "LocalScript"]),
        SOURCES,
        st.integers(0, 1),
        st.dictionaries(st.sampled_from(["a", "b"]), VALUES, max_size=2),
        st.lists(inner, max_size=3).filter(stems),
    )


TREES = st.lists(st.recursive(LEAVES, branches, max_leaves=8), max_size=4).filter(stems)


def write(item: Item, folder: Path) -> None:
    """An item as Rojo would have it on disk."""
    here = folder / item.name
    meta = json.dumps({"attributes": item.values})
    if item.children or item.kind == "Folder":
        here.mkdir()
        if item.kind != "Folder":
            (here / f"init{item.ending}").write_text(item.text, encoding="utf-8", newline="")
        if item.values:
            (here / "init.meta.json").write_text(meta)
        for child in item.children:
            write(child, here)
        return
    (folder / item.file_name).write_text(item.text, encoding="utf-8", newline="")
    if item.values:
        (folder / f"{item.name}.meta.json").write_text(meta)


def expected(items: list[Item]) -> list[object]:
    """What a list of items is as loaded nodes, in their order."""
    return [
        (
            item.name,
            item.class_name,
            item.text if item.kind != "Folder" else None,
            item.values,
            expected(item.children),
        )
        for item in sorted(items, key=lambda item: item.file_name)
    ]


def described(nodes: list[ProjectNode]) -> list[object]:
    found: list[object] = []
    for node in nodes:
        text: object = node.properties.get("Value")
        if node.source is not None:
            text = node.source.text.encode("latin-1").decode()
        values = {
            name: next(iter(value.values())) if isinstance(value, dict) else value
            for name, value in node.attributes.items()
        }
        text = next(iter(text.values())) if isinstance(text, dict) else text
        found.append((node.name, node.class_name, text, values, described(node.children)))
    return found


@settings(deadline=None)
@given(items=TREES)
def test_a_tree_on_disk_loads_as_it_is(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "src").mkdir()
        for item in items:
            write(item, folder / "src")
        tree = {"$className": "DataModel", "Workspace": {"$path": "src"}}
        (folder / "default.project.json").write_text(json.dumps({"tree": tree}))
        workspace = load_project(folder).find("Workspace")
        assert workspace is not None
        assert described(workspace.children) == expected(items)


def xml_of(item: Item) -> str:
    """An item of an XML model; files keep order and have no text but that of properties."""
    text = escape(item.text)
    value = {
        "Folder": "",
        "Text": f'<string name="Value">{text}</string>',
    }.get(item.kind, f'<ProtectedString name="Source">{text}</ProtectedString>')
    inner = "".join(map(xml_of, item.children))
    return (
        f'<Item class={quoteattr(item.class_name)} referent="R"><Properties>'
        f'<string name="Name">{escape(item.name)}</string>{value}</Properties>{inner}</Item>'
    )


def in_file_order(items: list[Item]) -> list[object]:
    return [
        (
            item.name,
            item.class_name,
            item.text if item.kind != "Folder" else None,
            {},
            in_file_order(item.children),
        )
        for item in items
    ]


@settings(deadline=None)
@given(items=TREES)
def test_a_tree_in_an_xml_model_loads_as_it_is(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "m.rbxmx"
        inner = "".join(map(xml_of, items))
        root = f'<Item class="Folder" referent="R"><Properties/>{inner}</Item>'
        file.write_text(f'<roblox version="4">{root}</roblox>', encoding="utf-8")
        model = load_project(file).find("ReplicatedStorage.m")
        assert model is not None
        assert described(model.children) == in_file_order(items)


STEPS = st.lists(
    st.sampled_from(["a", "b", "a b", "ServerStorage", "Main", "..", ".", ""]), max_size=5
)
PREFIXES = st.sampled_from(["./", "../", "@self/", "@game/", "@GAME/", "x/", ""])


@settings(deadline=None)
@given(prefix=PREFIXES, steps=STEPS, shape=st.integers(0, 15))
def test_string_paths_walk_the_tree_as_a_simple_model_does(
    prefix: str, steps: list[str], shape: int
) -> None:
    """engine.md d.3: each component is a child's name, `..` the parent; nothing is waited for."""
    names = [name for at, name in enumerate(["a", "b", "a b"]) if shape >> at & 1]
    modules = {f"ServerStorage.{name}": f"return 'S.{name}'" for name in names}
    modules |= {f"ServerStorage.{name}.a": f"return 'S.{name}.a'" for name in names}
    modules["ServerStorage.Main"] = "return function(path) return require(path) end"
    server = Universe().start_server(scripts={}, modules=modules)
    path = prefix + "/".join(steps)
    outcome = server.run(
        "local ok, value = pcall(require(game.ServerStorage.Main), (...)) "
        "return ok, if type(value) == 'function' then 'Main' else value",
        path,
    )
    assert (outcome[1] if outcome[0] else None) == walked(path, modules)


def walked(path: str, modules: dict[str, str]) -> object:
    """What the path requires by the documented rules; None where it is an error."""
    places = {"", "ServerStorage"} | set(modules)
    start, _, rest = path.partition("/")
    if path.startswith(("./", "../")):
        here, rest = ["ServerStorage"], path
    elif start.lower() in ("@self", "@game"):
        here = [] if start.lower() == "@game" else ["ServerStorage", "Main"]
    else:
        return None
    for step in rest.split("/"):
        if step in ("", "."):
            continue
        if step == ".." and not here:
            return None
        here = here[:-1] if step == ".." else [*here, step]
        if ".".join(here) not in places:
            return None
    source = modules.get(".".join(here))
    if source is None or "function" in source:
        return source and "Main"
    return source.removeprefix("return '").removesuffix("'")
