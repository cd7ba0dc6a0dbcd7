"""HttpService: JSON, GUIDs, and requests that only handlers registered by a test answer.

Modelled on creator-docs, class HttpService (2026-08) and measured behaviour (RobloxAPI/doc,
2020-12). Never touches a network.
"""

from __future__ import annotations

from bridge.stubs.http.routes import HttpFailure as HttpFailure
from bridge.stubs.http.routes import HttpReply as HttpReply
from bridge.stubs.http.routes import HttpRoutes as HttpRoutes
from bridge.stubs.http.routes import HttpSent as HttpSent
from bridge.stubs.http.secrets import Secret as Secret
from bridge.stubs.http.secrets import Secrets as Secrets
from bridge.stubs.http.service import HttpService as HttpService

__all__ = ["HttpFailure", "HttpReply", "HttpRoutes", "HttpSent", "HttpService", "Secret", "Secrets"]
