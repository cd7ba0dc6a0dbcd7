"""Defects D0-18 to D0-35 (D0-32 is AdminManager's): each shown by the seed's, absent here."""

from itertools import pairwise

from bridge.faults import MessagingFault
from bridge.stubs.messaging.topics import Topics
from bridge.stubs.profiles import profile

MODULE = "GlobalMessenger"
SHORT = MessagingFault.latency(0.05, 0.05)
SLOW = MessagingFault.latency(1, 1)
CAPPED = profile("2026").override(messaging__sent_by_universe_per_minute=150)
"""With a limit on the messages of all servers together, as the seed's text assumes."""


def publishes(lab):
    """(seconds, outcome) of every publish that reached the platform."""
    for line in lab.universe.trace.lines():
        at, kind, rest = line.split(" ", 2)
        if kind == "messaging" and 'operation="PublishAsync"' in rest:
            yield int(at) / 1e6, rest.partition("outcome=")[2].strip('"')


def accepted(lab):
    """Payloads the platform took, oldest first."""
    return [message.data for message in Topics.of(lab.universe).history("T")]


def plain(data):
    """A payload without the id that ours adds."""
    if isinstance(data, dict):
        return {key: value for key, value in data.items() if key not in ("_mid", "priority")}
    return data


def numbers(lab):
    return [message["n"] for message in accepted(lab)]


def test_d0_18_spacing_holds_while_a_publish_is_under_way(compare):
    def first_seconds(lab, module):
        lab.run(module + 'M:Init() for n = 1, 100 do M:QueueMessage("T", { n = n }) end')
        lab.advance(2.4)
        return len(list(publishes(lab)))

    ours, seeds = compare(MODULE, first_seconds, faults=[SLOW])
    assert ours <= 3
    assert seeds > 50


def test_d0_19_a_failed_publish_waits_before_it_is_repeated(compare):
    def after_the_outage(lab, module):
        lab.run(module + 'M:Init() M:QueueMessage("T", { n = 1, priority = 5 })')
        lab.advance(30)
        return len(accepted(lab))

    ours, seeds = compare(MODULE, after_the_outage, faults=[MessagingFault.outage(0, 10)])
    assert (ours, seeds) == (1, 0)


def test_d0_20_a_failed_message_keeps_its_priority(compare):
    def place(lab, module):
        lab.run(
            module
            + """
            M:Init()
            M:QueueMessage("T", { n = 0, priority = 5 })
            for n = 1, 50 do M:QueueMessage("T", { n = n, priority = 0 }) end
            """
        )
        lab.advance(60)
        return numbers(lab).index(0)

    faults = [SHORT, MessagingFault.error(operations=("PublishAsync",), occurrences=(1,))]
    ours, seeds = compare(MODULE, place, faults=faults)
    assert ours <= 2
    assert seeds == 50


def test_d0_21_an_ordinary_message_survives_its_first_failure(compare):
    def lost(lab, module):
        lab.run(module + 'M:Init() for n = 1, 100 do M:QueueMessage("T", { n = n }) end')
        lab.advance(110)
        return 100 - len(set(numbers(lab)))

    faults = [SHORT, MessagingFault.error(probability=0.1)]
    ours, seeds = compare(MODULE, lost, faults=faults)
    assert ours == 0
    assert 3 <= seeds <= 25


def test_d0_22_old_publishes_leave_the_window_when_they_are_a_minute_old(compare):
    def longest_stall(lab, module):
        lab.begin(
            module
            + """
            M:Init()
            for n = 1, 600 do
                M:QueueMessage("T", { n = n })
                task.wait(0.5)
            end
            """
        )
        lab.advance(240)
        times = [at for at, _ in publishes(lab)]
        return max(later - at for at, later in pairwise(times))

    ours, seeds = compare(MODULE, longest_stall, faults=[SHORT])
    assert ours < 15
    assert seeds > 40


def test_d0_23_servers_together_stay_below_the_universe_s_limit(compare):
    def refused(lab, module):
        for index in range(3):
            lab.begin(
                module
                + """
                M:Init()
                for n = 1, 200 do
                    M:QueueMessage("T", { n = n })
                    task.wait(0.6)
                end
                """,
                on=index,
            )
        lab.advance(120)
        return sum(outcome != "ok" for _, outcome in publishes(lab))

    ours, seeds = compare(MODULE, refused, servers=3, profile=CAPPED)
    assert ours == 0
    assert seeds > 10


def test_d0_24_any_payload_is_either_queued_or_refused(compare):
    ours, seeds = compare(
        MODULE,
        """
        local thrown = 0
        for _, data in { "hello", 7, true, { priority = "high" }, { priority = 0 / 0 } } do
            if not pcall(M.QueueMessage, M, "T", data) then thrown += 1 end
        end
        if not pcall(M.QueueMessage, M, "T", nil) then thrown += 1 end
        for n = 1, 20 do if not pcall(M.QueueMessage, M, "T", { n = n, priority = n }) then thrown
            += 1 end end
        return thrown
        """,
    )
    assert ours == 0
    assert seeds >= 3


def test_d0_25_equal_priorities_leave_in_order(compare):
    def order(lab, module):
        lab.run(
            module + 'M:Init() for n = 1, 50 do M:QueueMessage("T", { n = n, priority = 1 }) end'
        )
        lab.advance(60)
        return numbers(lab) == sorted(numbers(lab)) and len(numbers(lab)) == 50

    assert compare(MODULE, order, faults=[SHORT]) == (True, False)


