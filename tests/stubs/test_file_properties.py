"""Properties of files: none is one of scripts, and a misspelt name finds the one it means."""

import pytest

from bridge.instances.class_table import class_table
from bridge.stubs.file_properties import FILE_ONLY, closest, is_file_only, name_in_scripts

TABLE = class_table()

TWO_SIDED = {"Capabilities", "FormFactor", "RobloxLocked", "UniqueId"}
"""Known to scripts of some class or level, so the table has them where a script could ask."""


def test_names_of_scripts_stay_as_they_are():
    for name in ("Size", "Anchored", "Material"):
        assert not is_file_only(name)
        assert name_in_scripts(name) == name
    assert name_in_scripts("Color3uint8") == "Color"
    assert is_file_only("WorldPivotData") and is_file_only("GameSettingsAvatar")


@pytest.mark.parametrize(
    ("class_name", "written", "meant"),
    [
        ("Part", "Anchord", "Anchored"),
        ("Part", "size", "Size"),
        ("Script", "Disable", "Disabled"),
        ("Folder", "Zzz", None),
    ],
)
def test_a_misspelt_name_finds_what_it_means(class_name, written, meant):
    assert closest(TABLE[class_name], written) == meant


def test_no_name_is_listed_that_common_classes_know():
    known = {
        name: class_name
        for class_name in ("Part", "Model", "Workspace", "Players", "StarterPlayer", "Script")
        for name in FILE_ONLY - TWO_SIDED
        if (member := TABLE[class_name].member(name)) is not None and member.scriptable
    }
    assert known == {}
