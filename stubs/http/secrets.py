"""The secrets of an experience, and what a server makes of a script's Secret.

Source: creator-docs cloud-services/secrets.md (2026-06): a name, a text of up to 1,024 characters,
and the domain it may be sent to; 500 per experience; a playtest in Studio has local secrets
instead. A server fetches the secrets when it starts, and what is changed later reaches the next
ones (staff post, DevForum topic 2892154, 2024-03). Knows no request.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bridge.errors import StubError, UsageError
from bridge.instances.structures import SecretText
from bridge.stubs.context import UniverseView
from bridge.stubs.profiles import HttpRules

__all__ = ["MISSING", "Filled", "Secret", "SecretBook", "Secrets", "check_domains"]

MISSING = "Can't find secret with given key"
"""Documented for a server on which the secret is not available."""

WRONG_DOMAIN = "Secret({name}) is not allowed to be sent to {host}"
"""No text is known."""

DOMAIN = re.compile(r"\*|(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")

JSON_FORM = '{"name": ["text in base64", "domain"]}'


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret; `repr` keeps its text to itself.

    Attributes:
        domain: "*" for any host, "*.example.com" for every host below that one, or one host.
    """

    name: str
    text: str
    domain: str = "*"

    def __repr__(self) -> str:
        return f"Secret({self.name!r}, domain={self.domain!r})"

    def allows(self, host: str) -> bool:
        """Whether it may be sent to a host. A wildcard leaves out the domain itself (inferred from
        "any subdomain")."""
        host, domain = host.lower(), self.domain.lower()
        if domain.startswith("*."):
            return host.endswith(domain[1:]) and len(host) > len(domain) - 1
        return domain in ("*", host)


class Secrets:
    """Every secret of a universe, and when it was set: the test handle `universe.secrets`.

    A server has those that were set by the instant in which it started.

    Parameters:
        rules: how many there may be, and how long.
        now_us: simulated time.
    """

    def __init__(self, rules: HttpRules, now_us: Callable[[], int]) -> None:
        self._rules = rules
        self._now_us = now_us
        self._history: dict[tuple[bool, str], list[tuple[int, Secret | None]]] = {}

    def __repr__(self) -> str:
        # Names only: a secret's text never reaches an output.
        names = sorted({name for _, name in self._history})
        return f"<secrets of a universe: {', '.join(names) or 'none'}>"

    @classmethod
    def of(cls, universe: UniverseView) -> Secrets:
        """The secrets of a universe, the same for all its servers and tests."""
        rules, clock = universe.profile.http, universe.clock
        return universe.backend("secrets", lambda: cls(rules, lambda: clock.now_us))

    def set(self, name: str, text: str, domain: str = "*", *, local: bool = False) -> None:
        """Creates or replaces a secret, for servers that start from now on.

        Parameters:
            domain: where it may be sent, see `Secret`.
            local: for playtests in Studio, instead of live servers and Team Test.

        Raises:
            UsageError: an empty name, a text over the limit, a domain that is none, or one secret
                too many.
        """
        limit = self._rules.secret_characters_max
        if not name:
            raise UsageError("a secret needs a name")
        if len(text) > limit:
            raise UsageError(f"secret {name!r} is longer than {limit} characters")
        if not DOMAIN.fullmatch(domain):
            raise UsageError(
                f"secret {name!r}: domain {domain!r} is none; write *, *.example.com or a host"
            )
        now_us, most = self._now_us(), self._rules.secrets_max
        known = self.as_of(now_us, local=local)
        if name not in known and len(known) >= most:
            raise UsageError(f"an experience has at most {most} secrets")
        self._history.setdefault((local, name), []).append((now_us, Secret(name, text, domain)))

    def remove(self, name: str, *, local: bool = False) -> None:
        """Deletes a secret, for servers that start from now on."""
        now_us = self._now_us()
        if name not in self.as_of(now_us, local=local):
            raise UsageError(f"there is no secret {name!r}")
        self._history[local, name].append((now_us, None))

    def load_json(self, text: str) -> None:
        """Sets the secrets of a JSON text in the form of Studio's local secrets, for servers of
        every kind.

        Raises:
            UsageError: it is not of that form; the message holds no secret.
        """
        try:
            found = json.loads(text)
            entries = [(name, content, domain) for name, (content, domain) in found.items()]
        except (ValueError, AttributeError, TypeError):
            # No `from`: the cause may quote a secret.
            raise UsageError(f"secrets are written {JSON_FORM}") from None
        read = {name: (_decoded(name, content), domain) for name, content, domain in entries}
        for name, (content, domain) in read.items():
            for local in (False, True):
                self.set(name, content, domain, local=local)

    def as_of(self, at_us: int, *, local: bool = False) -> dict[str, Secret]:
        """The secrets there were at an instant, by name."""
        found = {}
        for (is_local, name), changes in self._history.items():
            last = [secret for since_us, secret in changes if since_us <= at_us][-1:]
            if is_local == local and last and last[0] is not None:
                found[name] = last[0]
        return found


def _decoded(name: str, content: str) -> str:
    try:
        return b64decode(content, validate=True).decode()
    except (ValueError, TypeError):
        # No `from`, as above.
        raise UsageError(f"the text of secret {name!r} is not written in base64") from None


class Filled(NamedTuple):
    """A text with its secrets filled in.

    Attributes:
        text: what is sent.
        shown: the same with the names of the secrets, for everything that is written down.
        secret: the one that was used.
    """

    text: str
    shown: str
    secret: Secret | None = None


class SecretBook:
    """The secrets of one server.

    Parameters:
        secrets: by name.
    """

    def __init__(self, secrets: Mapping[str, Secret]) -> None:
        self._secrets = secrets

    def find(self, name: str) -> Secret:
        """A secret by its name.

        Raises:
            StubError: this server has none of that name.
        """
        secret = self._secrets.get(name)
        if secret is None:
            raise StubError(MISSING)
        return secret

    def fill(self, value: object) -> Filled:
        """What a script gave for a URL or a header: a text, or a Secret in its place."""
        if not isinstance(value, SecretText):
            return Filled(str(value), str(value))
        secret = self.find(value.name)
        return Filled(f"{value.before}{secret.text}{value.after}", str(value), secret)


def check_domains(filled: list[Filled], host: str) -> None:
    """Each secret goes only where its domain allows (documented).

    Raises:
        StubError: one may not be sent there.
    """
    for each in filled:
        if each.secret is not None and not each.secret.allows(host):
            raise StubError(WRONG_DOMAIN.format(name=each.secret.name, host=host))
