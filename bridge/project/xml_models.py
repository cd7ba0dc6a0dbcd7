"""XML models and places: `.rbxmx` and `.rbxlx` files.

Source of the format: rbx-dom's document "Roblox XML Model Format". Document types and entities are
refused: no such file needs them, and they are how XML files attack their readers. Property types
that no script can see are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NoReturn
from xml.parsers import expat

from bridge.errors import ProjectError
from bridge.project.model_nodes import model_node, root_of
from bridge.project.orientations import FONT_WEIGHTS
from bridge.project.tree import ProjectNode

__all__ = ["read_xml", "xml_model"]

DEPTH_MAX: Final = 200
"""Nested elements; deeper files are refused instead of exhausting the stack."""


class _Element:
    """One element: its name, attributes, text and children."""

    __slots__ = ("attributes", "children", "tag", "texts")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.texts: list[str] = []
        self.children: list[_Element] = []

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def child(self, tag: str) -> _Element | None:
        return next((child for child in self.children if child.tag == tag), None)

    def number(self, tag: str) -> float:
        found = self.child(tag)
        return 0.0 if found is None else _number(found.text)

    def numbers(self, *tags: str) -> list[float]:
        return [self.number(tag) for tag in tags]


def _parse(data: bytes, path: Path) -> _Element:
    """The tree of an XML file.

    Raises:
        ProjectError: it is no XML, or uses what is refused.
    """
    top = _Element("", {})
    stack = [top]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEPTH_MAX:
            raise ProjectError(f"{path}: elements are nested more than {DEPTH_MAX} deep")
        element = _Element(tag, attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def refuse(*_: object) -> NoReturn:
        raise ProjectError(f"{path}: a model file may not declare document types or entities")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _tag: stack.pop()
    parser.CharacterDataHandler = lambda text: stack[-1].texts.append(text)
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        where = f"{path}:{problem.lineno}:{problem.offset + 1}"
        raise ProjectError(f"{where}: not valid XML: {expat.ErrorString(problem.code)}") from None
    return top.children[0]


def xml_model(path: Path, name: str) -> ProjectNode:
    """The node of a `.rbxmx` file, under a name.

    Raises:
        ProjectError: the file is broken, or holds not exactly one instance at the top.
    """
    return root_of(read_xml(path), path, name)


def read_xml(path: Path) -> list[ProjectNode]:
    """The instances at the top of an XML model or place.

    Raises:
        ProjectError: the file is broken; the text gives file, line and column.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ProjectError(f"{path}: cannot be read: {problem.strerror}") from problem
    if data.startswith(b"<roblox!"):
        raise ProjectError(f"{path}: is a binary file; its name should end in .rbxm or .rbxl")
    document = _parse(data, path)
    if document.tag != "roblox":
        raise ProjectError(f"{path}: is no Roblox file: its first element is <{document.tag}>")
    version = document.attributes.get("version")
    if version != "4":
        raise ProjectError(f"{path}: is of version {version}, only version 4 is known")
    shared = {
        each.attributes.get("md5", ""): each.text
        for strings in document.children
        if strings.tag == "SharedStrings"
        for each in strings.children
    }
    return [_node(item, path, shared) for item in document.children if item.tag == "Item"]


def _node(item: _Element, path: Path, shared: dict[str, str]) -> ProjectNode:
    class_name = item.attributes.get("class")
    if not class_name:
        raise ProjectError(f"{path}: an Item has no class")
    listed = item.child("Properties")
    properties = [] if listed is None else _properties(listed, path, class_name, shared)
    node = model_node(class_name, item.attributes.get("referent", ""), properties, path)
    node.children = [_node(child, path, shared) for child in item.children if child.tag == "Item"]
    return node


def _properties(
    listed: _Element, path: Path, class_name: str, shared: dict[str, str]
) -> Iterator[tuple[str, Any]]:
    for element in listed.children:
        name = element.attributes.get("name", "")
        if element.tag == "SharedString":
            content = shared.get(element.text.strip(), "")
            yield name, {"SharedString": "".join(content.split())}
            continue
        read = _TYPES.get(element.tag)
        if read is None:
            continue
        try:
            value = read(element)
        except (ValueError, OverflowError):
            raise ProjectError(
                f"{path}: {class_name}.{name}: {element.text.strip()!r} is no {element.tag}"
            ) from None
        if value is not None:
            yield name, value


def _number(text: str) -> float:
    """A number as the format writes it: INF, -INF and NAN beside the usual ones."""
    return float(text.strip().lower())


def _bits(element: _Element, tag: str, names: tuple[str, ...]) -> list[str]:
    found = element.child(tag)
    bits = int((element if found is None else found).text.strip() or "0")
    return [name for at, name in enumerate(names) if bits >> at & 1]


