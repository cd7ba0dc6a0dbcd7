"""Simulated time: clock, agenda, seeded random streams, trace. Knows no Lua."""

from bridge.scheduler.agenda import (
    PRIORITY_DELIVERY,
    PRIORITY_FRAME,
    PRIORITY_LATE,
    Agenda,
    Event,
    EventState,
)
from bridge.scheduler.clock import (
    FRAMES_PER_SECOND,
    MICROSECONDS,
    Clock,
    frame_at_or_after,
    frame_time_us,
    seconds_to_us,
)
from bridge.scheduler.rng import Stream, Streams
from bridge.scheduler.trace import Difference, Trace, TraceValue, first_difference

__all__ = [
    "FRAMES_PER_SECOND",
    "MICROSECONDS",
    "PRIORITY_DELIVERY",
    "PRIORITY_FRAME",
    "PRIORITY_LATE",
    "Agenda",
    "Clock",
    "Difference",
    "Event",
    "EventState",
    "Stream",
    "Streams",
    "Trace",
    "TraceValue",
    "first_difference",
    "frame_at_or_after",
    "frame_time_us",
    "seconds_to_us",
]
