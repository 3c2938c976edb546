"""The rules for signatures of docs/examples, and those that docs/receipt.md shows, decide as the
node's do, on every signature that make_signatures writes.

usage: signature_rules_test.py MAKE_SIGNATURES SOURCE_DIRECTORY
"""

import pathlib
import subprocess
import sys


def from_hex(text):
    return b"" if text == "-" else bytes.fromhex(text)


def rule_of_the_page(source):
    """The `is_valid` that docs/receipt.md shows."""
    page = (source / "docs" / "receipt.md").read_text()
    begin = page.index("P = 2**255 - 19")
    names = {}
    exec("from hashlib import sha512\n" + page[begin:page.index("```", begin)], names)
    return names["is_valid"]


def main(make_signatures, source):
    source = pathlib.Path(source)
    sys.path.insert(0, str(source / "docs" / "examples"))
    sys.dont_write_bytecode = True
    import signature_rules as rules
    of_the_page = rule_of_the_page(source)
    lines = subprocess.run([make_signatures], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    assert len(lines) > 400, len(lines)
    accepted = [0, 0]
    for line in lines:
        *texts, of_client, of_validator = line.split()
        key, message, signature = (from_hex(text) for text in texts)
        expected = of_client == "1", of_validator == "1"
        found = (rules.of_client(key, message, signature),
                 rules.is_valid_ed25519_key(key) and rules.of_validator(key, message, signature))
        assert found == expected, (line, found)
        if len(signature) == 64:
            assert of_the_page(key, message, signature) == expected[0], line
        accepted = [count + 1 if good else count for count, good in zip(accepted, expected)]
    assert min(accepted) > 0, accepted
    print(f"{len(lines)} signatures judged alike, {accepted} of them valid by the two rules")


if __name__ == "__main__":
    main(*sys.argv[1:])
