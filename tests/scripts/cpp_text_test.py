import unittest

import fake_tree  # noqa: F401  (sets the path)
from tidy_rules.cpp_text import blank_cpp, comment_blocks, cpp_comments


class BlankCpp(unittest.TestCase):
    def test_keeps_lines_and_columns(self):
        text = 'int a; // b\n/* c\nd */ int e = f("g");\n'
        blanked = blank_cpp(text)
        self.assertEqual(len(blanked), len(text))
        self.assertEqual(blanked.count("\n"), text.count("\n"))
        self.assertIn("int e = f(", blanked)
        for gone in ("b", "c", "d", "g"):
            self.assertNotIn(gone, blanked)

    def test_knows_raw_strings(self):
        blanked = blank_cpp('auto a = R"x({ "quoted" )" )x"; int after;')
        self.assertNotIn("{", blanked)
        self.assertIn("int after;", blanked)

    def test_digit_separators_begin_no_character(self):
        self.assertIn("int b;", blank_cpp("int a = 1'000; int b; char c = '{';"))
        self.assertNotIn("{", blank_cpp("int a = 1'000; int b; char c = '{';"))

    def test_a_slash_slash_in_a_string_begins_no_comment(self):
        self.assertIn("int after;", blank_cpp('auto a = "http://x"; int after;'))

    def test_preprocessor_lines_are_no_code(self):
        self.assertNotIn("{", blank_cpp("#define A(x) \\\n  { x }\n"))


class Comments(unittest.TestCase):
    def test_are_found_with_their_lines(self):
        self.assertEqual(cpp_comments('a; // one\n"// no"; /* two */\n'),
                         [(1, "// one"), (2, "/* two */")])

    def test_of_adjacent_lines_are_one_block(self):
        self.assertEqual(comment_blocks([(1, "// a"), (2, "// b"), (4, "// c")]),
                         [(1, "a b"), (4, "c")])


if __name__ == "__main__":
    unittest.main()
