import unittest

from fake_tree import places, with_modules
from tidy_rules import cmake, includes
from tidy_rules.modules import modules_of, reachable


class Modules(unittest.TestCase):
    def test_are_read_with_level_files_and_dependencies(self):
        modules = modules_of(with_modules({}))
        self.assertEqual(sorted(modules), ["high", "low"])
        self.assertTrue(modules["low"].pure)
        self.assertEqual(modules["high"].level, 2)
        self.assertEqual(modules["high"].sources, ("high/b.cpp",))
        self.assertEqual(modules["high"].depends, ("low",))

    def test_dependencies_are_followed_to_the_end(self):
        modules = modules_of(with_modules(
            {"top/CMakeLists.txt": "vs_module(top LEVEL 3 DEPENDS high)"}))
        self.assertEqual(reachable(modules, modules["top"]), {"high", "low"})


class Includes(unittest.TestCase):
    def lines(self, files):
        return places(includes.check(with_modules(files)))

    def test_downwards_along_depends_is_fine(self):
        self.assertEqual(self.lines({}), [])

    def test_upwards_is_refused(self):
        self.assertEqual(self.lines({"low/a.cpp": '#include "low/a.hpp"\n#include "high/b.hpp"\n'}),
                         [("low/a.cpp", 2)])

    def test_an_unnamed_dependency_is_refused(self):
        files = {"high/CMakeLists.txt": "vs_module(high LEVEL 2 SOURCES b.cpp HEADERS b.hpp)"}
        self.assertEqual(self.lines(files), [("high/b.cpp", 2)])

    def test_a_file_of_no_module_is_refused(self):
        self.assertEqual(self.lines({"low/a.cpp": '#include "nowhere.hpp"\n'}),
                         [("low/a.cpp", 1)])

    def test_a_private_header_of_another_module_is_refused(self):
        files = {"low/CMakeLists.txt": "vs_module(low LEVEL 1 SOURCES a.cpp)"}
        self.assertEqual(self.lines(files), [("high/b.cpp", 2)])

    def test_a_private_header_in_a_folder_below_is_fine_for_its_module(self):
        files = {"low/deep/c.hpp": "", "low/a.cpp": '#include "low/deep/c.hpp"\n'}
        self.assertEqual(self.lines(files), [])


class Cmake(unittest.TestCase):
    def test_files_that_nobody_builds_are_found(self):
        self.assertEqual(places(cmake.check(with_modules({"low/c.cpp": ""}))), [("low/c.cpp", 1)])

    def test_files_that_do_not_exist_are_found(self):
        text = "vs_module(low LEVEL 1 SOURCES a.cpp gone.cpp HEADERS a.hpp)"
        files = {"low/CMakeLists.txt": text}
        self.assertEqual(places(cmake.check(with_modules(files))), [("low/CMakeLists.txt", 1)])

    def test_a_private_header_needs_no_listing(self):
        self.assertEqual(places(cmake.check(with_modules({"low/b.hpp": ""}))), [])


if __name__ == "__main__":
    unittest.main()
