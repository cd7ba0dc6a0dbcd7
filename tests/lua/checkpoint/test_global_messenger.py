"""checkpoint/GlobalMessenger as callers see it; defects and claims have their own files."""

from bridge.faults import MemoryStoreFault, MessagingFault
from bridge.stubs.messaging.topics import Topics

MESSENGER = "local M = require(System.Modules.GlobalMessenger) "


def sent(lab):
    return [message.data for message in Topics.of(lab.universe).history("T")]


def test_priority_is_taken_from_options_then_data_and_is_not_sent(lab):
    lab.run(
        MESSENGER
        + """
        M:QueueMessage("T", { n = 1, priority = 2 })
        M:QueueMessage("T", { n = 2 }, { priority = 9 })
        M:QueueMessage("T", { n = 3, priority = 99 }, { priority = 1 })
        M:QueueMessage("T", { n = 4, priority = "high" })
        M:Init()
        """
    )
    lab.advance(10)
    assert [message["n"] for message in sent(lab)] == [2, 1, 3, 4]
    assert [message.get("priority") for message in sent(lab)] == [None, None, None, "high"]


def test_text_numbers_and_lists_travel_as_they_are(lab):
    lab.run(MESSENGER + 'M:Init() for _, d in { "x", 7, { 1, 2 } } do M:QueueMessage("T", d) end')
    lab.advance(10)
    assert sent(lab) == ["x", 7, [1, 2]]


def test_an_idle_messenger_runs_no_frames(lab):
    lab.run(MESSENGER + 'M:Init() M:QueueMessage("T", { n = 1 })')
    lab.advance(10)
    before = lab.server.frames_run
    lab.advance(600)
    assert lab.server.frames_run == before
    assert len(sent(lab)) == 1


def test_a_message_past_its_time_is_dropped_and_reported(open_lab):
    lab = open_lab(faults=[MessagingFault.outage(0, 500)])
    dropped, status = lab.run(
        MESSENGER
        + """
        local dropped = {}
        M.Dropped:Connect(function(topic, data, reason)
            table.insert(dropped, `{topic} {data.n} {reason}`)
        end)
        M:Init()
        M:QueueMessage("T", { n = 1 }, { ttl = 3 })
        M:QueueMessage("T", { n = 2 })
        task.wait(130)
        return dropped, M:GetStatus()
        """
    )
    assert dropped == ["T 1 EXPIRED", "T 2 ATTEMPTS"]
    assert (status["Dropped"], status["Expired"], status["Sent"]) == (2, 1, 0)
    assert status["Failed"] >= 7
    assert status["QueueSize"] == 0


def test_a_displaced_message_is_reported(lab):
    assert lab.run(
        MESSENGER
        + """
        local reasons = {}
        M.Dropped:Connect(function(_, data, reason) table.insert(reasons, `{data.n} {reason}`) end)
        for n = 1, 100 do M:QueueMessage("T", { n = n }) end
        local ok = M:QueueMessage("T", { n = 101 }, { priority = 1 })
        local refused, why = M:QueueMessage("T", { n = 102 })
        return ok, refused, why, reasons
        """
    ) == [True, False, "QUEUE_FULL", ["100 DISPLACED"]]


def test_an_immediate_message_goes_at_once_or_to_the_front_of_the_queue(open_lab):
    lab = open_lab()
    assert lab.run(MESSENGER + 'M:Init() return (M:SendImmediate("T", { n = 1 }))') is True
    assert len(sent(lab)) == 1
    lab = open_lab(faults=[MessagingFault.error(occurrences=(1,), operations=("PublishAsync",))])
    answer = lab.run(
        MESSENGER
        + """
        M:Init()
        local ok, why = M:SendImmediate("T", { n = 1 })
        for n = 2, 5 do M:QueueMessage("T", { n = n }) end
        return ok, why
        """
    )
    lab.advance(10)
    assert answer == [False, "RETRYING"]
    assert [message["n"] for message in sent(lab)].index(1) <= 1


def test_without_shared_quota_nothing_is_sent(open_lab):
    lab = open_lab(faults=[MemoryStoreFault.outage(0, 30)])
    answer = lab.run(MESSENGER + 'M:Init() return M:SendImmediate("T", { n = 1 })')
    lab.advance(25)
    assert answer == [False, "QUOTA"]
    assert sent(lab) == []
    lab.advance(20)
    assert len(sent(lab)) == 1


def test_a_publish_that_never_answers_does_not_hold_the_queue(open_lab):
    lab = open_lab(faults=[MessagingFault.latency(500, 500, operations=("PublishAsync",), times=1)])
    lab.run(MESSENGER + 'M:Init() for n = 1, 3 do M:QueueMessage("T", { n = n }) end')
    lab.advance(40)
    assert {2, 3} <= {message["n"] for message in sent(lab)}


def test_a_subscription_ends_when_it_is_disconnected(lab):
    lab.run(
        MESSENGER
        + """
        shared.connection = M:Subscribe("T", function(message) print("got", message.Data.n)
            error("late") end)
        """
    )
    topics = Topics.of(lab.universe)
    topics.publish("T", {"n": 1})
    lab.advance(5)
    lab.run("shared.connection:Disconnect()")
    topics.publish("T", {"n": 2})
    lab.advance(5)
    assert [text for kind, text in lab.server.output if kind == "print"] == ["got 1"]
    assert topics.subscribers("T") == ()


def test_after_stop_nothing_listens_and_nothing_is_sent(lab):
    lab.run(
        MESSENGER
        + """
        M:Init()
        M:Subscribe("T", print)
        M:QueueMessage("T", { n = 1 })
        M:Stop()
        """
    )
    lab.advance(10)
    assert sent(lab) == []
    assert Topics.of(lab.universe).subscribers("T") == ()
    lab.run(MESSENGER + "M:Init()")
    lab.advance(10)
    assert len(sent(lab)) == 1


def test_queueing_and_status_never_yield(pure):
    assert (
        pure.run(
            MESSENGER
            + """
        local thread = coroutine.create(function()
            M:QueueMessage("T", { n = 1 })
            M:GetStatus() M:CleanQuotaTracker() M:ProcessQueue() M:Init() M:Stop()
        end)
        assert(coroutine.resume(thread))
        return coroutine.status(thread)
        """
        )
        == "dead"
    )
