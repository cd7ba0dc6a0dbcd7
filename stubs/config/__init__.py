"""ConfigService: an experience's configuration, published to its servers, read as snapshots.

Modelled on creator-docs, classes ConfigService and ConfigSnapshot, and production/configs.md.
"""

from __future__ import annotations

from bridge.stubs.config.configs import Configs as Configs
from bridge.stubs.config.configs import Version as Version
from bridge.stubs.config.service import ConfigService as ConfigService

__all__ = ["ConfigService", "Configs", "Version"]
