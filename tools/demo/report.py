"""The demo's report: plain text, the same bytes for the same run. Reads no clock and no files."""

from __future__ import annotations

from collections.abc import Sequence

from bridge.tools.demo.invariants import PLATFORM_LIMIT, Invariant, most_in_any_minute
from bridge.tools.demo.world import DemoRun

__all__ = ["render"]


def render(run: DemoRun, invariants: Sequence[Invariant]) -> str:
    """The report, without a final line end."""
    lines = [
        f"luau-bridge demo: {len(run.servers)} servers, "
        f"{run.seconds / 60:g} simulated minutes, seed {run.seed}",
        "",
        "servers",
        *_servers(run),
        "",
        "messages",
        *_messages(run),
        "",
        "data stores",
        *_stores(run),
        "",
        "faults injected (bitten of considered)",
        *(
            f"  {name:<30} {bitten:>6,} of {considered:,}"
            for name, bitten, considered in run.faults
        ),
        "",
        "invariants",
        *(_verdict(each) for each in invariants),
        "",
        f"trace {run.trace_digest[:16]}",
    ]
    return "\n".join(lines)


def _servers(run: DemoRun) -> list[str]:
    return [
        f"  {index}  {server.job_id}  {len(server.players)} players, "
        f"{server.frames_run:,} frames run, {len(server.admins)} admins"
        for index, server in enumerate(run.servers)
    ]


def _total(run: DemoRun, section: str, name: str) -> int:
    values = (server.notes[section].get(name, 0) for server in run.servers)
    return sum(int(value) for value in values if isinstance(value, int | float))


def _messages(run: DemoRun) -> list[str]:
    refusals: dict[str, int] = {}
    for server in run.servers:
        for reason in server.notes["refusals"]:
            refusals[reason] = _total(run, "refusals", reason)
    refused = ", ".join(f"{count:,} {reason}" for reason, count in sorted(refusals.items()))
    most = most_in_any_minute(run.publishes_at_us)
    return [
        f"  queued     {_total(run, 'counts', 'queued'):,}",
        f"  refused    {refused or 'none'}",
        f"  sent       {_total(run, 'messenger', 'Sent'):,}",
        f"  retried    {_total(run, 'messenger', 'Retried'):,}",
        f"  dropped    {_total(run, 'messenger', 'Dropped'):,} "
        f"(expired {_total(run, 'messenger', 'Expired'):,})",
        f"  delivered  {run.delivered:,} (lost {run.lost:,}, duplicated {run.duplicated:,})",
        f"  quota      at most {most} in any minute of {PLATFORM_LIMIT} allowed, "
        f"{run.throttled} refused by the platform",
    ]


def _stores(run: DemoRun) -> list[str]:
    reads = _total(run, "counts", "reads")
    loads = _total(run, "counts", "loads")
    saved = 100 * (1 - loads / reads) if reads else 0.0
    edits = [edit["text"] for edit in run.edits_in_order]
    outcomes = ", ".join(f"{edits.count(text)} {text!r}" for text in sorted(set(map(str, edits))))
    requests = ", ".join(f"{name} {count:,}" for name, count in run.requests.items())
    return [
        f"  requests   {requests}",
        f"  reads      {reads:,} through the cache, {loads:,} from the store ({saved:.1f} % saved)",
        f"  saves      {sum(run.saves_stored.values()):,} stored, "
        f"{_total(run, 'counts', 'saveErrors'):,} reported as failed",
        f"  admins     {outcomes or 'no edits'}",
    ]


def _verdict(invariant: Invariant) -> str:
    if invariant.held:
        return f"  ok      {invariant.promise}"
    return f"  FAILED  {invariant.promise}: {invariant.problem}"
