"""Judges line coverage by folder.

usage: coverage_check.py GCOVR_SUMMARY_JSON OUTPUT_JSON

Reads gcovr's JSON summary, prints a table, writes what `ci_artifacts/coverage.json` promises, and
fails under 90 % overall.
"""

import json
import sys

OVERALL_PERCENT_MIN = 90.0


def by_folder(files):
    """folder -> [lines covered, lines in all], for the top folders."""
    folders = {}
    for entry in files:
        counts = folders.setdefault(entry["filename"].split("/")[0], [0, 0])
        counts[0] += entry["line_covered"]
        counts[1] += entry["line_total"]
    return folders


def percent(covered, total):
    return round(100.0 * covered / total, 2) if total else 0.0


def judge(summary):
    """The report: percentages by folder and overall, the worst files, and whether it is enough."""
    folders = by_folder(summary["files"])
    covered = sum(counts[0] for counts in folders.values())
    total = sum(counts[1] for counts in folders.values())
    worst = sorted((percent(entry["line_covered"], entry["line_total"]), entry["filename"])
                   for entry in summary["files"] if entry["line_total"])
    overall = percent(covered, total)
    return {
        "schema": "vitalstream-coverage-1",
        "passed": overall >= OVERALL_PERCENT_MIN,
        "required_percent": OVERALL_PERCENT_MIN,
        "line_percent": overall,
        "lines_covered": covered,
        "lines_total": total,
        "folders": {name: {"line_percent": percent(*counts), "lines_covered": counts[0],
                           "lines_total": counts[1]}
                    for name, counts in sorted(folders.items())},
        "worst_files": [{"file": name, "line_percent": value} for value, name in worst[:10]],
    }


def main(arguments):
    source, target = arguments
    with open(source, encoding="utf-8") as file:
        report = judge(json.load(file))
    with open(target, "w", encoding="utf-8") as file:
        json.dump(report, file, indent=2)
        file.write("\n")
    for name, folder in report["folders"].items():
        print(f"{name:12} {folder['line_percent']:6.2f} %  of {folder['lines_total']} lines")
    print(f"{'overall':12} {report['line_percent']:6.2f} %  (at least {OVERALL_PERCENT_MIN} %)")
    return 0 if report["passed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