def _row(element: _Element | None) -> list[float]:
    return [0.0] * 3 if element is None else element.numbers("X", "Y", "Z")


def _pair(element: _Element | None) -> list[float]:
    return [0.0] * 2 if element is None else element.numbers("X", "Y")


def _cframe(element: _Element) -> Any:
    rows = [[element.number(f"R{row}{column}") for column in range(3)] for row in range(3)]
    return {"position": _row(element), "orientation": rows}


def _packed_color(element: _Element) -> Any:
    if element.children:
        return {"Color3": element.numbers("R", "G", "B")}
    packed = int(element.text.strip())
    return {"Color3uint8": [packed >> 16 & 255, packed >> 8 & 255, packed & 255]}


def _color(element: _Element) -> Any:
    return (
        {"Color3": element.numbers("R", "G", "B")} if element.children else _packed_color(element)
    )


def _url(element: _Element | None) -> str:
    found = None if element is None else element.child("url") or element.child("uri")
    return "" if found is None else found.text


def _font(element: _Element) -> Any:
    weight, style = element.child("Weight"), element.child("Style")
    return {
        "family": _url(element.child("Family")),
        "weight": FONT_WEIGHTS.get(0 if weight is None else int(weight.text), "Regular"),
        "style": "Normal" if style is None else style.text.strip(),
    }


def _keypoints(element: _Element, width: int) -> list[list[float]]:
    numbers = [_number(text) for text in element.text.split()]
    if len(numbers) % width:
        raise ValueError(element.text)
    return [numbers[at : at + width] for at in range(0, len(numbers), width)]


def _physical(element: _Element) -> Any:
    custom = element.child("CustomPhysics")
    if custom is None or custom.text.strip().lower() != "true":
        return "Default"
    names = ["Density", "Friction", "Elasticity", "FrictionWeight", "ElasticityWeight"]
    if element.child("AcousticAbsorption") is not None:
        names.append("AcousticAbsorption")
    return {name[0].lower() + name[1:]: element.number(name) for name in names}


def _boolean(element: _Element) -> Any:
    word = element.text.strip().lower()
    if word not in ("true", "false"):
        raise ValueError(word)
    return {"Bool": word == "true"}


def _reference(element: _Element) -> Any:
    word = element.text.strip()
    return {"Ref": None if word in ("null", "nil", "") else word}


_FACES: Final = ("Right", "Top", "Back", "Left", "Bottom", "Front")

_TYPES: Final[dict[str, Callable[[_Element], Any]]] = {
    "Axes": lambda e: {"Axes": _bits(e, "axes", ("X", "Y", "Z"))},
    "BinaryString": lambda e: {"BinaryString": "".join(e.text.split())},
    "bool": _boolean,
    "BrickColor": lambda e: {"BrickColor": int(e.text)},
    "Color3": _color,
    "Color3uint8": _packed_color,
    "ColorSequence": lambda e: {
        "ColorSequence": {"keypoints": [{"time": p[0], "color": p[1:4]} for p in _keypoints(e, 5)]}
    },
    "Content": lambda e: {"ContentId": _url(e)},
    "ContentId": lambda e: {"ContentId": _url(e)},
    "CoordinateFrame": lambda e: {"CFrame": _cframe(e)},
    "double": lambda e: {"Float64": _number(e.text)},
    "Faces": lambda e: {"Faces": _bits(e, "faces", _FACES)},
    "float": lambda e: {"Float32": _number(e.text)},
    "Font": lambda e: {"Font": _font(e)},
    "int": lambda e: {"Int32": int(e.text)},
    "int64": lambda e: {"Int64": int(e.text)},
    "NumberRange": lambda e: {"NumberRange": [_number(text) for text in e.text.split()]},
    "NumberSequence": lambda e: {
        "NumberSequence": {
            "keypoints": [{"time": p[0], "value": p[1], "envelope": p[2]} for p in _keypoints(e, 3)]
        }
    },
    "PhysicalProperties": lambda e: {"PhysicalProperties": _physical(e)},
    "ProtectedString": lambda e: {"String": e.text},
    "Ray": lambda e: {
        "Ray": {"origin": _row(e.child("origin")), "direction": _row(e.child("direction"))}
    },
    "Rect2D": lambda e: {"Rect": [_pair(e.child("min")), _pair(e.child("max"))]},
    "Ref": _reference,
    "string": lambda e: {"String": e.text},
    "token": lambda e: {"Enum": int(e.text)},
    "UDim": lambda e: {"UDim": e.numbers("S", "O")},
    "UDim2": lambda e: {"UDim2": [e.numbers("XS", "XO"), e.numbers("YS", "YO")]},
    "Vector2": lambda e: {"Vector2": _pair(e)},
    "Vector3": lambda e: {"Vector3": _row(e)},
}
"""How the value of each type is read; other types are no business of scripts."""
