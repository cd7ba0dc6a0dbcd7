"""Every documented member of every datatype exists, or stands here with the reason why not."""

import pytest

from bridge.tools.stubgen.datatype_members import DEFAULT_OUTPUT, read_members

MEMBERS = read_members(DEFAULT_OUTPUT.read_text(encoding="utf-8"))

# Types without a model, each with its reason; a script that names the global is told so.
NOT_MODELLED = {
    "CatalogSearchParams": "the avatar catalogue is not modelled",
    "DockWidgetPluginGuiInfo": "plugins are not modelled",
    "FloatCurveKey": "animation curves are not modelled",
    "Path2DControlPoint": "drawing is not modelled",
    "RaycastResult": "only spatial queries make it, and there is no physics",
    "RotationCurveKey": "animation curves are not modelled",
    "SecurityCapabilities": "sandboxed containers are not modelled",
    "User": "identities beyond UserId are not modelled",
    "ValueCurveKey": "animation curves are not modelled",
}

# An expression for a value of each type.
SAMPLES = {
    "AdReward": "game:GetService('AdService'):CreateAdRewardFromDevProductId(7)",
    "Axes": "Axes.new()",
    "BrickColor": "BrickColor.new(1)",
    "CFrame": "CFrame.new(1, 2, 3)",
    "Collection": "game:GetService('CollectionService'):CreateCollection('Part')",
    "Color3": "Color3.new(1, 0.5, 0)",
    "ColorSequence": "ColorSequence.new(Color3.new())",
    "ColorSequenceKeypoint": "ColorSequenceKeypoint.new(0, Color3.new())",
    "Content": "Content.fromUri('rbxassetid://1')",
    "DateTime": "DateTime.now()",
    "Enum": "Enum.Material",
    "EnumItem": "Enum.Material.Wood",
    "Enums": "Enum",
    "Faces": "Faces.new()",
    "Font": "Font.fromName('Arial')",
    "NumberRange": "NumberRange.new(1, 2)",
    "NumberSequence": "NumberSequence.new(1)",
    "NumberSequenceKeypoint": "NumberSequenceKeypoint.new(0, 1)",
    "OverlapParams": "OverlapParams.new()",
    "PathWaypoint": "PathWaypoint.new(Vector3.zero, Enum.PathWaypointAction.Walk)",
    "PhysicalProperties": "PhysicalProperties.new(1, 1, 1, 1, 1, 1)",
    "RBXScriptConnection": "game.ChildAdded:Connect(function() end)",
    "RBXScriptSignal": "game.ChildAdded",
    "Random": "Random.new(1)",
    "Ray": "Ray.new(Vector3.zero, Vector3.one)",
    "RaycastParams": "RaycastParams.new()",
    "Rect": "Rect.new(1, 2, 3, 4)",
    "Region3": "Region3.new(Vector3.zero, Vector3.one)",
    "Region3int16": "Region3int16.new(Vector3int16.new(), Vector3int16.new(1, 1, 1))",
    "SharedTable": "SharedTable.new({1})",
    "TweenInfo": "TweenInfo.new()",
    "UDim": "UDim.new(1, 2)",
    "UDim2": "UDim2.new(1, 2, 3, 4)",
    "Vector2": "Vector2.new(1, 2)",
    "Vector2int16": "Vector2int16.new(1, 2)",
    "Vector3": "Vector3.new(1, 2, 3)",
    "Vector3int16": "Vector3int16.new(1, 2, 3)",
    "number": "2",
}

# Their members are tested elsewhere: Instance is a library, a Secret comes from a service.
ELSEWHERE = {"Instance", "Secret"}


def test_every_type_of_the_index_is_accounted_for():
    assert set(MEMBERS) == set(NOT_MODELLED) | set(SAMPLES) - {"number"} | ELSEWHERE


def use(name, word):
    """A program that uses one member of a type."""
    sample, kind, member = SAMPLES[name], word[0], word[1:]
    if kind == ".":
        return f"assert({name}.{member} ~= nil)"
    if kind == ":":
        return f"assert(type(({sample}).{member}) == 'function')"
    if kind == "#":
        return f"local value = ({sample}).{member}"
    operator, _, types = word.partition("(")
    left, right = types.removesuffix(")").split(",")
    return f"local value = ({SAMPLES[left]}) {operator} ({SAMPLES[right]})"


TYPES = pytest.mark.parametrize("name", [name for name in SAMPLES if name != "number"])


@TYPES
def test_every_documented_member_exists(server, name):
    for word in MEMBERS[name]:
        server.run(use(name, word))


@TYPES
def test_a_value_knows_its_type_and_has_no_other_members(server, name):
    assert server.run(f"return typeof({SAMPLES[name]})") == name
    if name == "SharedTable":  # what it does not hold is nil, as in a table
        return
    source = f"local v = {SAMPLES[name]} return pcall(function() return v.Nope end)"
    ok, text = server.run(source)
    assert not ok
    assert "Nope" in text


# Members of these can be assigned to (engine.md i.1, i.6).
MUTABLE = {"Collection", "Font", "OverlapParams", "RaycastParams"}


@TYPES
def test_members_of_immutable_types_cannot_be_assigned_to(server, name):
    """`X cannot be assigned to` (engine.md i.1)."""
    for word in MEMBERS[name]:
        if word[0] == "#" and name not in MUTABLE:
            member = word[1:]
            source = f"local v = {SAMPLES[name]}"
            source += f" return pcall(function() v.{member} = v.{member} end)"
            ok, text = server.run(source)
            assert not ok
            assert text.removeprefix("test:1: ") == f"{member} cannot be assigned to"


CONSTRUCTED = [n for n in NOT_MODELLED if any(word[0] == "." for word in MEMBERS[n])]


@pytest.mark.parametrize("name", CONSTRUCTED)
def test_a_type_without_a_model_says_so_by_name(server, name):
    for word in MEMBERS[name]:
        if word[0] == ".":
            member = f"{name}.{word[1:]}"
            ok, text = server.run(f"return pcall(function() return {member} end)")
            assert (ok, text) == (False, f"{member} is not modelled by luau-bridge")
    assert server.run(f"return type({name})") == "table"
