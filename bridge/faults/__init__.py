"""Faults: what can go wrong at a service's door, as values that print, compare and travel as JSON.

Knows no service, no scheduler and no Lua. A stub asks `Faults.bite` at each point where something
can go wrong and acts on the answer.
"""

from __future__ import annotations

from bridge.faults.catalogue import DataStoreFault as DataStoreFault
from bridge.faults.catalogue import HttpFault as HttpFault
from bridge.faults.catalogue import MarketplaceFault as MarketplaceFault
from bridge.faults.catalogue import MemoryStoreFault as MemoryStoreFault
from bridge.faults.catalogue import MessagingFault as MessagingFault
from bridge.faults.catalogue import RemoteFault as RemoteFault
from bridge.faults.catalogue import TeleportFault as TeleportFault
from bridge.faults.delays import Delay as Delay
from bridge.faults.fault import Fault as Fault
from bridge.faults.fault import FaultPlan as FaultPlan
from bridge.faults.fault import Site as Site
from bridge.faults.fault import Where as Where
from bridge.faults.fault import Window as Window
from bridge.faults.incidents import PlayerFault as PlayerFault
from bridge.faults.incidents import ServerFault as ServerFault
from bridge.faults.injector import Armed as Armed
from bridge.faults.injector import Faults as Faults
from bridge.faults.injector import FaultStatistics as FaultStatistics
from bridge.faults.kinds import CLASS_NAMES as CLASS_NAMES
from bridge.faults.kinds import DELAYED as DELAYED
from bridge.faults.kinds import INCIDENTS as INCIDENTS
from bridge.faults.kinds import KINDS as KINDS
from bridge.faults.lookups import AccountFault as AccountFault
from bridge.faults.lookups import AdFault as AdFault
from bridge.faults.lookups import AnalyticsFault as AnalyticsFault
from bridge.faults.lookups import AssetFault as AssetFault
from bridge.faults.lookups import BadgeFault as BadgeFault
from bridge.faults.lookups import ConfigFault as ConfigFault
from bridge.faults.lookups import GroupFault as GroupFault
from bridge.faults.lookups import LocalizationFault as LocalizationFault
from bridge.faults.lookups import PolicyFault as PolicyFault
from bridge.faults.lookups import SocialFault as SocialFault
from bridge.faults.lookups import TextFault as TextFault
from bridge.faults.lookups import UserFault as UserFault
from bridge.faults.refining import Refinable as Refinable

__all__ = [
    "CLASS_NAMES",
    "DELAYED",
    "INCIDENTS",
    "KINDS",
    "AccountFault",
    "AdFault",
    "AnalyticsFault",
    "Armed",
    "AssetFault",
    "BadgeFault",
    "ConfigFault",
    "DataStoreFault",
    "Delay",
    "Fault",
    "FaultPlan",
    "FaultStatistics",
    "Faults",
    "GroupFault",
    "HttpFault",
    "LocalizationFault",
    "MarketplaceFault",
    "MemoryStoreFault",
    "MessagingFault",
    "PlayerFault",
    "PolicyFault",
    "Refinable",
    "RemoteFault",
    "ServerFault",
    "Site",
    "SocialFault",
    "TeleportFault",
    "TextFault",
    "UserFault",
    "Where",
    "Window",
]