def test_d0_26_nothing_waits_for_ever_under_load(compare):
    def left(lab, module):
        lab.begin(
            module
            + """
            M:Init()
            M:QueueMessage("T", { n = 0, priority = 0 })
            for n = 1, 1000 do
                M:QueueMessage("T", { n = n, priority = 5 })
                while M:GetStatus().QueueSize > 10 do task.wait(0.1) end
            end
            """
        )
        lab.advance(110)
        return 0 in numbers(lab)

    assert compare(MODULE, left, faults=[SHORT]) == (True, False)


def test_d0_27_an_urgent_message_finds_room_in_a_full_queue(compare):
    ours, seeds = compare(
        MODULE,
        """
        for n = 1, 100 do M:QueueMessage("T", { n = n, priority = 0 }) end
        return (M:QueueMessage("T", { n = 0, priority = 5 })), M:GetStatus().QueueSize
        """,
    )
    assert ours == [True, 100]
    assert seeds == [False, 100]


def test_d0_28_immediate_messages_are_counted_before_they_are_sent(compare):
    def most(lab, module):
        lab.begin(
            module
            + """
            M:Init()
            for n = 1, 200 do task.spawn(function() M:SendImmediate("T", { n = n }) end) end
            """
        )
        lab.advance(30)
        return len(list(publishes(lab)))

    ours, seeds = compare(MODULE, most, faults=[SLOW])
    assert ours <= 140
    assert seeds == 200


def test_d0_29_being_throttled_is_said_once(compare):
    def warnings(lab, module):
        lab.begin(
            module
            + """
            M:Init()
            for n = 1, 140 do
                M:SendImmediate("T", { n = n })
                if n % 10 == 0 then task.wait(1) end
            end
            for n = 1, 20 do M:QueueMessage("T", { n = n }) end
            """
        )
        lab.advance(60)
        return sum(kind == "warn" and "hrottl" in text for kind, text in lab.server.output)

    ours, seeds = compare(MODULE, warnings, faults=[SHORT])
    assert ours <= 1
    assert seeds > 500


def test_d0_30_what_the_platform_would_refuse_is_refused_at_the_door(compare):
    ours, seeds = compare(
        MODULE,
        """
        local function why(...)
            local ok, reason = M:QueueMessage(...)
            return if ok then "queued" else reason
        end
        return why("T", { text = string.rep("x", 2000) }), why("", { n = 1 }), why(string.rep("t",
            81), { n = 1 }),
            why("T", { f = print })
        """,
    )
    assert ours == ["TOO_LARGE", "INVALID_TOPIC", "INVALID_TOPIC", "NOT_STORABLE"]
    assert seeds == ["queued"] * 4


def test_d0_31_a_failed_subscription_neither_throws_nor_is_lost(compare):
    def received(lab, module):
        lab.begin(
            module
            + """
            local ok = pcall(function()
                M:Subscribe("T", function(message) print("got " .. message.Data.n) end)
            end)
            if not ok then print("threw") end
            """
        )
        lab.advance(60)
        Topics.of(lab.universe).publish("T", {"n": 1})
        lab.advance(10)
        return [text for kind, text in lab.server.output if kind == "print"]

    ours, seeds = compare(MODULE, received, faults=[MessagingFault.outage(0, 40)])
    assert ours == ["got 1"]
    assert seeds == ["threw"]


def test_d0_33_what_is_queued_is_what_is_sent(compare):
    def sent(lab, module):
        lab.run(
            module
            + """
            M:Init()
            local data = { n = 1, inner = { x = 1 } }
            M:QueueMessage("T", data)
            data.n, data.inner.x = 2, 2
            return data.priority == nil and data._mid == nil
            """
        )
        lab.advance(5)
        return [plain(data) for data in accepted(lab)]

    ours, seeds = compare(MODULE, sent)
    assert ours == [{"n": 1, "inner": {"x": 1}}]
    assert seeds == [{"n": 2, "inner": {"x": 2}}]


def test_d0_34_a_duplicate_is_delivered_once(compare):
    def deliveries(lab, module):
        lab.begin(
            module
            + """
            M:Init()
            M:Subscribe("T", function(message) print("got " .. message.Data.n) end)
            for n = 1, 5 do M:QueueMessage("T", { n = n }) end
            """
        )
        lab.advance(20)
        return sum(text.startswith("got") for _, text in lab.server.output)

    assert compare(MODULE, deliveries, faults=[MessagingFault.duplication()]) == (5, 10)


def test_d0_35_a_second_init_adds_no_second_processor(compare):
    def at_one_instant(lab, module):
        lab.run(module + 'M:Init() M:Init() for n = 1, 10 do M:QueueMessage("T", { n = n }) end')
        lab.advance(10)
        times = [at for at, _ in publishes(lab)]
        return max(times.count(at) for at in times)

    assert compare(MODULE, at_one_instant, faults=[SHORT]) == (1, 2)


def test_d0_35_what_is_queued_at_the_end_is_sent(compare):
    def arrived(lab, module):
        lab.begin(
            module
            + """
            M:Init()
            for n = 1, 50 do M:QueueMessage("T", { n = n }) end
            if M.Flush then M:Flush(os.clock() + 25) end
            """
        )
        lab.advance(25 if "System" in module else 1)
        lab.server.crash()
        lab.advance(5)
        return len(set(numbers(lab)))

    ours, seeds = compare(MODULE, arrived, faults=[SHORT])
    assert ours == 50
    assert seeds < 50
