"""EncodingService: base64, hashes, and compression where a package does it.

Modelled on creator-docs, class EncodingService and enums HashAlgorithm and CompressionAlgorithm
(2026-08).
"""

from __future__ import annotations

from bridge.stubs.encoding.service import EncodingService as EncodingService

__all__ = ["EncodingService"]
