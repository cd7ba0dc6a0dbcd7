"""Content (datatype page Content)."""

import pytest


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("Content.none.SourceType, Content.none.Uri, Content.none.Object",
         "Enum.ContentSourceType.None | nil | nil"),
        ("Content.fromUri('rbxassetid://1').SourceType, Content.fromUri('a').Uri",
         "Enum.ContentSourceType.Uri | a"),
        ("Content.fromAssetId(12).Uri", "rbxassetid://12"),
        ("Content.fromUri('') == Content.none, Content.fromUri('a') == Content.fromUri('a'), "
         "Content.fromUri('a') == Content.fromUri('b')", "true | true | false"),
        ("Content.fromObject(workspace).Object, Content.fromObject(workspace).SourceType",
         "Workspace | Enum.ContentSourceType.Object"),
        ("Instance.new('ImageLabel').ImageContent == Content.none", "true"),
    ],
)  # fmt: skip
def test_values_answer_as_documented(texts, expressions, expected):
    assert texts(expressions) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("Content.fromObject()", "missing argument #1 to 'fromObject' (Object expected)"),
        ("Content.fromUri({})", "invalid argument #1 to 'fromUri' (string expected, got table)"),
    ],
)
def test_misuse_is_an_error(error, expression, text):
    assert error(expression) == text


def test_a_content_property_takes_content_only(assigned, texts):
    statement = "Instance.new('ImageLabel').ImageContent = 'rbxassetid://1'"
    text = "Unable to assign property ImageContent. Content expected, got string"
    assert assigned(statement) == text
