"""Rule `mirrored-test`: a unit test lies where its source lies, under tests/unit.

Every source of a pure module and of storage has one. allowed.toml names, for each that has none,
the test that covers it instead."""

from tidy_rules.modules import modules_of
from tidy_rules.tree import ALLOWED_PATH, Finding

_UNIT = "tests/unit/"
_SUFFIX = "_test.cpp"


def test_of(source):
    return _UNIT + source.removesuffix(".cpp") + _SUFFIX


def _must_be_tested(module, source):
    return source.endswith(".cpp") and (module.pure or source.startswith("storage/"))


def check(tree):
    exceptions = tree.exceptions("mirrored-test")
    for module in modules_of(tree).values():
        for source in module.sources:
            if not _must_be_tested(module, source) or not tree.exists(source):
                continue
            if not tree.exists(test_of(source)) and source not in exceptions:
                yield Finding(source, 1, "mirrored-test", f"write {test_of(source)}")
    for path in tree.paths(_SUFFIX):
        if not path.startswith(_UNIT):
            continue
        stem = path.removeprefix(_UNIT).removesuffix(_SUFFIX)
        if not tree.exists(stem + ".cpp") and not tree.exists(stem + ".hpp"):
            yield Finding(path, 1, "mirrored-test",
                          f"tests nothing of that name: there is no {stem}.cpp or .hpp")
    for path, covering in sorted(exceptions.items()):
        if not tree.exists(path) or tree.exists(test_of(path)):
            yield Finding(ALLOWED_PATH, 1, "mirrored-test",
                          f"the exception for {path} is not needed: delete it")
        elif not tree.exists(covering):
            yield Finding(ALLOWED_PATH, 1, "mirrored-test",
                          f"{path} is said to be tested by {covering}, which does not exist")
