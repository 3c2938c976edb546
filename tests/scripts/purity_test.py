import unittest

from fake_tree import places, with_modules
from tidy_rules import purity

PURE = {"consensus/CMakeLists.txt": "vs_module(core LEVEL 3 PURE SOURCES c.cpp)"}


class Purity(unittest.TestCase):
    def lines(self, text, allowed=None):
        return [line for _, line in
                places(purity.check(with_modules({"low/a.cpp": text}, allowed)))]

    def test_clocks_threads_files_and_randomness_are_refused(self):
        for header in ("chrono", "thread", "mutex", "random", "fstream", "iostream", "atomic",
                       "sys/socket.h", "boost/asio.hpp", "boost/asio/ip/tcp.hpp", "rocksdb/db.h"):
            self.assertEqual(self.lines(f"#include <{header}>\n"), [1], header)

    def test_calls_are_refused_without_their_header(self):
        for call in ("throw 1;", "try {", "std::time(nullptr);", "std::rand();", "getenv(name);",
                     "steady_clock::now();", "printf(a);", "std::cout << a;",
                     "thread_local int a;"):
            self.assertEqual(self.lines(call + "\n"), [1], call)

    def test_words_in_comments_and_strings_are_free(self):
        self.assertEqual(self.lines('// throw\nauto a = "try {";\nint operand(int);\n'), [])

    def test_unordered_containers_are_refused_where_order_matters(self):
        text = "#include <unordered_map>\n"
        self.assertEqual(self.lines(text), [])
        found = purity.check(with_modules({**PURE, "consensus/c.cpp": text}))
        self.assertEqual(places(found), [("consensus/c.cpp", 1)])

    def test_floating_point_is_refused_where_nodes_must_agree(self):
        found = purity.check(with_modules({**PURE, "consensus/c.cpp": "double a;\n"}))
        self.assertEqual(places(found), [("consensus/c.cpp", 1)])

    def test_an_exception_covers_what_it_names_and_no_more(self):
        allowed = {"pure": {"low/a.cpp": {"allow": ["print"]}}}
        self.assertEqual(self.lines("printf(a);\nthrow 1;\n", allowed), [2])

    def test_modules_that_are_not_pure_are_free(self):
        found = purity.check(with_modules({"high/b.cpp": "#include <thread>\nthrow 1;\n"}))
        self.assertEqual(places(found), [])


if __name__ == "__main__":
    unittest.main()
