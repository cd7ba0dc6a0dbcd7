"""Discrete-event simulation: clock, agenda, seeded streams, trace. Knows nothing of Lua."""
