import unittest

import fake_tree  # noqa: F401  (sets the path)
from tidy_rules.cpp_functions import count_parameters, functions_of
from tidy_rules.cpp_text import blank_cpp


def found(text):
    """(name, first line, last line, parameters) of each function with a body."""
    return [(f.name, f.first_line, f.last_line, f.parameters)
            for f in functions_of(blank_cpp(text)) if f.has_body]


def declared(text):
    return [(f.name, f.parameters) for f in functions_of(blank_cpp(text)) if not f.has_body]


class Definitions(unittest.TestCase):
    def test_free_function_in_a_namespace(self):
        text = "namespace a::b {\nint f(int x,\n      int y) {\n  return x;\n}\n}\n"
        self.assertEqual(found(text), [("f", 2, 5, 2)])

    def test_member_defined_outside_with_qualifiers(self):
        self.assertEqual(found("int A::f(int) const noexcept {\n}\nauto A::g() -> B<int> {\n}\n"),
                         [("f", 1, 2, 1), ("g", 3, 4, 0)])

    def test_constructor_with_brace_initialisers(self):
        self.assertEqual(found("A::A(int a, int b)\n    : a_{a}, b_(b), c_{1, 2} {\n  f();\n}\n"),
                         [("A", 1, 4, 2)])

    def test_members_inside_a_class_after_access_labels(self):
        text = ("class A final : public B {\n public:\n  int f() { return 1; }\n private:\n"
                "  int x_{};\n};")
        self.assertEqual(found(text), [("f", 3, 3, 0)])

    def test_templates_and_constraints(self):
        text = ("template <class T, int N = 3>\n  requires std::is_enum_v<T>\n"
                "void f(T a, std::map<int, T> b) {\n}\n")
        self.assertEqual([(name, count) for name, _, _, count in found(text)], [("f", 2)])

    def test_operators(self):
        self.assertEqual([name for name, *_ in found(
            "bool operator==(A a, B b) {\n}\nint F::operator()(int x) const {\n}\n")],
            ["operator==", "operator()"])

    def test_blocks_and_lambdas_inside_belong_to_the_function(self):
        text = "void f() {\n  if (a) {\n  }\n  auto g = [](int x) {\n    return x;\n  };\n}\n"
        self.assertEqual(found(text), [("f", 1, 7, 0)])

    def test_default_arguments_with_braces(self):
        self.assertEqual(found("void f(A a = {}, B b = B{1}) {\n}\n"), [("f", 1, 2, 2)])

    def test_tests_are_functions(self):
        self.assertEqual(found("TEST(Suite, Rule) {\n}\n"), [("TEST", 1, 2, 2)])

    def test_initialised_variables_enums_and_types_are_none(self):
        self.assertEqual(found("constexpr int k[] = {1, 2};\nenum class E : int { A, B };\n"
                               "struct S { int a = f(1); };\nconst auto x = g(1, 2);\n"
                               "A a{f(1)};\n"), [])

    def test_extern_c_is_a_namespace(self):
        self.assertEqual(found('extern "C" {\nint f(int a) {\n}\n}\n'), [("f", 2, 3, 1)])


class Declarations(unittest.TestCase):
    def test_are_found_in_namespaces_and_classes(self):
        text = ("namespace a {\n[[nodiscard]] int f(int a, int b);\nclass B {\n public:\n"
                "  virtual void g(A a) const = 0;\n  B() = default;\n  int x_ = h(1);\n};\n}\n")
        self.assertEqual(declared(text), [("f", 2), ("g", 1), ("B", 0)])

    def test_calls_are_none(self):
        self.assertEqual(declared("void f() {\n  g(1, 2, 3, 4, 5, 6);\n}\n"), [])


class CountParameters(unittest.TestCase):
    def test_commas_inside_brackets_do_not_count(self):
        self.assertEqual(count_parameters(""), 0)
        self.assertEqual(count_parameters("void"), 0)
        self.assertEqual(count_parameters("std::map<int, int> a, F<void(int, int)> b"), 2)
        self.assertEqual(count_parameters("int a = f(1, 2), B b = {1, 2}"), 2)


if __name__ == "__main__":
    unittest.main()
