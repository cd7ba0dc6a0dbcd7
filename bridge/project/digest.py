"""A short text that is equal for equal projects: has the code changed since a run?

Folders do not matter, so a project may move; names, classes, values, sources and their order do.
"""

from __future__ import annotations

import json
from hashlib import sha256

from bridge.project.tree import ProjectNode

__all__ = ["project_digest"]


def project_digest(project: ProjectNode) -> str:
    """64 hex digits that follow from everything of a project that a server sees."""
    digest = sha256()
    stack = [(0, project)]
    while stack:
        depth, node = stack.pop()
        facts = {
            "depth": depth,
            "name": node.name,
            "class": node.class_name,
            "properties": node.properties,
            "attributes": node.attributes,
            "tags": node.tags,
            "id": node.id,
            "referent": node.referent,
            "aliases": sorted(node.aliases),
            "place": node.place_id,
            "game": node.game_id,
            "source": None if node.source is None else node.source.text,
        }
        digest.update(json.dumps(facts, sort_keys=True, default=repr).encode())
        digest.update(b"\n")
        stack.extend((depth + 1, child) for child in reversed(node.children))
    return digest.hexdigest()
