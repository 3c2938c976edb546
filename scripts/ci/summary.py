"""Writes ci_artifacts/summary.json: what ran, what passed, and the figures that matter.

usage: summary.py STEPS_TSV OUTPUT_JSON
"""

import json
import pathlib
import platform
import re
import subprocess
import sys

_CTEST_LINE = re.compile(r"(\d+)% tests passed, (\d+) tests? failed out of (\d+)")


def read_steps(text):
    steps = []
    for line in text.splitlines():
        name, outcome, seconds, artifact = line.split("\t")
        steps.append({"name": name, "passed": outcome == "passed", "seconds": int(seconds),
                      "artifact": artifact or None})
    return steps


def test_counts(text):
    """From ctest's closing line: how many tests ran and how many failed."""
    match = _CTEST_LINE.search(text)
    return {"tests": int(match.group(3)), "failed": int(match.group(2))} if match else None


def figures_of(folder, artifact):
    """What a reader of the summary wants to know of one artifact."""
    path = folder / (artifact or "")
    if not artifact or not path.is_file():
        return None
    text = path.read_text(encoding="utf-8", errors="replace")
    if artifact.endswith("_test_results.txt"):
        return test_counts(text)
    if not artifact.endswith(".json"):
        return None
    report = json.loads(text)
    kept = ("passed", "line_percent", "knee_tps", "requirement_tps")
    return {key: report[key] for key in kept if key in report}


def commit():
    answer = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True,
                            text=True, check=False)
    return answer.stdout.strip() or "unknown"


def main(arguments):
    source, target = map(pathlib.Path, arguments)
    steps = read_steps(source.read_text(encoding="utf-8"))
    for step in steps:
        step["figures"] = figures_of(target.parent, step["artifact"])
    summary = {
        "schema": "vitalstream-ci-1",
        "passed": bool(steps) and all(step["passed"] for step in steps),
        "commit": commit(),
        "machine": platform.machine(),
        "steps": steps,
    }
    target.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
