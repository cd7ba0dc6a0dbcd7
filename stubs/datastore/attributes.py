"""The small objects around a data store call: key info, and the options a script makes itself.

Knows no request; the service mixes these members into its class.
"""

from __future__ import annotations

from bridge.instances.byte_strings import bytes_of
from bridge.stubs.datastore.errors import store_error
from bridge.stubs.datastore.versions import Version
from bridge.stubs.service import Draft, Instance, JsonText, JsonValue, Service, method

__all__ = ["NO_METADATA", "StoreObjects", "key_info", "metadata_of", "value_wire"]

NO_METADATA = "[]"


def metadata_of(options: Instance | None) -> str | None:
    """The JSON SetMetadata left on an options object; None when there is none."""
    if options is None or not isinstance(options.state, str):
        return None
    return options.state


def value_wire(version: Version) -> tuple[bytes, bytes, bytes]:
    """A value and its key info for `Request.reply_wire`."""
    text = bytes_of(version.text)
    if not version.user_ids and version.metadata == NO_METADATA:
        return b"jn", text, b"DataStoreKeyInfo " + version.id.encode()
    info = key_info(version)
    return b"jn", text, bytes_of(f"{info.class_name} {info.text}")


def key_info(version: Version) -> Draft:
    """A DataStoreKeyInfo, as `prelude/key_info.lua` reads it; the id of a version holds its
    times."""
    if not version.user_ids and version.metadata == NO_METADATA:
        return Draft("DataStoreKeyInfo", version.id)
    user_ids = ",".join(map(str, version.user_ids))
    return Draft("DataStoreKeyInfo", f"{version.id} [{user_ids}] {version.metadata}")


class StoreObjects(Service):
    """Members of DataStoreSetOptions, DataStoreIncrementOptions and DataStoreOptions, in the
    engine's order."""

    @method("SetMetadata", on="DataStoreSetOptions", parameters=("attributes: dictionary",))
    def set_set_metadata(self, target: Instance, attributes: JsonValue) -> None:
        """Keeps the table; its size is checked by the request (live experiments, 2022)."""
        target.state = _metadata_text(attributes)

    @method("GetMetadata", on="DataStoreSetOptions", returns=("json",))
    def get_set_metadata(self, target: Instance) -> JsonText:
        """What SetMetadata kept."""
        return JsonText(metadata_of(target) or "[]")

    @method("SetMetadata", on="DataStoreIncrementOptions", parameters=("attributes: dictionary",))
    def set_increment_metadata(self, target: Instance, attributes: JsonValue) -> None:
        """As on DataStoreSetOptions."""
        target.state = _metadata_text(attributes)

    @method("GetMetadata", on="DataStoreIncrementOptions", returns=("json",))
    def get_increment_metadata(self, target: Instance) -> JsonText:
        """What SetMetadata kept."""
        return JsonText(metadata_of(target) or "[]")

    @method(
        "SetExperimentalFeatures",
        on="DataStoreOptions",
        parameters=("experimentalFeatures: dictionary",),
    )
    def set_experimental_features(self, target: Instance, features: JsonValue) -> None:
        """Accepted without effect: libraries still pass `{v2 = true}`."""


def _metadata_text(attributes: JsonValue) -> str:
    if attributes.text is None:
        raise store_error("MetadataFormatError")
    return attributes.text
