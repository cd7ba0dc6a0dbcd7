"""XML models: every type of property, references, sources, and what is refused."""

import base64

import pytest

from bridge.errors import ProjectError
from bridge.project.xml_models import read_xml, xml_model

HEAD = '<roblox version="4"><Meta name="ExplicitAutoJoints">true</Meta><External>null</External>'


@pytest.fixture
def model(write):
    """The node of a model given as the properties of a Part, or as a whole document."""

    def read(properties="", document=None, class_name="Part"):
        text = document or (
            f'{HEAD}<Item class="{class_name}" referent="R0"><Properties>'
            f'<string name="Name">X</string>{properties}</Properties></Item></roblox>'
        )
        return xml_model(write({"m.rbxmx": text}) / "m.rbxmx", "m")

    return read


def matrix(*numbers):
    return "".join(f"<R{at // 3}{at % 3}>{n}</R{at // 3}{at % 3}>" for at, n in enumerate(numbers))


ROWS = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
XYZ = "<X>1</X><Y>-2.5</Y><Z>INF</Z>"


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("<Axes name='P'><axes>5</axes></Axes>", {"Axes": ["X", "Z"]}),
        ("<BinaryString name='P'>aGk=\n</BinaryString>", {"BinaryString": "aGk="}),
        ("<bool name='P'>TRUE</bool>", {"Bool": True}),
        ("<int name='P'>194</int>", {"Int32": 194}),
        ("<Color3 name='P'><R>1</R><G>0.5</G><B>0</B></Color3>", {"Color3": [1.0, 0.5, 0.0]}),
        ("<Color3 name='P'>4284497952</Color3>", {"Color3uint8": [96, 64, 32]}),
        ("<Color3uint8 name='P'>4284497952</Color3uint8>", {"Color3uint8": [96, 64, 32]}),
        (
            "<ColorSequence name='P'>0 1 0 0 0 1 0 0 1 0 </ColorSequence>",
            {"ColorSequence": {"keypoints": [
                {"time": 0.0, "color": [1.0, 0.0, 0.0]}, {"time": 1.0, "color": [0.0, 0.0, 1.0]}]}},
        ),
        ("<Content name='P'><url>rbxasset://x</url></Content>", {"ContentId": "rbxasset://x"}),
        ("<Content name='P'><null></null></Content>", {"ContentId": ""}),
        ("<Content name='P'><uri>x</uri></Content>", {"ContentId": "x"}),
        (
            f"<CoordinateFrame name='P'>{XYZ}{matrix(1, 0, 0, 0, 1, 0, 0, 0, 1)}</CoordinateFrame>",
            {"CFrame": {"position": [1.0, -2.5, float("inf")], "orientation": ROWS}},
        ),
        ("<double name='P'>0.1</double>", {"Float64": 0.1}),
        ("<Faces name='P'><faces>42</faces></Faces>", {"Faces": ["Top", "Left", "Front"]}),
        ("<float name='P'>-INF</float>", {"Float32": -float("inf")}),
        (
            "<Font name='P'><Family><url>f</url></Family><Weight>700</Weight><Style>Italic</Style>"
            "</Font>",
            {"Font": {"family": "f", "weight": "Bold", "style": "Italic"}},
        ),
        ("<int64 name='P'>-559038737</int64>", {"Int64": -559038737}),
        ("<NumberRange name='P'>0.5 1337 </NumberRange>", {"NumberRange": [0.5, 1337.0]}),
        (
            "<NumberSequence name='P'>0 6 3 1 4 2 </NumberSequence>",
            {"NumberSequence": {"keypoints": [
                {"time": 0.0, "value": 6.0, "envelope": 3.0},
                {"time": 1.0, "value": 4.0, "envelope": 2.0}]}},
        ),
        (
            "<PhysicalProperties name='P'><CustomPhysics>false</CustomPhysics>"
            "</PhysicalProperties>",
            {"PhysicalProperties": "Default"},
        ),
        (
            "<PhysicalProperties name='P'><CustomPhysics>true</CustomPhysics><Density>1</Density>"
            "<Friction>2</Friction><Elasticity>3</Elasticity><FrictionWeight>4</FrictionWeight>"
            "<ElasticityWeight>5</ElasticityWeight></PhysicalProperties>",
            {"PhysicalProperties": {"density": 1.0, "friction": 2.0, "elasticity": 3.0,
                                    "frictionWeight": 4.0, "elasticityWeight": 5.0}},
        ),
        (
            f"<Ray name='P'><origin>{XYZ}</origin><direction>{XYZ}</direction></Ray>",
            {"Ray": {"origin": [1.0, -2.5, float("inf")], "direction": [1.0, -2.5, float("inf")]}},
        ),
        (
            "<Rect2D name='P'><min><X>1</X><Y>2</Y></min><max><X>3</X><Y>4</Y></max></Rect2D>",
            {"Rect": [[1.0, 2.0], [3.0, 4.0]]},
        ),
        ("<Ref name='P'>R0</Ref>", {"Ref": "R0"}),
        ("<Ref name='P'>null</Ref>", {"Ref": None}),
        ("<string name='P'>a &lt; b\n</string>", {"String": "a < b\n"}),
        ("<token name='P'>256</token>", {"Enum": 256}),
        ("<UDim name='P'><S>0.5</S><O>8</O></UDim>", {"UDim": [0.5, 8.0]}),
        (
            "<UDim2 name='P'><XS>1</XS><XO>2</XO><YS>3</YS><YO>4</YO></UDim2>",
            {"UDim2": [[1.0, 2.0], [3.0, 4.0]]},
        ),
        ("<Vector2 name='P'><X>1</X><Y>2</Y></Vector2>", {"Vector2": [1.0, 2.0]}),
        (f"<Vector3 name='P'>{XYZ}</Vector3>", {"Vector3": [1.0, -2.5, float("inf")]}),
    ],
)  # fmt: skip
def test_every_type(model, element, value):
    assert model(element).properties == {"P": value}


