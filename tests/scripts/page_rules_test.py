import unittest

from fake_tree import places, tree_of, with_modules
from tidy_rules import levels, pages, rule_numbers

PAGE = "consensus/core/README.md"


class Pages(unittest.TestCase):
    def found(self, files):
        return places(pages.check(tree_of(files)))

    def test_a_page_that_is_nowhere_is_refused(self):
        self.assertEqual(self.found({"low/a.hpp": "#pragma once\n// As in notes.md.\n"}),
                         [("low/a.hpp", 2)])
        self.assertEqual(self.found({"a.cmake": "# As in notes.md.\n"}), [("a.cmake", 1)])

    def test_a_page_is_found_from_the_root_and_beside_the_file(self):
        files = {"docs/api.md": "", "low/README.md": "", "low/a.cpp": "// docs/api.md\n",
                 "low/b.cpp": "// See README.md.\n"}
        self.assertEqual(self.found(files), [])

    def test_a_page_of_another_folder_needs_its_path(self):
        self.assertEqual(self.found({"docs/api.md": "", "low/a.cpp": "// api.md\n"}),
                         [("low/a.cpp", 1)])


class RuleNumbers(unittest.TestCase):
    def found(self, page, code, test):
        files = {PAGE: page, "consensus/core/a.cpp": code,
                 "tests/unit/consensus/core/a_test.cpp": test}
        return places(rule_numbers.check(tree_of(files)))

    def test_a_rule_is_named_by_code_and_test(self):
        self.assertEqual(self.found("**C1.** Upon.\n", "// C1.\n", "// C1: forward only.\n"), [])

    def test_a_rule_that_no_code_names_is_found(self):
        self.assertEqual(self.found("Words.\n**C1.** Upon.\n", "", "// C1.\n"), [(PAGE, 2)])

    def test_a_rule_that_no_test_names_is_found(self):
        self.assertEqual(self.found("**C1.** Upon.\n", "// C1.\n", "int c1;\n"), [(PAGE, 1)])

    def test_a_rule_named_twice_on_its_page_is_one_rule(self):
        self.assertEqual(self.found("**E2.** Upon.\n**E2.** If.\n", "", "// E2\n"), [(PAGE, 1)])

    def test_a_number_of_no_page_is_found(self):
        self.assertEqual(self.found("", "int a;\n// As C19 says.\n", ""),
                         [("consensus/core/a.cpp", 2)])


class Levels(unittest.TestCase):
    LOW = "| 1 | `low` (`low/`) | what | yes |\n"
    HIGH = "| 2 | `high` (`high/`) | what | no |\n"

    def lines(self, text):
        return [line for _, line in places(levels.check(with_modules(
            {"docs/architecture.md": text})))]

    def test_a_true_table_passes(self):
        self.assertEqual(self.lines(self.LOW + self.HIGH), [])

    def test_a_missing_module_is_found(self):
        self.assertEqual(self.lines("Words.\n" + self.LOW), [1])

    def test_a_wrong_level_purity_or_folder_is_found(self):
        for wrong in ("| 3 | `high` (`high/`) | what | no |",
                      "| 2 | `high` (`high/`) | what | yes |",
                      "| 2 | `high` (`low/`) | what | no |"):
            self.assertEqual(self.lines(self.LOW + wrong + "\n"), [2], wrong)

    def test_a_row_without_a_module_is_found(self):
        self.assertEqual(self.lines(self.LOW + self.HIGH + "| 4 | `old` (`old/`) | what | no |\n"),
                         [3])


if __name__ == "__main__":
    unittest.main()
