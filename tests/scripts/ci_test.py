import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts" / "ci"))

import coverage_check  # noqa: E402
import summary  # noqa: E402


def file_entry(name, covered, total):
    return {"filename": name, "line_covered": covered, "line_total": total}


class CoverageCheck(unittest.TestCase):
    def test_ninety_percent_overall_is_enough(self):
        for covered, enough in ((900, True), (899, False)):
            report = coverage_check.judge({"files": [file_entry("base/a.cpp", covered, 1000)]})
            self.assertEqual(report["passed"], enough)

    def test_files_are_summed_by_top_folder(self):
        report = coverage_check.judge({"files": [
            file_entry("base/a.cpp", 1, 2), file_entry("base/b.cpp", 2, 2),
            file_entry("consensus/core/c.cpp", 1, 4)]})
        self.assertEqual(report["folders"]["base"]["line_percent"], 75.0)
        self.assertEqual(report["folders"]["consensus"]["lines_total"], 4)
        self.assertEqual(report["line_percent"], 50.0)

    def test_the_worst_files_come_first(self):
        report = coverage_check.judge({"files": [
            file_entry("base/good.cpp", 9, 10), file_entry("base/bad.cpp", 1, 10),
            file_entry("base/empty.hpp", 0, 0)]})
        self.assertEqual([entry["file"] for entry in report["worst_files"]],
                         ["base/bad.cpp", "base/good.cpp"])

    def test_nothing_measured_is_not_enough(self):
        self.assertFalse(coverage_check.judge({"files": []})["passed"])


class Summary(unittest.TestCase):
    def test_reads_the_steps(self):
        steps = summary.read_steps("unit\tpassed\t12\tunit_test_results.txt\nbuild\tfailed\t3\t\n")
        self.assertEqual(steps[0], {"name": "unit", "passed": True, "seconds": 12,
                                    "artifact": "unit_test_results.txt"})
        self.assertFalse(steps[1]["passed"])
        self.assertIsNone(steps[1]["artifact"])

    def test_reads_ctests_closing_line(self):
        self.assertEqual(summary.test_counts("x\n99% tests passed, 1 tests failed out of 250\n"),
                         {"tests": 250, "failed": 1})
        self.assertIsNone(summary.test_counts("No tests were found!!!"))

    def test_one_failed_step_fails_the_whole(self):
        with tempfile.TemporaryDirectory() as folder:
            source, target = pathlib.Path(folder, "s.tsv"), pathlib.Path(folder, "summary.json")
            for outcome, expected in (("passed", '"passed": true,\n  "commit"'),
                                      ("failed", '"passed": false,\n  "commit"')):
                source.write_text(f"a\tpassed\t1\t\nb\t{outcome}\t1\t\n", encoding="utf-8")
                self.assertEqual(summary.main([str(source), str(target)]), 0)
                self.assertIn(expected, target.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
