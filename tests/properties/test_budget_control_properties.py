"""Law: whatever a test does to request budgets, and whenever, each is a token bucket: it holds what
it was given, refills at its rate up to its cap, and stands still while it is frozen."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.tools.simulation import Universe

KINDS = ("StandardRead", "StandardWrite", "StandardRemove")
PER_SECOND, CAP = 1, 180
"""60 a minute without players, saved up for three minutes at most."""

TAKE = {
    "StandardRead": "store:GetAsync(key)",
    "StandardWrite": "store:SetAsync(key, 1)",
    "StandardRemove": "store:RemoveAsync(key)",
}
SCRIPT = "local store = game:GetService('DataStoreService'):GetDataStore('S') local number = 0"

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.sampled_from(KINDS), st.integers(0, 200)),
        st.tuples(
            st.sampled_from(["empty", "freeze", "thaw", "starve", "unlimited", "take"]),
            st.sampled_from(KINDS),
            st.just(0),
        ),
        st.tuples(st.just("wait"), st.just(""), st.integers(1, 90_000)),
    ),
    max_size=25,
)


class Bucket:
    """The model of one budget."""

    def __init__(self) -> None:
        self.level, self.frozen = Fraction(60), False

    def wait(self, milliseconds: int) -> None:
        if not self.frozen and self.level < CAP:
            self.level = min(Fraction(CAP), self.level + Fraction(PER_SECOND * milliseconds, 1000))

    def do(self, what: str, number: int) -> None:
        if what in ("set", "empty", "starve", "unlimited"):
            self.level = Fraction(1_000_000 if what == "unlimited" else number)
        if what in ("freeze", "starve", "unlimited", "thaw"):
            self.frozen = what != "thaw"
        if what == "take" and not self.frozen and self.level >= 1:
            self.level -= 1


@settings(max_examples=50, deadline=None)
@given(STEPS)
def test_a_budget_is_a_bucket(steps: list[tuple[str, str, int]]) -> None:
    universe = Universe()
    server = universe.start_server()
    calls = {
        kind: server.run(
            f"{SCRIPT} return function() number += 1 local key = 'k' .. number {call} end"
        )
        for kind, call in TAKE.items()
    }
    budgets = universe.datastores.budgets
    model = {kind: Bucket() for kind in KINDS}
    for what, kind, number in steps:
        if what == "wait":
            universe.run_for(seconds=number / 1000)
            for bucket in model.values():
                bucket.wait(number)
        elif what == "take":
            # One that would queue takes its token later: no matter of this law.
            if model[kind].level >= 1:
                server.spawn(calls[kind])
                model[kind].do(what, 0)
        else:
            getattr(budgets, what)(*((number, kind) if what == "set" else (kind,)))
            model[kind].do(what, number)
        found = budgets.levels()
        assert {kind: found[kind] for kind in KINDS} == {
            kind: int(bucket.level) for kind, bucket in model.items()
        }
