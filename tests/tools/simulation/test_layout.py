"""Small worlds from dictionaries."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.errors import ProjectError, UsageError
from bridge.project import ProjectNode
from bridge.tools.simulation.layout import project_from_sources, project_of


def test_services_folders_and_scripts_are_made_on_the_way() -> None:
    root = project_from_sources(
        {"ServerScriptService.Game.Main": "print(1)"},
        {"ServerScriptService.Game": "return 1", "ReplicatedStorage.Shared.Util": "return 2"},
    )
    assert root.class_name == "DataModel"
    assert [child.class_name for child in root.children] == [
        "ServerScriptService",
        "ReplicatedStorage",
    ]
    game = root.find("ServerScriptService.Game")
    main = root.find("ServerScriptService.Game.Main")
    folder = root.find("ReplicatedStorage.Shared")
    assert game is not None and main is not None and folder is not None
    assert (game.class_name, main.class_name) == ("ModuleScript", "Script")
    assert folder.class_name == "Folder"
    assert main.source is not None
    assert main.source.name == "ServerScriptService.Game.Main"


def test_a_path_without_a_service_or_given_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="full name"):
        project_from_sources({"Main": ""})
    with pytest.raises(UsageError, match="twice"):
        project_from_sources({"Workspace.A": ""}, {"Workspace.A": ""})


def test_a_test_describes_one_project(tmp_path: Path) -> None:
    loaded = ProjectNode("Game", "DataModel")
    assert project_of(loaded, None, None) is loaded
    assert project_of(None, {"ServerScriptService.Main": "x"}, None).child("ServerScriptService")
    with pytest.raises(UsageError, match="not both"):
        project_of(loaded, {}, None)
    with pytest.raises(ProjectError):
        project_of(tmp_path, None, None)
