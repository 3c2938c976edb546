#!/usr/bin/python3
"""Offers two builds of the programs the same load in turn and prints what the new one makes of it
beside the old one: what the knee and the quiet network cost, medians with their ranges.

Exit status: 0 measured and every assertion holds, 1 not, 2 wrong usage."""

import argparse
import json
import pathlib
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from harness import comparison, report  # noqa: E402
from harness.load_step import Generator, Workload  # noqa: E402
from harness.network import BenchError  # noqa: E402
from harness.plan import Plan  # noqa: E402
from harness.scenarios import Bench  # noqa: E402

PROJECT = pathlib.Path(__file__).resolve().parents[1]
BEGIN = time.monotonic()


def tell(text):
    print(f"[{time.monotonic() - BEGIN:6.0f} s] {text}", flush=True)


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--old", type=pathlib.Path, required=True,
                        help="folder with the vitalstream to compare with")
    parser.add_argument("--new", type=pathlib.Path, default=PROJECT / "build/release/bin",
                        help="folder with vitalstream, and vitalstream-load, which loads both")
    parser.add_argument("--pairs", type=int, default=5, help="steps of each build (default 5)")
    parser.add_argument("--rate", type=float, help="instead of the old build's knee")
    parser.add_argument("--seconds", type=float, default=8, help="measured per step (default 8)")
    parser.add_argument("--base-port", type=int, default=27000)
    parser.add_argument("--folder", default=None,
                        help="where the networks are written; a file system that syncs")
    parser.add_argument("--json", type=pathlib.Path, help="write all steps there")
    parser.add_argument("--assert", dest="assertions", action="append", default=[],
                        metavar="FIGURE>=N", help="such as cpu_us_at_the_knee_ratio<=1.02")
    options = parser.parse_args(arguments)
    if options.pairs < 1:
        parser.error("--pairs needs a positive number")
    for text in options.assertions:
        try:
            report.parse_assertion(text)
        except ValueError as error:
            parser.error(str(error))
    return options


def main(arguments):
    options = parse_arguments(arguments)
    # So that what was started is ended on Ctrl-C and on a polite kill alike.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    plan = Plan(probe_s=options.seconds, warmup_s=2, base_port=options.base_port,
                folder=options.folder)
    generator = Generator(options.new / "vitalstream-load", Workload(keys=plan.clients))
    benches = {name: Bench(programs, generator, plan, tell)
               for name, programs in (("new", options.new), ("old", options.old))}
    try:
        found = comparison.compare(benches, options.pairs, options.rate)
        judged = [report.judge(text, comparison.assertable(found["figures"]))
                  for text in options.assertions]
        if options.json:
            options.json.write_text(json.dumps(found, indent=1) + "\n")
    except (BenchError, OSError, ValueError) as error:
        print(f"compare_builds: error: {error}", file=sys.stderr)
        return 1
    print(f"{found['rate']} TPS offered as the knee, {found['pairs']} steps of each in turn")
    print(comparison.table(found["figures"]))
    for each in judged:
        print(f"{each['assertion']}: {each['value']}: {'holds' if each['holds'] else 'BROKEN'}")
    return 0 if found["figures"]["lost"] == 0 and all(each["holds"] for each in judged) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
