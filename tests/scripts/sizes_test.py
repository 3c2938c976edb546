import unittest

from fake_tree import places, tree_of
from tidy_rules import sizes


class Sizes(unittest.TestCase):
    def found(self, path, text):
        return places(sizes.check(tree_of({path: text})))

    def test_a_file_of_400_lines_is_the_longest(self):
        self.assertEqual(self.found("a.cpp", "\n" * 400), [])
        self.assertEqual(self.found("a.cpp", "\n" * 401), [("a.cpp", 401)])

    def test_a_line_of_100_columns_is_the_longest(self):
        self.assertEqual(self.found("a.hpp", "x" * 100 + "\n"), [])
        self.assertEqual(self.found("a.hpp", "\n" + "x" * 101 + "\n"), [("a.hpp", 2)])

    def test_a_function_of_50_lines_is_the_longest(self):
        body = "void f() {\n" + "  g();\n" * 48 + "}\n"
        self.assertEqual(self.found("a.cpp", body), [])
        self.assertEqual(self.found("a.cpp", body.replace("{\n", "{\n\n")), [("a.cpp", 1)])

    def test_labels_of_a_switch_do_not_count(self):
        cases = "".join(f"  case E::A{i}:\n    return {i};\n" for i in range(46))
        text = "int f(E e) {\n  switch (e) {\n" + cases + "  }\n}\n"
        self.assertEqual(self.found("a.cpp", text), [])

    def test_python_functions_count_too(self):
        body = "def f():\n" + "    g()\n" * 49
        self.assertEqual(self.found("a.py", body), [])
        self.assertEqual(self.found("a.py", body + "    g()\n"), [("a.py", 1)])

    def test_five_parameters_are_the_most(self):
        self.assertEqual(self.found("a.cpp", "void f(A, B, C, D, E);\n"), [])
        self.assertEqual(self.found("a.cpp", "void f(A, B, C, D, E, F);\n"), [("a.cpp", 1)])
        self.assertEqual(self.found("a.py", "def f(self, a, b, c, d, e):\n    pass\n"), [])
        self.assertEqual(self.found("a.py", "def f(a, b, c, d, e, g):\n    pass\n"), [("a.py", 1)])

    def test_the_signatures_of_others_are_allowed_by_name(self):
        allowed = {"size": {"a.cpp": {"allow": ["f"], "why": "A package chose them."}}}
        text = "void f(A, B, C, D, E, F);\nvoid g(A, B, C, D, E, F);\n"
        self.assertEqual(places(sizes.check(tree_of({"a.cpp": text}, allowed))), [("a.cpp", 2)])

    def test_the_data_of_others_is_not_measured(self):
        self.assertEqual(self.found("tests/data/a.py", "x" * 101), [])


if __name__ == "__main__":
    unittest.main()
