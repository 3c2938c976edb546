import unittest

from fake_tree import places, tree_of
from tidy_rules import formats

STYLE = "BasedOnStyle: Google\n"


class Formats(unittest.TestCase):
    def found(self, files):
        return places(formats.check(tree_of({".clang-format": STYLE, **files})))

    def test_a_file_as_the_tool_makes_it_is_left_alone(self):
        self.assertEqual(self.found({"low/a.cpp": "int f() { return 1; }\n"}), [])

    def test_the_first_other_line_is_named(self):
        text = "int f() { return 1; }\nint  g() { return 2; }\nint  h() { return 3; }\n"
        self.assertEqual(self.found({"low/a.hpp": text, "b.cpp": "int i;\n"}), [("low/a.hpp", 2)])

    def test_the_data_of_others_and_other_languages_are_not_judged(self):
        self.assertEqual(self.found({"tests/data/a.cpp": "int  i;\n", "b.py": "x  = 1\n"}), [])

    def test_many_files_are_judged(self):
        files = {f"a{number:03}.cpp": "int i;\n" for number in range(250)}
        self.assertEqual(self.found({**files, "a249.cpp": "int  i;\n"}), [("a249.cpp", 1)])


if __name__ == "__main__":
    unittest.main()
