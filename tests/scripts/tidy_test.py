import contextlib
import io
import pathlib
import tempfile
import unittest

import fake_tree  # noqa: F401  (sets the path)
import tidy


def run(root, *arguments):
    """(exit status, printed lines) of scripts/tidy on a folder."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
        status = tidy.main(["--root", str(root), *arguments])
    return status, output.getvalue().splitlines()


class Tidy(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "a").mkdir()
        (self.root / "a" / "README.md").write_text("# a\n`helpers.py`\n", encoding="utf-8")

    def test_a_clean_tree_passes(self):
        self.assertEqual(run(self.root), (0, []))

    def test_findings_read_path_line_rule_advice(self):
        (self.root / "a" / "helpers.py").write_text("", encoding="utf-8")
        status, lines = run(self.root)
        self.assertEqual(status, 1)
        self.assertEqual(len(lines), 1)
        self.assertRegex(lines[0], r"^a/helpers\.py:1: file-name: \S.*")

    def test_one_rule_and_some_paths_can_be_chosen(self):
        (self.root / "a" / "helpers.py").write_text("x" * 101, encoding="utf-8")
        self.assertEqual(len(run(self.root, "--rule", "size")[1]), 1)
        self.assertEqual(run(self.root, "b"), (0, []))
        self.assertEqual(len(run(self.root, "a")[1]), 2)

    def test_files_that_are_no_text_are_passed_over(self):
        (self.root / "a" / "picture.png").write_bytes(b"\x89PNG\xff\xfe")
        self.assertEqual(run(self.root), (0, []))


if __name__ == "__main__":
    unittest.main()
