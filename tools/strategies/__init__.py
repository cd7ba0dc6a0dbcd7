"""Hypothesis strategies for Luau programs, values, schedules and faults."""
