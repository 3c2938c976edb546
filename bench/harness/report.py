"""The report: one JSON object whose keys people and pipelines rely on (bench/README.md)."""

import operator
import re
import statistics

SCHEMA = "vitalstream-tps-1"
LATENCIES = ("p50", "p90", "p99", "p999", "max")
STEP_KEYS = ("offered_tps", "committed_tps", "refused", "lost", "latency_ms",
             "cpu_us_per_tx_per_validator", "generator_cores")
SHAPE = {
    "schema": (),
    "environment": ("cpu", "cores", "memory_bytes", "kernel", "compiler", "versions"),
    "network": ("validators", "verification", "fsync", "tls", "encryption", "key_provider",
                "signing_mode", "quotas"),
    "workload": ("kind", "record_bytes", "keys"),
    "knee_tps": ("median", "min", "max"),
    "steps": (),
    "at_500_tps": STEP_KEYS,
    "one_dead": ("knee_tps", "worst_gap_ms"),
    "receipts": ("burst", "without_ms", "with_ms", "ratio"),
    "faults": (),
    "bytes_per_tx": ("wire", "disk"),
    "rss_bytes_max": (),
    "passed": (),
    "requirement_tps": (),
}
MIB = 1024 * 1024
_OPERATORS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
              "==": operator.eq}


def missing_keys(report):
    """The paths of the stable keys that are not there."""
    missing = []
    for key, inner in SHAPE.items():
        if key not in report:
            missing.append(key)
        else:
            missing += [f"{key}.{name}" for name in inner if name not in report[key]]
    for place, step in enumerate(report.get("steps", [])):
        missing += [f"steps[{place}].{name}" for name in STEP_KEYS if name not in step]
        missing += [f"steps[{place}].latency_ms.{name}" for name in LATENCIES
                    if name not in step.get("latency_ms", {})]
    missing += [f"faults[{place}].name" for place, fault in enumerate(report.get("faults", []))
                if "name" not in fault]
    return missing


def summarise(values):
    return {"median": round(statistics.median(values)), "min": round(min(values)),
            "max": round(max(values)), "all": [round(value) for value in values]}


def all_steps(report):
    yield from report["steps"]
    yield report["at_500_tps"]
    yield from (part["step"] for part in (report["one_dead"], *report["faults"],
                                          report["endurance"]) if "step" in part)


def at_the_knee(report):
    """The step of the curve whose rate is nearest to the knee."""
    knee = report["knee_tps"]["median"]
    return min(report["steps"], key=lambda step: abs(step["offered_tps"] - knee))


def figures(report):
    """What may be asserted, by name."""
    return {
        "tps": report["knee_tps"]["median"],
        "p50_ms": report["at_500_tps"]["latency_ms"]["p50"],
        "p99_ms": report["at_500_tps"]["latency_ms"]["p99"],
        "cpu_us": at_the_knee(report)["cpu_us_per_tx_per_validator"],
        "one_dead_share": report["one_dead"]["share_of_knee"],
        "worst_gap_ms": report["one_dead"]["worst_gap_ms"],
        "receipt_burst_ratio": report["receipts"]["ratio"],
        "rss_mib": round(report["rss_bytes_max"] / MIB),
        "lost": sum(step["lost"] for step in all_steps(report)),
        **worst_of(each for fault in report["faults"] for each in fault_figures(fault)),
    }


def worst_of(named):
    """Of figures that several faults have, which are the better the smaller, the largest counts."""
    found = {}
    for name, value in named:
        known = found.get(name, value)
        found[name] = None if value is None or known is None else max(value, known)
    return found


