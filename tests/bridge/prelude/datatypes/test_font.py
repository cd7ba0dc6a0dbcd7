"""Font (engine.md i.6)."""

import pytest

ARIAL = "rbxasset://fonts/families/Arial.json"


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Font.new('rbxasset://x').Family, Font.new('x').Weight, Font.new('x').Style",
         "rbxasset://x | Enum.FontWeight.Regular | Enum.FontStyle.Normal"),
        ("Font.new('x', Enum.FontWeight.Bold, 'Italic').Style", "Enum.FontStyle.Italic"),
        ("Font.fromName('Arial').Family", ARIAL),
        ("Font.fromId(123, 'Bold').Family", "rbxassetid://123"),
        ("Font.fromEnum(Enum.Font.ArialBold).Family", ARIAL),
        ("Font.fromEnum('SourceSansItalic').Style, Font.fromEnum('GothamBlack').Weight",
         "Enum.FontStyle.Italic | Enum.FontWeight.Heavy"),
        ("Font.fromEnum('SourceSansItalic').Weight", "Enum.FontWeight.Regular"),
        ("Font.fromEnum('SciFi').Family", "rbxasset://fonts/families/Zekton.json"),
        ("Font.new('x') == Font.new('x', 'Regular'), Font.new('x') == Font.new('x', 'Bold'), "
         "Font.new('x') == Font.new('y')", "true | false | false"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("weight", "bold"), [("Regular", False), ("Medium", False), ("SemiBold", True), ("Heavy", True)]
)
def test_bold_is_semi_bold_or_thicker(server, weight, bold):
    assert server.run(f"return Font.new('x', '{weight}').Bold") is bold


def test_bold_is_a_settable_view_of_the_weight(texts):
    make = "(function() local f = Font.new('x') f.Bold = {} return f.Weight end)()"
    assert texts(make.format("true")) == "Enum.FontWeight.Bold"
    assert texts(make.format("false")) == "Enum.FontWeight.Regular"


def test_a_property_gives_a_copy_so_changing_it_changes_no_label(server):
    values = server.run("""
        local label, changes = Instance.new("TextLabel"), 0
        label.Changed:Connect(function() changes += 1 end)
        local font = label.FontFace
        font.Bold = true
        local before = label.FontFace.Bold
        label.FontFace = font
        label.FontFace = font
        font.Bold = false
        return before, label.FontFace.Bold, changes, label:Clone().FontFace.Bold
    """)
    assert values == (False, True, 1, True)


def test_an_attribute_gives_a_copy_as_well(server):
    values = server.run("""
        local folder, font = Instance.new("Folder"), Font.new("x")
        folder:SetAttribute("F", font)
        font.Bold = true
        folder:GetAttribute("F").Bold = true
        folder:GetAttributes().F.Bold = true
        local clone = folder:Clone()
        return folder:GetAttribute("F").Bold, clone:GetAttribute("F").Bold
    """)
    assert values == (False, False)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Font.new()", "missing argument #1 to 'new' (string expected)"),
        ("Font.new('x', 'Odd')", "invalid argument #2 to 'new' (FontWeight expected, got string)"),
        ("Font.fromName('a b')", "Font.fromName: invalid name 'a b'"),
        ("Font.fromEnum('Unknown')", "Font.fromEnum: no font is known for Enum.Font.Unknown"),
        ("Font.fromEnum('Odd')", "invalid argument #1 to 'fromEnum' (Font expected, got string)"),
    ],
)
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("f.Bold = 1", "Unable to assign property Bold. boolean expected, got number"),
        ("f.Weight = 'Odd'", "Unable to assign property Weight. FontWeight expected, got string"),
        ("f.Family = nil", "Unable to assign property Family. string expected, got nil"),
        ("f.X = 1", "X is not a valid member of Font"),
    ],
)
def test_wrong_values_are_refused(assigned, statement, text):
    assert assigned(f"local f = Font.new('x') {statement}") == text


def test_every_item_of_the_enum_but_unknown_has_a_font(server):
    missing = server.run("""
        local missing = {}
        for _, font in Enum.Font:GetEnumItems() do
            if not pcall(Font.fromEnum, font) then table.insert(missing, font.Name) end
        end
        return table.concat(missing, " ")
    """)
    assert missing == "Unknown"
