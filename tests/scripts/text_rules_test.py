import unittest

from fake_tree import places, tree_of
from tidy_rules import comments, results


class Comments(unittest.TestCase):
    def lines(self, text, path="a.cpp"):
        return [line for _, line in places(comments.check(tree_of({path: text})))]

    def test_to_do_lists_are_refused(self):
        for word in ("TO" "DO", "FIX" "ME", "X" "XX"):
            self.assertEqual(self.lines(f"int a;\n// {word}: later\n"), [2])
            self.assertEqual(self.lines(f"a = 1  # {word}\n", "a.py"), [1])
            self.assertEqual(self.lines(f"a=1 # {word}\n", "a.sh"), [1])

    def test_history_is_refused(self):
        for words in ("previously a map", "it now uses a map", "no longer copies",
                      "this used to copy"):
            self.assertEqual(self.lines(f"// {words}\n"), [1], words)

    def test_history_over_a_line_break_is_found(self):
        self.assertEqual(self.lines("int a;\n// It was different: this used\n// to copy.\n"), [2])

    def test_conditions_and_purposes_are_fine(self):
        for words in ("a peer that is no longer trusted", "the key is used to sign",
                      "keys used to sign"):
            self.assertEqual(self.lines(f"// {words}\n"), [], words)

    def test_strings_are_no_comments(self):
        self.assertEqual(self.lines('auto a = "TO' 'DO";\n'), [])


class Results(unittest.TestCase):
    def lines(self, text):
        return [line for _, line in places(results.check(tree_of({"a.cpp": text})))]

    def test_value_of_a_fresh_result_is_refused(self):
        self.assertEqual(self.lines("auto a = decode_block(b, f(c)).value();\n"), [1])

    def test_value_of_a_tested_result_is_refused(self):
        text = "void f() {\n  if (!r) {\n    return;\n  }\n  g(r.value());\n}\n"
        self.assertEqual(self.lines(text), [5])

    def test_value_of_a_strong_type_is_fine(self):
        self.assertEqual(self.lines("void f() {\n  g(height.value() + next(a).value());\n}\n"), [])

    def test_a_test_in_another_function_does_not_count(self):
        text = "void f() {\n  g(!view);\n}\nvoid h() {\n  g(view.value());\n}\n"
        self.assertEqual(self.lines(text), [])

    def test_coroutines_that_capture_are_refused(self):
        for capture in ("&", "=", "this", "self = shared_from_this()"):
            text = f"auto a = [{capture}](int b)\n    mutable -> awaitable<void> {{\n}};\n"
            self.assertEqual(self.lines(text), [1], capture)

    def test_coroutines_without_captures_are_fine(self):
        self.assertEqual(self.lines("auto a = [](int b) -> net::awaitable<void> {};\n"
                                    "[[nodiscard]] auto f() -> awaitable<int>;\n"
                                    "auto c = [&](int b) -> int {};\n"), [])


if __name__ == "__main__":
    unittest.main()
