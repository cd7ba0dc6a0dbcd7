"""Which file is of which kind: Rojo's default sync rules and those of a project's `syncRules`.

Source of the rules: Rojo's documentation, page "Sync Details", and its changelog up to 7.7. Reads
no files: what a kind of file becomes is the business of `files.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bridge.errors import ProjectError
from bridge.project.globs import glob_matches

__all__ = [
    "DEFAULT_RULES",
    "INIT_FILES",
    "KINDS",
    "SyncRule",
    "default_rule",
    "is_meta",
    "read_sync_rules",
]

KINDS: Final = (
    "csv", "jsonModel", "json", "serverScript", "clientScript", "moduleScript", "pluginScript",
    "legacyServerScript", "legacyClientScript", "runContextServerScript",
    "runContextClientScript", "project", "rbxm", "rbxmx", "toml", "text", "yaml", "ignore",
)  # fmt: skip
"""The words of `use` in a sync rule."""

SCRIPT_KINDS: Final = {
    "server": "serverScript",
    "client": "clientScript",
    "plugin": "pluginScript",
}

META_SUFFIXES: Final = (".meta.json", ".meta.jsonc")


@dataclass(frozen=True, slots=True)
class SyncRule:
    """Files that match become instances of one kind.

    Attributes:
        kind: one of `KINDS`.
        include, exclude: globs of the path relative to the project's folder.
        suffix: what is cut off the file's name; without it, what follows the last dot.
    """

    kind: str
    include: str
    exclude: str | None = None
    suffix: str | None = None

    def matches(self, relative: str) -> bool:
        """True for a file of this rule, by its path with forward slashes."""
        if self.exclude is not None and glob_matches(relative, self.exclude):
            return False
        return glob_matches(relative, self.include)

    def instance_name(self, path: Path) -> str:
        """The Name of the instance that the file becomes."""
        if self.suffix is None:
            return path.stem
        return path.name.removesuffix(self.suffix)


def _rule(suffix: str, kind: str, cut: bool = True) -> SyncRule:
    return SyncRule(kind, "*" + suffix, suffix=suffix if cut else None)


def _default_rules() -> tuple[SyncRule, ...]:
    """In the order Rojo asks them: the longer suffix before the shorter."""
    rules = [
        _rule(f".{word}.{ending}", kind)
        for word, kind in SCRIPT_KINDS.items()
        for ending in ("lua", "luau")
    ]
    rules += [_rule(f".{ending}", "moduleScript", cut=False) for ending in ("lua", "luau")]
    for word, kind in (("project", "project"), ("model", "jsonModel")):
        rules += [_rule(f".{word}.{ending}", kind) for ending in ("json", "jsonc")]
    for ending in ("json", "jsonc"):
        rules.append(
            SyncRule(
                "json",
                f"*.{ending}",
                exclude=f"*.meta.{ending}",
                suffix=f".{ending}",
            )
        )
    for ending, kind in (
        ("toml", "toml"), ("csv", "csv"), ("txt", "text"), ("rbxmx", "rbxmx"), ("rbxm", "rbxm"),
        ("yml", "yaml"), ("yaml", "yaml"),
    ):  # fmt: skip
        rules.append(_rule(f".{ending}", kind, cut=False))
    return tuple(rules)


DEFAULT_RULES: Final = _default_rules()

_BY_ENDING: Final = tuple((rule.include.removeprefix("*"), rule) for rule in DEFAULT_RULES)


def default_rule(name: str) -> SyncRule | None:
    """The first default rule for a file's name, or None when Rojo does not sync it.

    The same as asking each rule, of which every one is a name's ending, without its glob.
    """
    for ending, rule in _BY_ENDING:
        if name.endswith(ending):
            return None if rule.exclude is not None and is_meta(name) else rule
    return None


INIT_FILES: Final[tuple[tuple[str, str], ...]] = (
    ("default.project.json", "project"),
    ("default.project.jsonc", "project"),
    ("init.luau", "moduleScript"),
    ("init.lua", "moduleScript"),
    ("init.server.luau", "serverScript"),
    ("init.server.lua", "serverScript"),
    ("init.client.luau", "clientScript"),
    ("init.client.lua", "clientScript"),
    ("init.plugin.luau", "pluginScript"),
    ("init.plugin.lua", "pluginScript"),
    ("init.csv", "csv"),
)
"""Files that turn their folder into something else; the first that exists does, the others are left
out, as in Rojo."""


def is_meta(name: str) -> bool:
    """True for the name of a meta file, which is no instance of its own."""
    return name.endswith(META_SUFFIXES)


def read_sync_rules(file: Path, written: Any) -> tuple[SyncRule, ...]:
    """The rules of a project's `syncRules`, asked before the default ones.

    Raises:
        ProjectError: a rule is incomplete or names an unknown kind; the text names the rule.
    """
    if not isinstance(written, list):
        raise ProjectError(f"{file}: syncRules must be a list of rules")
    return tuple(_user_rule(file, at, rule) for at, rule in enumerate(written))


def _user_rule(file: Path, at: int, rule: Any) -> SyncRule:
    where = f"{file}: syncRules[{at}]"
    if not isinstance(rule, dict):
        raise ProjectError(f'{where} must be an object with "pattern" and "use"')
    unknown = sorted(set(rule) - {"pattern", "use", "exclude", "suffix"})
    if unknown:
        raise ProjectError(f"{where}: unknown key {unknown[0]!r}")
    kind = rule.get("use")
    if kind not in KINDS:
        raise ProjectError(f'{where}: "use" is {kind!r}; it must be one of {", ".join(KINDS)}')
    for key in ("pattern", "exclude", "suffix"):
        value = rule.get(key)
        if not isinstance(value, str) and (value is not None or key == "pattern"):
            raise ProjectError(f'{where}: "{key}" must be a string')
    return SyncRule(kind, rule["pattern"], rule.get("exclude"), rule.get("suffix"))