def test_types_no_script_sees_are_left_out(model):
    unseen = (
        "<UniqueId name='U'>00</UniqueId><SecurityCapabilities name='C'>0</SecurityCapabilities>"
    )
    assert model(unseen).properties == {}


def test_a_model_of_studio(model):
    code = base64.b64encode(b"a\0b").decode()
    root = model(
        document=f"""<?xml version="1.0" encoding="utf-8"?>
{HEAD}
  <Item class="Model" referent="RBX1">
    <Properties>
      <Ref name="PrimaryPart">RBX2</Ref>
      <string name="Name">Door</string>
      <SharedString name="Tags">key</SharedString>
    </Properties>
    <Item class="Part" referent="RBX2">
      <Properties><Vector3 name="size"><X>4</X><Y>1</Y><Z>2</Z></Vector3></Properties>
    </Item>
    <Item class="Script" referent="RBX3">
      <Properties>
        <bool name="Disabled">true</bool>
        <ProtectedString name="Source"><![CDATA[print("é < 1")
]]></ProtectedString>
      </Properties>
    </Item>
  </Item>
  <SharedStrings><SharedString md5="key">{code}</SharedString></SharedStrings>
</roblox>"""
    )
    assert (root.name, root.class_name, root.referent, root.tags) == (
        "m",
        "Model",
        "RBX1",
        ["a", "b"],
    )
    assert root.properties == {"PrimaryPart": {"Ref": "RBX2"}}
    part, script = root.children
    assert (part.name, part.properties) == ("Part", {"Size": {"Vector3": [4.0, 1.0, 2.0]}})
    assert script.source.text.encode("latin-1").decode() == 'print("é < 1")\n'
    assert script.properties == {"Disabled": {"Bool": True}}


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><roblox version="4">&b;</roblox>'
ITEM = '<Item class="Folder" referent="R"><Properties/></Item>'


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (BOMB, "may not declare document types or entities"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><roblox version="4"/>', "may not declare"),
        ("<roblox version='4'>&undefined;</roblox>", "undefined entity"),
        ("<roblox version='4'>\n<Item>", r"m\.rbxmx:2:7: not valid XML: no element found"),
        (" ", "not valid XML: no element found"),
        ("<html/>", "is no Roblox file: its first element is <html>"),
        ("<roblox version='5'/>", "is of version 5, only version 4 is known"),
        ("<roblox version='4'/>", "at the top, this one has 0"),
        (f"<roblox version='4'>{ITEM}{ITEM}</roblox>", "at the top, this one has 2"),
        ("<roblox version='4'><Item/></roblox>", "an Item has no class"),
        ("<roblox!\x89", "is a binary file; its name should end in .rbxm"),
    ],
)
def test_what_is_refused(model, document, problem):
    with pytest.raises(ProjectError, match=problem) as caught:
        model(document=document)
    assert "m.rbxmx" in str(caught.value)


@pytest.mark.parametrize(
    ("element", "problem"),
    [
        ("<bool name='Anchored'>yes</bool>", r"Part\.Anchored: 'yes' is no bool"),
        ("<int name='P'>1.5</int>", r"Part\.P: '1\.5' is no int"),
        ("<NumberSequence name='P'>0 1</NumberSequence>", "'0 1' is no NumberSequence"),
        ("<Vector3 name='P'><X>a</X></Vector3>", "is no Vector3"),
    ],
)
def test_values_that_are_none_name_class_and_property(model, element, problem):
    with pytest.raises(ProjectError, match=problem):
        model(element)


@pytest.mark.parametrize(("depth", "accepted"), [(198, True), (199, True), (200, False)])
def test_depth_has_a_limit(write, depth, accepted):
    text = (
        "<roblox version='4'>" + "<Item class='Folder'>" * depth + "</Item>" * depth + "</roblox>"
    )
    path = write({"m.rbxmx": text}) / "m.rbxmx"
    if accepted:
        assert len(read_xml(path)) == 1
    else:
        with pytest.raises(ProjectError, match="nested more than 200 deep"):
            read_xml(path)
