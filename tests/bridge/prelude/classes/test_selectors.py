"""QueryDescendants and its selectors (engine.md e.5)."""

import pytest

SETUP = """
local function make(class, name, parent, tag)
    local made = Instance.new(class)
    made.Name = name
    if tag then made:AddTag(tag) end
    made.Parent = parent
    return made
end
local root = make("Folder", "root")
local model = make("Model", "model", root)
local part = make("Part", "part", model, "Enemy")
part.Anchored = true
part.Transparency = 0.1
part:SetAttribute("Kind", "Red")
part:SetAttribute("Level", 3)
local light = make("PointLight", "light", part, "Bright")
local wedge = make("WedgePart", "wedge", root, "Enemy")
wedge.Material = Enum.Material.Neon
wedge:SetAttribute("Hot", true)
local value = make("StringValue", "value", wedge)
value.Value = "a > b, c"
"""


def query(server, selector):
    """Names of what a selector picks below the root, in order."""
    source = """
        local names = {}
        for _, each in root:QueryDescendants(...) do table.insert(names, each.Name) end
        return table.concat(names, " ")
    """
    return server.run(SETUP + source, selector)


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("Part", "part"),
        ("BasePart", "part wedge"),
        ("Instance", "model part light wedge value"),
        ("Nope", ""),
        ("part", ""),
        ("#wedge", "wedge"),
        ("BasePart#wedge", "wedge"),
        (".Enemy", "part wedge"),
        ("Part.Enemy", "part"),
        ("Part\t.Enemy", "part"),
        (".Enemy.Bright", ""),
        ("[Anchored = true]", "part"),
        ("[Anchored=false]", "wedge"),
        ("[Transparency = 0.1]", "part"),
        ("[Transparency=0]", "wedge"),
        ("[Material = Neon]", "wedge"),
        ("[Material=Enum.Material.Neon]", ""),
        ("[Name='light']", "light"),
        ('[Name = "light"]', "light"),
        ("[Value = 'a > b, c']", "value"),
        ("[ClassName=Part]", "part"),
        ("[$Kind = Red]", "part"),
        ("[$Kind='Red']", "part"),
        ("[$Level=3]", "part"),
        ("[$Level='3']", ""),
        ("[$Hot]", "wedge"),
        ("[$Hot=true]", "wedge"),
        ("[$Cold]", ""),
        ("Model > Part", "part"),
        ("Model > PointLight", ""),
        ("Model >> PointLight", "light"),
        ("Model>>PointLight", "light"),
        ("> BasePart", "wedge"),
        (">> BasePart", "part wedge"),
        ("#model > #part > #light", "light"),
        ("Part, WedgePart", "part wedge"),
        ("WedgePart, Part", "part wedge"),
        ("Part, BasePart", "part wedge"),
        ("BasePart:not(.Enemy)", ""),
        ("Instance:not(Part, Model)", "light wedge value"),
        (":not([$Hot])", "model part light value"),
        (":not(Model > Part)", "model light wedge value"),
        ("BasePart:has(PointLight)", "part"),
        (":has(> PointLight)", "part"),
        (":has(PointLight)", "model part"),
        ("Model:has(> PointLight)", ""),
        ("BasePart:has(:not(PointLight))", "wedge"),
        ("BasePart:not(:has(StringValue))", "part"),
        ("\n BasePart\n ", "part wedge"),
    ],
)
def test_a_selector_picks_descendants_in_tree_order(server, selector, expected):
    assert query(server, selector) == expected


def test_the_root_itself_is_neither_picked_nor_part_of_a_path(server):
    assert query(server, "Folder") == ""
    assert query(server, "Folder > Model") == ""


@pytest.mark.parametrize(
    ("selector", "why"),
    [
        ("", "selector expected at character 1"),
        ("Part,", "selector expected at character 6"),
        ("Part >", "selector expected at character 7"),
        ("Part Model", "selector expected at character 6"),
        ("#", "name expected at character 2"),
        ("[Name]", "'=' expected at character 6"),
        ("[Name=]", "value expected at character 7"),
        ("[Name='a]", "unfinished string"),
        ("[$A", "']' expected at character 4"),
        ("Part:not(Model", "')' expected at character 15"),
        ("Part)", "unexpected ')' at character 5"),
        ("Part:in-radius(10)", "':in-radius' is not modelled by luau-bridge"),
    ],
)
def test_what_is_no_selector_is_refused(server, selector, why):
    source = "return select(2, pcall(function() return workspace:QueryDescendants(...) end))"
    source = f"local s = ... {source.replace('...', 's')}"
    assert server.run(source, selector) == f"Invalid selector '{selector}': {why}"


def test_a_value_that_cannot_be_written_is_not_compared_silently(server):
    source = (
        SETUP + "return select(2, pcall(function() return root:QueryDescendants('[Size=1]') end))"
    )
    text = "comparing Vector3 with a selector's value is not modelled by luau-bridge"
    assert server.run(source) == text


def test_the_selector_is_required(server):
    source = "return select(2, pcall(function() return workspace:QueryDescendants() end))"
    assert server.run(source) == "Argument 1 missing or nil"