def fault_figures(fault):
    """(name, value) of what a fault adds to the figures, by the member that tells its kind."""
    if "factor" in fault:
        yield f"goodput_{fault['factor']}x_share", fault["share_of_knee"]
    if "runs_share" in fault:
        yield "slow_validator_share", fault["share_of_offered"]
        yield "slow_validator_p99_ms", fault["latency_ms"]["p99"]
        yield "slow_validator_gap_ms", fault["worst_gap_ms"]
        yield "slow_validator_level_after_s", fault["level_after_s"]
    if "signing" in fault:
        yield f"slow_keys_{fault['signing']}_tps", fault["knee_tps"]
        yield f"slow_keys_{fault['signing']}_share", fault["share_of_knee"]
    if "share_of_local" in fault:
        yield f"slow_keys_{fault['signing']}_beside_local", fault["share_of_local"]
    if "links_missing" in fault:
        name = "missing_link" if fault["links_missing"] == 1 else "missing_links"
        yield f"{name}_p50_ratio", fault["p50_ratio"]
        yield f"{name}_votes_after_stop_s", fault["votes_after_stop_s"]
        yield f"{name}_votes_after_kill_s", fault["votes_after_kill_s"]
    if "readers" in fault:
        yield "busy_readers_info_p99_ms", fault["info_p99_ms"]
        yield "busy_readers_submit_p50_ratio", fault["submit_p50_ratio"]
    if "restarted" in fault:
        yield "restarts_gap_ms", fault["worst_gap_ms"]
        yield "restarts_back_after_s", max(fault["back_s"], default=None)
    if "away_signing" in fault:
        yield f"keys_away_{fault['away_signing']}_share", fault["share_of_offered"]
        yield f"keys_away_{fault['away_signing']}_gap_ms", fault["worst_gap_ms"]
        if fault["away_signing"] == "direct":
            yield "keys_away_direct_signs_after_s", fault["signs_again_after_s"]


# What the project sets itself on two cores that four validators and the generator share.
TARGETS = ("tps>=8000", "p50_ms<=15", "p99_ms<=60", "cpu_us<=50", "one_dead_share>=0.8",
           "worst_gap_ms<=1000", "receipt_burst_ratio<=1.3", "slow_validator_share>=0.99",
           "slow_validator_gap_ms<=1000", "slow_validator_level_after_s<=5",
           "slow_keys_direct_tps>=1000", "slow_keys_delegated_beside_local>=0.95",
           "keys_away_direct_share>=0.99", "restarts_gap_ms<=1000",
           "busy_readers_info_p99_ms<=10", "busy_readers_submit_p50_ratio<=1.15",
           "missing_link_p50_ratio<=1.3",
           "missing_link_votes_after_stop_s<=2", "missing_link_votes_after_kill_s<=5",
           "missing_links_p50_ratio<=1.3", "missing_links_votes_after_stop_s<=2",
           "missing_links_votes_after_kill_s<=5", "keys_away_direct_signs_after_s<=10",
           "keys_away_delegated_share>=0.99", "goodput_2x_share>=0.8", "goodput_5x_share>=0.5",
           "rss_mib<1024", "lost==0")


def parse_assertion(text):
    """(name, operator's text, value); a ValueError says what is wrong with it."""
    found = re.fullmatch(r"\s*(\w+)\s*(>=|<=|==|>|<)\s*(\d+(?:\.\d+)?)\s*", text)
    if not found:
        raise ValueError(f"'{text}' is not like tps>=1000")
    return found.group(1), found.group(2), float(found.group(3))


def judge(text, known):
    """One assertion against the figures: {assertion, value, holds}."""
    name, comparison, limit = parse_assertion(text)
    if name not in known:
        raise ValueError(f"there is no figure '{name}'; there are {', '.join(sorted(known))}")
    return {"assertion": text, "value": known[name],
            # What never came about, such as a recovery, has no value.
            "holds": known[name] is not None and _OPERATORS[comparison](known[name], limit)}


def complete(report, assertions):
    """Adds what follows from the measurements: figures, targets, passed."""
    report["rss_bytes_max"] = max(step["rss_bytes_max"] for step in all_steps(report))
    report["figures"] = figures(report)
    report["targets"] = [judge(text, report["figures"]) for text in TARGETS
                         if parse_assertion(text)[0] in report["figures"]]
    report["assertions"] = [judge(text, report["figures"]) for text in assertions]
    report["passed"] = report["figures"]["lost"] == 0 and all(
        each["holds"] for each in report["assertions"])
    return report


def table(report):
    """The short table at the end."""
    lines = [f"{'figure':<32}{'value':>12}  target"]
    by_name = {parse_assertion(each["assertion"])[0]: each for each in report["targets"]}
    for name, value in report["figures"].items():
        target = by_name.get(name)
        word = "" if target is None else (
            f"{target['assertion']}  {'reached' if target['holds'] else 'NOT REACHED'}")
        lines.append(f"{name:<32}{'never' if value is None else value:>12}  {word}")
    return "\n".join(lines)
