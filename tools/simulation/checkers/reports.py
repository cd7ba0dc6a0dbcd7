"""What laws find, and how it is told: findings, the report of a check, its exception.

Knows no law and no service.
"""

from __future__ import annotations

from dataclasses import dataclass

from bridge.errors import InvariantViolation

__all__ = ["Finding", "Report"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that went against a law.

    Attributes:
        error: what is raised for it.
        headline: which key, and what is wrong with it.
        steps: the calls that explain it, one line each, in the order they began.
    """

    error: type[InvariantViolation]
    headline: str
    steps: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n  ".join((self.headline, *self.steps))


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check.

    Attributes:
        findings: empty when everything held.
        seed: of the universe.
        seconds: simulated time of the check.
    """

    findings: tuple[Finding, ...]
    seed: int
    seconds: float

    def __bool__(self) -> bool:
        """True when everything held."""
        return not self.findings

    def __str__(self) -> str:
        if not self.findings:
            return "every law held"
        count = len(self.findings)
        told = "\n".join(map(str, self.findings))
        more = "" if count == 1 else f"{count} things went against what must hold:\n"
        return f"{more}{told}\nseed {self.seed}, found at {self.seconds:g} simulated seconds"

    def raise_if_broken(self) -> None:
        """Raise what the first finding says, telling all of them.

        Raises:
            InvariantViolation: an AssertionError, of the class of the first finding.
        """
        if self.findings:
            raise self.findings[0].error(str(self), self.findings)
