"""The demonstration: three servers, injected faults, checked invariants."""

from bridge.tools.demo.invariants import Invariant as Invariant
from bridge.tools.demo.invariants import check as check
from bridge.tools.demo.report import render as render
from bridge.tools.demo.world import DemoRun as DemoRun
from bridge.tools.demo.world import run_demo as run_demo
