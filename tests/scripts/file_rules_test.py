import unittest

from fake_tree import places, tree_of, with_modules
from tidy_rules import file_names, leaks, mirrored_tests, readmes, traces


class FileNames(unittest.TestCase):
    def test_empty_words_are_refused(self):
        for name in ("a/string_utils.cpp", "a/helpers.hpp", "common/a.py", "a/vote_handler.cpp"):
            self.assertEqual(places(file_names.check(tree_of({name: ""}))), [(name, 1)], name)

    def test_words_that_only_contain_them_are_fine(self):
        self.assertEqual(places(file_names.check(tree_of({"a/commonwealth.cpp": "",
                                                          "a/simplex.hpp": ""}))), [])

    def test_names_are_snake_case(self):
        self.assertEqual(places(file_names.check(tree_of({"a/VoteBox.cpp": ""}))),
                         [("a/VoteBox.cpp", 1)])


class MirroredTests(unittest.TestCase):
    def test_a_pure_source_without_test_is_found(self):
        self.assertEqual(places(mirrored_tests.check(with_modules({}))), [("low/a.cpp", 1)])
        self.assertEqual(places(mirrored_tests.check(
            with_modules({"tests/unit/low/a_test.cpp": ""}))), [])

    def test_a_test_without_source_is_found(self):
        files = {"tests/unit/low/a_test.cpp": "", "tests/unit/low/gone_test.cpp": ""}
        self.assertEqual(places(mirrored_tests.check(with_modules(files))),
                         [("tests/unit/low/gone_test.cpp", 1)])

    def test_an_exception_that_is_not_needed_is_found(self):
        allowed = {"mirrored-test": {"low/a.cpp": "tests/unit/low/all_test.cpp"}}
        files = {"tests/unit/low/all_test.cpp": "", "low/all.hpp": ""}
        self.assertEqual(places(mirrored_tests.check(with_modules(files, allowed))), [])
        self.assertEqual(len(places(mirrored_tests.check(
            with_modules({**files, "tests/unit/low/a_test.cpp": ""}, allowed)))), 1)

    def test_an_exception_names_a_test_that_exists(self):
        allowed = {"mirrored-test": {"low/a.cpp": "tests/unit/low/gone_test.cpp"}}
        self.assertEqual(len(places(mirrored_tests.check(with_modules({}, allowed)))), 1)


class Readmes(unittest.TestCase):
    def test_a_top_folder_without_readme_is_found(self):
        self.assertEqual(places(readmes.check(tree_of({"a/b.cpp": "", ".ci/run": ""}))), [("a", 1)])

    def test_a_table_names_files_that_exist(self):
        files = {"a/README.md": "# a\n| `b.{hpp,cpp}` | `gone.cpp`, `c/`, `d/`, `b.*` |\n`x.cpp`\n",
                 "a/b.hpp": "", "a/b.cpp": "", "a/c/d.json": ""}
        found = [finding.advice for finding in readmes.check(tree_of(files))]
        self.assertEqual(len(found), 2, found)
        self.assertIn("gone.cpp", found[0] + found[1])
        self.assertIn("d/", found[0] + found[1])

    def test_what_is_no_file_name_is_free(self):
        files = {"a/README.md": "| `Result<T>` | `tx_submit` | `std::map` |\n"}
        self.assertEqual(places(readmes.check(tree_of(files))), [])

    def test_a_readme_names_the_folders_beside_it(self):
        files = {"a/README.md": "`b/` and no more\n", "a/b/c.json": "", "a/d/e.json": "",
                 "a/f.json": ""}
        found = [finding.advice for finding in readmes.check(tree_of(files))]
        self.assertEqual(len(found), 1, found)
        self.assertIn("d/", found[0])

    def advice(self, files):
        return [finding.advice for finding in readmes.check(tree_of(files))]

    def test_a_readme_names_every_source(self):
        found = self.advice({"a/README.md": "```\n`\n```\n`b.hpp`, `rows_*`\n", "a/b.cpp": "",
                             "a/rows_one.cpp": "", "a/c.cpp": "", "a/c.hpp": "", "a/d.py": ""})
        self.assertEqual(found, ["it does not name a/c.cpp: add it",
                                 "it does not name a/d.py: add it"])

    def test_a_folder_without_readme_is_told_by_the_one_above(self):
        files = {"a/README.md": "`b/`: `named`\n", "a/b/named.cpp": "", "a/b/unnamed.cpp": "",
                 "tests/README.md": "`unit/`\n", "tests/unit/mirror_test.cpp": ""}
        self.assertEqual(self.advice(files), ["it does not name a/b/unnamed.cpp: add it"])
        files["a/b/README.md"] = "`unnamed`\n"
        self.assertEqual(self.advice(files), ["it does not name a/b/named.cpp: add it"])

    def test_braces_expand(self):
        self.assertEqual(readmes.expand_braces("a_{b,c}.{hpp,cpp}"),
                         ["a_b.hpp", "a_b.cpp", "a_c.hpp", "a_c.cpp"])


class Leaks(unittest.TestCase):
    def lines(self, text):
        return [line for _, line in places(leaks.check(with_modules({"high/b.hpp": text})))]

    def test_headers_of_packages_stay_out_of_headers(self):
        for header in ("rocksdb/db.h", "openssl/evp.h", "p11-kit/uri.h", "yaml-cpp/yaml.h"):
            self.assertEqual(self.lines(f"#pragma once\n// B.\n#include <{header}>\n"), [3])

    def test_a_header_begins_with_its_purpose(self):
        self.assertEqual(self.lines("#pragma once\n\nint a;\n"), [1])
        self.assertEqual(self.lines("#pragma once\n// B.\n\nint a;\n"), [])


class Traces(unittest.TestCase):
    def test_paths_of_a_machine_are_refused(self):
        for folder in ("work", "root", "home/ann"):
            text = f"see /{folder}/project\n"
            self.assertEqual(places(traces.check(tree_of({"a.md": text}))), [("a.md", 1)], folder)

    def test_paths_of_the_project_are_fine(self):
        self.assertEqual(places(traces.check(tree_of({"a.md": "docs/work/a and ./root/b\n"}))), [])


if __name__ == "__main__":
    unittest.main()
