"""AnalyticsService: events that a game reports; they are kept for the test and go nowhere.

Modelled on creator-docs, class AnalyticsService (cloud-services.md 9.5), and
production/analytics/event-types.md.
"""

from __future__ import annotations

from bridge.stubs.analytics.reports import AnalyticsEvent as AnalyticsEvent
from bridge.stubs.analytics.reports import Report as Report
from bridge.stubs.analytics.reports import Reports as Reports
from bridge.stubs.analytics.service import AnalyticsService as AnalyticsService

__all__ = ["AnalyticsEvent", "AnalyticsService", "Report", "Reports"]
