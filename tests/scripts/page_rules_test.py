import unittest

from fake_tree import places, tree_of, with_modules
from tidy_rules import levels, pages, queues, rule_numbers

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


class Queues(unittest.TestCase):
    TABLE = ('QueueRow{QueueId::Commit, "commit", milliseconds(5)},\n'
             'QueueRow{QueueId::DbSync, "db-sync", milliseconds(5)},\n')
    PAGE = ("## Threads and queues\n| queue | runs |\n|---|---|\n| commit, db-sync | all |\n\n"
            "## Else\n")
    USES = "SerialThread a{QueueId::Commit};\nSerialThread b{QueueId::DbSync};\n"

    def found(self, allowed=None, **changed):
        files = {"node/ground/queues.hpp": self.TABLE, "node/README.md": self.PAGE,
                 "node/a.hpp": self.USES, **changed}
        return [finding.advice for finding in queues.check(tree_of(files, allowed))]

    def test_rows_that_are_used_and_told_are_right(self):
        self.assertEqual(self.found(), [])

    def test_a_row_of_nobody_is_found(self):
        found = self.found(**{"node/a.hpp": "SerialThread a{QueueId::Commit};\n// QueueId::DbSync"})
        self.assertEqual(found, ["nobody uses DbSync: delete its row"])

    def test_a_row_that_the_page_does_not_tell_is_found(self):
        found = self.found(**{"node/README.md": self.PAGE.replace("commit, ", "")})
        self.assertEqual(found, ["it does not say what runs in commit: add a row"])

    def test_a_thread_without_a_row_is_found(self):
        for text in ("std::thread thread_;\n", "std::vector<std::thread> threads_;\n",
                     "std::jthread([] {}).detach();\n"):
            self.assertEqual(len(self.found(**{"node/b.hpp": text})), 1, text)
            allowed = {"queue": {"node/b.hpp": {"allow": ["thread"]}}}
            self.assertEqual(self.found(allowed, **{"node/b.hpp": text}), [])
        self.assertEqual(self.found(**{"node/b.hpp": "std::this_thread::yield();\n",
                                       "net/b.hpp": "std::thread thread_;\n"}), [])


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
