"""The small objects around a data store call: key info, and the options a script makes itself.

Knows no request; the service mixes these members into its class.
"""

from __future__ import annotations

import json

from bridge.stubs.datastore.errors import store_error
from bridge.stubs.datastore.versions import Version
from bridge.stubs.service import Instance, JsonText, JsonValue, Service, method

__all__ = ["StoreObjects", "metadata_of"]


def metadata_of(options: Instance | None) -> str | None:
    """The JSON SetMetadata left on an options object; None when there is none."""
    if options is None or not isinstance(options.state, str):
        return None
    return options.state


class StoreObjects(Service):
    """Members of DataStoreKeyInfo, DataStoreSetOptions, DataStoreIncrementOptions and
    DataStoreOptions, in the engine's order."""

    def key_info(self, version: Version) -> Instance:
        """A DataStoreKeyInfo; `prelude/key_info.lua` asks `key_property` for what it shows."""
        info = self.world.draft("DataStoreKeyInfo")
        info.state = version
        return info

    def key_property(self, number: int, name: str) -> object:
        """Host function: a property of a DataStoreKeyInfo; times in Unix milliseconds
        (documented)."""
        version = _version(self.world[number])
        if name == "Version":
            return version.id
        time_us = version.object_created_us if name == "CreatedTime" else version.created_us
        return time_us // 1000

    @method("GetUserIds", on="DataStoreKeyInfo", returns=("json",))
    def get_user_ids(self, target: Instance) -> JsonText:
        """A fresh table each time, `{}` when nothing was set."""
        return JsonText(json.dumps(list(_version(target).user_ids)))

    @method("GetMetadata", on="DataStoreKeyInfo", returns=("json",))
    def get_key_metadata(self, target: Instance) -> JsonText:
        """A fresh table each time, `{}` when nothing was set."""
        return JsonText(_version(target).metadata)

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


def _version(info: Instance) -> Version:
    version = info.state
    assert isinstance(version, Version)
    return version


def _metadata_text(attributes: JsonValue) -> str:
    if attributes.text is None:
        raise store_error("MetadataFormatError")
    return attributes.text
