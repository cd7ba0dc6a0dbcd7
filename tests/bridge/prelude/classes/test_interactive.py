"""ClickDetector and ProximityPrompt, used by simulated clients (engine.md h.7)."""

import pytest

MAKE = """
local part = Instance.new("Part", workspace)
part.Name = "Button"
part.Position = Vector3.new(..., 100, 0)
local detector = Instance.new("ClickDetector", part)
for _, name in { "MouseClick", "RightMouseClick", "MouseHoverEnter", "MouseHoverLeave" } do
    detector[name]:Connect(function(player) print(name, player) end)
end
local prompt = Instance.new("ProximityPrompt", part)
for _, name in { "Triggered", "TriggerEnded", "PromptButtonHoldBegan", "PromptButtonHoldEnded" } do
    prompt[name]:Connect(function(player) print(name, player, os.clock() - _G.start) end)
end
"""
DETECTOR, PROMPT = "Workspace.Button.ClickDetector", "Workspace.Button.ProximityPrompt"


@pytest.fixture
def near(server):
    def place(distance, change=""):
        server.join("Ada")
        server.universe.run_for(seconds=1)
        server.run(MAKE, distance)
        server.run("_G.start = os.clock() " + change)
        return server, server.client("Ada")

    return place


def lines(server):
    return [text for _, text in server.output]


@pytest.mark.parametrize(("distance", "heard"), [(31, True), (32, True), (33, False)])
def test_a_click_counts_within_its_distance(near, distance, heard):
    """MouseClick(player) fires on server; MaxActivationDistance (default 32)."""
    server, ada = near(distance)
    ada.click(DETECTOR)
    assert lines(server) == []
    server.universe.run_for(seconds=0.1)
    assert lines(server) == (["MouseClick Ada"] if heard else [])
    assert ada.dropped == ({} if heard else {"distance": 1})


@pytest.mark.parametrize("event", ["RightMouseClick", "MouseHoverEnter", "MouseHoverLeave"])
def test_other_events_of_a_detector(near, event):
    server, ada = near(5)
    ada.click(DETECTOR, event)
    server.universe.run_for(seconds=0.1)
    assert lines(server) == [f"{event} Ada"]


def test_a_modified_client_clicks_from_anywhere(near):
    server, ada = near(5000)
    ada.click(DETECTOR, anywhere=True)
    ada.trigger(PROMPT, anywhere=True)
    server.universe.run_for(seconds=0.1)
    assert [line.split()[0] for line in lines(server)] == [
        "MouseClick",
        "Triggered",
        "TriggerEnded",
    ]


@pytest.mark.parametrize(("distance", "heard"), [(9, True), (10, True), (11, False)])
def test_a_prompt_counts_within_its_distance(near, distance, heard):
    """Triggered(player), TriggerEnded(player); MaxActivationDistance 10."""
    server, ada = near(distance)
    ada.trigger(PROMPT)
    server.universe.run_for(seconds=0.1)
    assert [line.split()[0] for line in lines(server)] == (
        ["Triggered", "TriggerEnded"] if heard else []
    )


def test_a_disabled_prompt_is_not_triggered(near):
    server, ada = near(5, "workspace.Button.ProximityPrompt.Enabled = false")
    ada.trigger(PROMPT)
    server.universe.run_for(seconds=0.1)
    assert lines(server) == []


def test_a_prompt_that_is_held_long_enough_is_triggered(near):
    """PromptButtonHoldBegan/Ended(player); HoldDuration."""
    server, ada = near(5, "workspace.Button.ProximityPrompt.HoldDuration = 2")
    ada.trigger(PROMPT, 3)
    server.universe.run_for(seconds=5)
    events = [(line.split()[0], round(float(line.split()[2]), 1)) for line in lines(server)]
    assert events == [
        ("PromptButtonHoldBegan", 0.0),
        ("Triggered", 2.0),
        ("PromptButtonHoldEnded", 3.0),
        ("TriggerEnded", 3.0),
    ]


def test_a_prompt_that_is_let_go_early_is_not_triggered(near):
    server, ada = near(5, "workspace.Button.ProximityPrompt.HoldDuration = 2")
    ada.trigger(PROMPT, 1)
    server.universe.run_for(seconds=5)
    assert [line.split()[0] for line in lines(server)] == [
        "PromptButtonHoldBegan",
        "PromptButtonHoldEnded",
    ]


def test_without_a_character_nothing_is_near(near):
    server, ada = near(5, "game.Players.Ada.Character = nil")
    ada.click(DETECTOR)
    server.universe.run_for(seconds=0.1)
    assert lines(server) == []


@pytest.mark.parametrize("parent", ["Attachment", "Model"])
def test_prompts_on_attachments_and_detectors_in_models(near, parent):
    """Parent BasePart, Model or Folder; prompts on attachments too."""
    server, ada = near(5)
    server.run(
        """
        local kind = ...
        local holder = Instance.new(kind)
        if kind == "Attachment" then
            holder.Position = Vector3.new(30, 0, 0)
            holder.Parent = workspace.Button
        else
            holder.Parent = workspace
            workspace.Button.Parent = holder
        end
        local prompt = Instance.new("ProximityPrompt", holder)
        prompt.Triggered:Connect(function() print("triggered") end)
        """,
        parent,
    )
    place = "Workspace.Button.Attachment" if parent == "Attachment" else "Workspace.Model"
    ada.trigger(f"{place}.ProximityPrompt")
    server.universe.run_for(seconds=0.1)
    assert lines(server) == ([] if parent == "Attachment" else ["triggered"])
