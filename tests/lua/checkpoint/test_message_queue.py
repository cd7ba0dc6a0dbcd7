"""checkpoint/MessageQueue: order, ageing, expiry and the bound."""

from hypothesis import given, settings
from hypothesis import strategies as st

CAPACITY = 6
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["push", "push", "push", "next", "pass"]),
        st.integers(-12, 12),
        st.integers(0, 40),
    ),
    max_size=40,
)


class Model:
    """The rules as the specification words them, over a plain list."""

    def __init__(self):
        self.now = 0
        self.count = 0
        self.waiting = []

    def push(self, number, lifetime):
        self.count += 1
        message = (max(-10, min(10, number)), self.now, self.now + lifetime, self.count)
        displaced = 0
        if len(self.waiting) >= CAPACITY:
            lowest = min(self.waiting, key=lambda m: (m[0], -m[3]))
            if lowest[0] >= message[0]:
                return [False, 0]
            self.waiting.remove(lowest)
            displaced = lowest[3]
        self.waiting.append(message)
        return [True, displaced]

    def next(self):
        expired = [m for m in self.waiting if self.now >= m[2]]
        self.waiting = [m for m in self.waiting if self.now < m[2]]
        if not self.waiting:
            return [[m[3] for m in expired], 0]
        best = max(self.waiting, key=lambda m: (m[0] + (self.now - m[1]) // 15, -m[3]))
        self.waiting.remove(best)
        return [[m[3] for m in expired], best[3]]


@settings(deadline=None)
@given(STEPS)
def test_it_agrees_with_the_rules_over_a_plain_list(pure, steps):
    model = Model()
    expected = []
    for kind, number, seconds in steps:
        if kind == "push":
            expected.append(model.push(number, seconds + 1))
        elif kind == "next":
            expected.append(model.next())
        else:
            model.now += seconds
    seen = pure.run(
        """
        local capacity, steps = ...
        local Queue = require(System.Modules.MessageQueue)
        local queue, now, seen = Queue.new(capacity), 0, {}
        for _, step in steps do
            local kind, number, seconds = step[1], step[2], step[3]
            if kind == "push" then
                local message = queue:make("T", nil, Queue.priorityOf(number), now, seconds + 1)
                local added, displaced = queue:push(message, 0)
                table.insert(seen, { added, if displaced then displaced.sequence else 0 })
            elseif kind == "next" then
                local expired = {}
                for _, message in queue:takeExpired(now) do table.insert(expired, message.sequence)
                    end
                local message = queue:next(now)
                if message then queue:remove(message) end
                table.insert(seen, { expired, if message then message.sequence else 0 })
            else
                now += seconds
            end
        end
        return seen
        """,
        CAPACITY,
        [list(step) for step in steps],
    )
    assert seen == expected


def test_a_message_waits_for_its_retry_time_and_keeps_its_place(pure):
    assert pure.run("""
        local queue = require(System.Modules.MessageQueue).new(2)
        local first = queue:make("T", nil, 5, 0, 100)
        queue:push(first, 0)
        queue:remove(first)
        first.retryAt = 3
        queue:push(queue:make("T", nil, 0, 0, 100), 1)
        local full = queue:push(queue:make("T", nil, 0, 0, 100), 1)
        queue:giveBack(first)
        return full, queue:next(2).sequence, queue:next(3).sequence, queue:size()
    """) == [False, 2, 1, 2]
