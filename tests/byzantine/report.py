"""What a run found: one JSON file for machines, one table for people."""

import dataclasses
import json


def as_json(outcomes):
    return json.dumps([dataclasses.asdict(outcome) | {"passed": outcome.passed}
                       for outcome in outcomes], indent=2) + "\n"


def _of(value, limit, unit, digits):
    bound = f" of {limit:.{digits}f}" if limit else ""
    return f"{value:.{digits}f}{bound} {unit}"


def as_table(outcomes):
    lines = ["| behaviour | what it does | longest gap | peak memory | processor | verdict |",
             "|---|---|---|---|---|---|"]
    for one in outcomes:
        verdict = "ok" if one.passed else "**" + "; ".join(one.failures) + "**"
        if one.attempts > 1:
            verdict += f" (attempt {one.attempts})"
        if one.back_after_s is not None:
            verdict += f" (the restarted one voted after {one.back_after_s:.1f} s)"
        lines.append(f"| `{one.name}` | {one.does} | {_of(one.gap_s, one.gap_limit_s, 's', 2)} | "
                     f"{_of(one.peak_mib, one.peak_limit_mib, 'MiB', 0)} | "
                     f"{_of(one.cores, one.cores_limit, 'cores', 2)} | {verdict} |")
    passed = sum(one.passed for one in outcomes)
    return "\n".join(lines) + f"\n\n{passed} of {len(outcomes)} as they must be.\n"
