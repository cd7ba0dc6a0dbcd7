"""Faults: what can go wrong at a service's door, as values that print, compare and travel as JSON.

Knows no service, no scheduler and no Lua. A stub asks `Faults.bite` at each point where something
can go wrong and acts on the answer.
"""

from __future__ import annotations

from bridge.faults.catalogue import DataStoreFault as DataStoreFault
from bridge.faults.catalogue import HttpFault as HttpFault
from bridge.faults.catalogue import MemoryStoreFault as MemoryStoreFault
from bridge.faults.catalogue import MessagingFault as MessagingFault
from bridge.faults.fault import KINDS as KINDS
from bridge.faults.fault import Fault as Fault
from bridge.faults.fault import FaultPlan as FaultPlan
from bridge.faults.fault import Site as Site
from bridge.faults.fault import Where as Where
from bridge.faults.fault import Window as Window
from bridge.faults.injector import Faults as Faults
from bridge.faults.injector import FaultStatistics as FaultStatistics

__all__ = [
    "KINDS",
    "DataStoreFault",
    "Fault",
    "FaultPlan",
    "FaultStatistics",
    "Faults",
    "HttpFault",
    "MemoryStoreFault",
    "MessagingFault",
    "Site",
    "Where",
    "Window",
]
