"""Compares the virtual methods of RocksDB's file classes with what the encrypted ones override.

usage: overrides_test.py ROCKSDB_INCLUDE_FOLDER PROJECT_FOLDER

A method that is inherited does whatever RocksDB's default does, which may be to reach the plain
file. So each must be answered by a class of ours that derives from the abstract class itself. A
release of RocksDB that adds a method or a class fails this test until somebody has thought about
it.
"""

import collections
import pathlib
import re
import sys
import unittest

# RocksDB's class -> our class and its header.
ANSWERED = {
    "FileSystem": ("EncryptedFileSystem", "file_system.hpp"),
    "FSSequentialFile": ("EncryptedSequentialFile", "readable_files.hpp"),
    "FSRandomAccessFile": ("EncryptedRandomAccessFile", "readable_files.hpp"),
    "FSWritableFile": ("EncryptedWritableFile", "writable_file.hpp"),
    "FSDirectory": ("EncryptedDirectory", "directory.hpp"),
}
# No file of these classes is ever handed out.
REFUSED = {"FSRandomRWFile": "NewRandomRWFile",
           "FSMemoryMappedFileBuffer": "NewMemoryMappedFileBuffer"}

INCLUDE, PROJECT = map(pathlib.Path, sys.argv[1:3])
OURS = PROJECT / "storage/encrypted_fs/rocks"


def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)


def class_body(text, name):
    """The text between the braces of a class, and its bases."""
    head = re.search(rf"\bclass {name}\b(?:\s+final)?\s*(:[^{{;]*)?{{", text)
    depth = 1
    end = head.end()
    while depth > 0:
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        end += 1
    return text[head.end():end - 1], head.group(1) or ""


def virtual_methods(body):
    """Name -> number of overloads."""
    names = re.findall(r"\bvirtual\b[^;{(~]*?\b(\w+)\s*\(", body)
    return collections.Counter(names)


def overriding_methods(body):
    declarations = re.findall(r"([^;{}]*)\boverride\b", body)
    return collections.Counter(re.search(r"(\w+)\s*\(", text).group(1) for text in declarations)


class Overrides(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.theirs = without_comments((INCLUDE / "rocksdb/file_system.h").read_text())

    def test_every_virtual_method_is_overridden(self):
        for name, (our_name, header) in ANSWERED.items():
            body, _ = class_body(without_comments((OURS / header).read_text()), our_name)
            wanted = virtual_methods(class_body(self.theirs, name)[0])
            self.assertGreater(len(wanted), 3, name)
            missing = wanted - overriding_methods(body)
            self.assertFalse(missing, f"{our_name} inherits from {name}: {sorted(missing)}")

    def test_our_classes_derive_from_the_abstract_ones(self):
        for name, (our_name, header) in ANSWERED.items():
            _, bases = class_body(without_comments((OURS / header).read_text()), our_name)
            self.assertEqual(bases.split(), [":", "public", f"rocksdb::{name}"], our_name)

    def test_every_class_is_answered_or_refused(self):
        declared = set(re.findall(r"\bclass (FS\w+)[^;{]*{", self.theirs))
        plain = {name for name in declared if not name.endswith("Wrapper")}
        self.assertEqual(plain | {"FileSystem"}, set(ANSWERED) | set(REFUSED))

    def test_what_is_refused_is_refused(self):
        source = (OURS / "file_system.cpp").read_text()
        for method in REFUSED.values():
            start = source.index(f"EncryptedFileSystem::{method}(")
            body = source[start:source.index("\n}\n", start)]
            self.assertIn("IOStatus::NotSupported", body)
            self.assertNotIn("beneath", body)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
