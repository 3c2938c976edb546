#!/usr/bin/python3
"""Measures how many transactions a second a network of validators on this machine bears, and
writes tps_benchmark_report.json and tps_benchmark_report.html (bench/README.md).

Exit status: 0 measured and every assertion holds, 1 not, 2 wrong usage."""

import argparse
import json
import pathlib
import signal
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from harness import environment, page, report, scenarios, slow_scenarios  # noqa: E402
from harness.link_scenarios import missing_links  # noqa: E402
from harness.read_scenario import busy_readers  # noqa: E402
from harness.receipt_scenarios import receipt_burst  # noqa: E402
from harness.restart_scenarios import planned_restarts  # noqa: E402
from harness.endurance import endurance  # noqa: E402
from harness.load_step import Generator, Workload  # noqa: E402
from harness.network import BenchError, Network  # noqa: E402
from harness.plan import full_plan, quick_plan  # noqa: E402

PROJECT = pathlib.Path(__file__).resolve().parents[1]
BEGIN = time.monotonic()


def tell(text):
    print(f"[{time.monotonic() - BEGIN:6.0f} s] {text}", flush=True)


def assertion(text):
    try:
        report.parse_assertion(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, default=PROJECT / "build/release/bin",
                        help="folder with vitalstream, vitalstream-load and fake_vault_server")
    parser.add_argument("--output", type=pathlib.Path, default=PROJECT / "ci_artifacts")
    parser.add_argument("--quick", action="store_true", help="about ten minutes")
    parser.add_argument("--overload-seconds", type=float, help="instead of what the plan says")
    parser.add_argument("--away-seconds", type=float, help="of a key provider, likewise")
    parser.add_argument("--soak-seconds", type=float, help="of the run at the knee, likewise; "
                        "beyond 300 in rounds, each signed before it")
    parser.add_argument("--assert", dest="assertions", action="append", type=assertion, default=[],
                        metavar="FIGURE>=N", help="such as tps>=1000; may be repeated")
    parser.add_argument("--record-bytes", type=int, default=256)
    parser.add_argument("--fhir", default="", help="folder with FHIR resources to send instead")
    parser.add_argument("--kind", choices=("fixed", "poisson"), default="poisson")
    parser.add_argument("--validators", type=int, default=4)
    parser.add_argument("--base-port", type=int, default=27000)
    parser.add_argument("--folder", default=None,
                        help="where the networks are written; a file system that syncs")
    return parser.parse_args(arguments)


def plan_of(options):
    lengths = {"overload_s": options.overload_seconds, "endurance_s": options.soak_seconds,
               "provider_away_s": options.away_seconds}
    return (quick_plan if options.quick else full_plan)(
        validators=options.validators, base_port=options.base_port, folder=options.folder,
        **{name: seconds for name, seconds in lengths.items() if seconds is not None})


def describe_network(bench, plan):
    written = Network(bench.program, plan)
    curves, is_encrypted = written.signing_curves, written.is_encrypted()
    quotas = written.quotas
    written.close()
    return {"validators": plan.validators, "verification": "every validator",
            "fsync": "every vote and every commit", "tls": "1.3, mutual, between validators",
            "encryption": "AES-256-GCM, every file" if is_encrypted else "none at rest",
            "key_provider": "local", "signing_mode": "direct, " + ", ".join(curves),
            "quotas": quotas}


def measure(bench, plan, requirement):
    surroundings = environment.describe(bench.program)
    knees = scenarios.knees(bench)
    knee = statistics.median(knees)
    if knee <= 0:
        raise BenchError("no rate is sustained")
    steps = scenarios.curve(bench, knee)
    at_rest = scenarios.at_rest(bench)
    receipts = receipt_burst(bench)
    dead = scenarios.one_dead(bench, knee)
    paused = scenarios.quorum_paused(bench, knee)
    restarts = planned_restarts(bench)
    reading = busy_readers(bench)
    links = missing_links(bench, knee)
    slow = slow_faults(bench, knee)
    overloads = [scenarios.overload(bench, knee, factor) for factor in plan.overloads]
    soak = endurance(bench, knee)
    return {
        "schema": report.SCHEMA,
        "environment": surroundings,
        "network": describe_network(bench, plan),
        "workload": bench.generator.workload.as_json(),
        "knee_tps": report.summarise(knees),
        "steps": steps,
        "at_500_tps": at_rest,
        "receipts": receipts,
        "one_dead": dead,
        "faults": [{"name": "validator killed and back", "worst_gap_ms": dead["worst_gap_ms"],
                    "back_after_s": dead["back_after_s"]}, paused, restarts, reading, *links, *slow,
                   *overloads],
        "bytes_per_tx": {"wire": soak["wire"], "disk": soak["disk"]},
        "endurance": soak,
        "requirement_tps": requirement,
    }


def slow_faults(bench, knee):
    found = [slow_scenarios.slow_validator(bench, knee)]
    for signing in bench.plan.signing_modes:
        found += slow_scenarios.slow_provider(bench, knee, signing)
    return found


def requirement_of(assertions):
    parsed = [report.parse_assertion(text) for text in assertions]
    return max((limit for name, _, limit in parsed if name == "tps"), default=0)


def write(finished, folder):
    missing = report.missing_keys(finished)
    if missing:
        raise BenchError(f"the report lacks {', '.join(missing)}")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "tps_benchmark_report.json"
    target.write_text(json.dumps(finished, indent=1) + "\n")
    target.with_suffix(".html").write_text(page.render(finished))
    tell(f"wrote {target} and the page beside it")


def main(arguments):
    options = parse_arguments(arguments)
    # So that what was started is ended on Ctrl-C and on a polite kill alike.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    plan = plan_of(options)
    workload = Workload(options.kind, options.record_bytes, options.fhir, plan.clients)
    generator = Generator(options.programs / "vitalstream-load", workload)
    bench = scenarios.Bench(options.programs, generator, plan, tell)
    try:
        measured = measure(bench, plan, requirement_of(options.assertions))
        finished = report.complete(measured, options.assertions)
        finished["plan"] = "quick" if options.quick else "full"
        write(finished, options.output)
    except (BenchError, OSError, ValueError) as error:
        print(f"run_benchmark: error: {error}", file=sys.stderr)
        return 1
    print(report.table(finished))
    for each in finished["assertions"]:
        print(f"{each['assertion']}: {each['value']}: {'holds' if each['holds'] else 'BROKEN'}")
    return 0 if finished["passed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
