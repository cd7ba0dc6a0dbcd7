"""Receipts against a list: random purchases, joins, prompts, decisions and lost records.

The model knows the documented occasions (cloud-services.md 9.1) and nothing of the service: what
was granted, what was lost, and how often a server was asked must agree with it after every step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import MarketplaceFault
from bridge.tools.simulation import Server, Universe

EXAMPLES = 40
PLAYERS = ("Ada", "Bob")
DECISIONS = ("PurchaseGranted", "NotProcessedYet", "error", "none")

SCRIPT = """
local service = game:GetService("MarketplaceService")
function shared.decide(decision)
    service.ProcessReceipt = if decision == "none" then nil else function(receipt)
        if decision == "error" then error("not now") end
        return Enum.ProductPurchaseDecision[decision]
    end
end
shared.decide("NotProcessedYet")
function shared.prompt(name)
    service:PromptProductPurchase(game.Players[name], 2)
end
"""


class Operation(NamedTuple):
    name: str
    player: str = "Ada"
    server: int = 0
    decision: str = ""


players, servers = st.sampled_from(PLAYERS), st.integers(0, 1)
operations = st.one_of(
    st.builds(Operation, st.sampled_from(["buy", "prompt", "leave"]), players),
    st.builds(Operation, st.just("join"), players, servers),
    st.builds(Operation, st.just("decide"), players, servers, st.sampled_from(DECISIONS)),
    st.builds(Operation, st.just("unrecorded")),
)


@dataclass
class Paid:
    """What the model knows of a purchase."""

    player: str
    asked: int = 0
    granted: bool = False
    lost: bool = False


@dataclass
class Model:
    """The rules, told once more."""

    paid: list[Paid] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)
    decisions: list[str] = field(default_factory=lambda: ["NotProcessedYet"] * 2)
    unrecorded: int = 0

    def occasion(self, player: str) -> None:
        if player not in self.place:
            return
        decision = self.decisions[self.place[player]]
        for each in self.paid:
            if each.player != player or each.granted:
                continue
            each.asked += 1
            if decision == "none":
                each.granted = each.lost = True
            elif decision == "PurchaseGranted":
                if self.unrecorded:
                    self.unrecorded -= 1
                else:
                    each.granted = True


class World:
    """The simulated servers, beside the model."""

    def __init__(self) -> None:
        self.universe = Universe(seed=1)
        scripts = {"ServerScriptService.Main": SCRIPT}
        self.servers: list[Server] = [self.universe.start_server(scripts=scripts) for _ in range(2)]
        self.model = Model()

    def do(self, operation: Operation) -> None:
        name, player, server, decision = operation
        model, here = self.model, self.model.place.get(operation.player)
        if name == "buy":
            self.universe.marketplace.buy(player, 1)
            model.paid.append(Paid(player))
            model.occasion(player)
        elif name == "prompt" and here is not None:
            self.servers[here].run("shared.prompt(...)", player)
            model.occasion(player)
        elif name == "leave" and here is not None:
            self.servers[here].leave(player)
            del model.place[player]
        elif name == "join" and here is None:
            self.servers[server].join(player)
            model.place[player] = server
            model.occasion(player)
        elif name == "decide":
            self.servers[server].run("shared.decide(...)", decision)
            model.decisions[server] = decision
        elif name == "unrecorded" and not model.unrecorded:
            self.universe.faults.add(MarketplaceFault.unrecorded(times=1))
            model.unrecorded = 1
        self.universe.run_for(seconds=1)

    def check(self) -> None:
        found = [
            (each.asked, each.granted, each.lost) for each in self.universe.marketplace.receipts
        ]
        assert found == [(each.asked, each.granted, each.lost) for each in self.model.paid]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(operations, min_size=3, max_size=15))
def test_receipts_come_on_the_documented_occasions_and_never_once_granted(
    steps: list[Operation],
) -> None:
    world = World()
    for step in steps:
        world.do(step)
        world.check()


def test_the_model_tells_a_grant_from_a_lost_record() -> None:
    world = World()
    world.do(Operation("join"))
    world.do(Operation("decide", decision="PurchaseGranted"))
    world.do(Operation("unrecorded"))
    world.do(Operation("buy"))
    assert [(each.asked, each.granted) for each in world.model.paid] == [(1, False)]
    world.do(Operation("prompt"))
    assert [(each.asked, each.granted) for each in world.model.paid] == [(2, True)]
    world.check()
