"""What a user names: places as they are, libraries in a place of their own."""

from bridge.project import load_project


def test_a_library_project_stands_in_replicated_storage(write):
    folder = write(
        {
            "default.project.json": '{"name": "Lib", "tree": {"$path": "src"}}',
            "src/init.luau": "return 1",
        }
    )
    root = load_project(folder)
    assert root.class_name == "DataModel"
    assert root.find("ReplicatedStorage.Lib").class_name == "ModuleScript"
    assert root.find("ReplicatedStorage.Lib").source.name == "ReplicatedStorage.Lib"
