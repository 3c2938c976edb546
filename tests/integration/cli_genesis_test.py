"""Three organisations build one genesis file with the subcommands, and compare its hash.

usage: cli_genesis_test.py PROGRAM
"""

import json
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from command_line import DONE, FAILED, REFUSED, USAGE, CommandLine  # noqa: E402

CERTIFICATE = re.compile(r"-----BEGIN.*?END CERTIFICATE-----\n", re.DOTALL)
ORGANISATIONS = ("hospital", "insurer", "laboratory")


class Genesis(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.run_cli = CommandLine(self.program, self.folder)
        self.make_identities()
        self.expect(DONE, "genesis", "init", "--file", "begun.json", "--chain", "consortium-1")

    def make_identities(self):
        """A key of each organisation, and the certificate of its authority."""
        self.run_cli("testnet", "--dir", "net", "--validators", "3", "--clients", "1")
        bundle = (self.folder / "net/ca-bundle.crt").read_text()
        self.jwks = {}
        for name, certificate in zip(ORGANISATIONS, CERTIFICATE.findall(bundle)):
            (self.folder / f"{name}.crt").write_text(certificate)
            for kind in ("validator", "member"):
                made = self.run_cli.json("keys", "generate", "--file", f"{name}-{kind}.json",
                                         "--unsafe-no-passphrase")
                self.jwks[name, kind] = json.dumps(made.json["jwk"])

    def expect(self, status, *words):
        said = self.run_cli(*words)
        self.assertEqual(said.status, status, f"{words}: {said.text}{said.error}")
        return said

    def add_validator(self, file, name, **changes):
        number = ORGANISATIONS.index(name) + 1
        words = {"id": number, "name": f"{name}-1", "organisation": name,
                 "host": f"node.{name}.example", "jwk": self.jwks[name, "validator"],
                 "issuer-certificate": f"{name}.crt"} | changes
        return self.run_cli("genesis", "add", "validator", "--file", file,
                            *(word for key, value in words.items() for word in (f"--{key}", value)))

    def add_member(self, file, name, *roles):
        return self.run_cli("genesis", "add", "member", "--file", file, "--organisation", name,
                            "--name", "gateway", "--jwk", self.jwks[name, "member"],
                            *(word for role in roles for word in ("--role", role)))

    def hash_of(self, file):
        return self.run_cli.json("genesis", "hash", "--file", file).json["hash"]

    def test_whoever_adds_first_the_file_and_its_hash_are_the_same(self):
        for file, order in (("a.json", (0, 1, 2)), ("b.json", (2, 0, 1))):
            shutil.copy(self.folder / "begun.json", self.folder / file)
            for place in order:
                self.assertEqual(self.add_validator(file, ORGANISATIONS[place]).status, DONE)
                self.assertEqual(self.add_member(file, ORGANISATIONS[place]).status, DONE)
        self.assertEqual((self.folder / "a.json").read_bytes(),
                         (self.folder / "b.json").read_bytes())
        self.assertEqual(self.hash_of("a.json"), self.hash_of("b.json"))

    def test_roles_are_those_given(self):
        self.add_validator("begun.json", "hospital")
        self.assertEqual(self.add_member("begun.json", "insurer", "reader", "auditor").status, DONE)
        self.assertEqual(self.add_member("begun.json", "laboratory").status, DONE)
        members = json.loads((self.folder / "begun.json").read_text())["members"]
        self.assertEqual([sorted(one["roles"]) for one in members],
                         [["auditor", "reader"], ["submitter"]])

    def test_what_would_break_a_rule_is_refused_and_not_written(self):
        self.assertEqual(self.add_validator("begun.json", "hospital").status, DONE)
        self.assertEqual(self.add_member("begun.json", "hospital").status, DONE)
        before = (self.folder / "begun.json").read_bytes()
        refused = (
            self.add_validator("begun.json", "hospital"),
            self.add_validator("begun.json", "insurer", id=1),
            self.add_validator("begun.json", "insurer", id=0),
            self.add_validator("begun.json", "insurer", host="not a host"),
            self.add_validator("begun.json", "insurer", jwk="{}"),
            self.add_member("begun.json", "hospital"),
            self.add_member("begun.json", "insurer", "emperor"),
        )
        self.assertEqual([one.status for one in refused], [USAGE] * len(refused))
        unread = self.add_validator("begun.json", "insurer", **{"issuer-certificate": "none.crt"})
        self.assertEqual(unread.status, FAILED)
        self.assertEqual((self.folder / "begun.json").read_bytes(), before)

    def test_a_file_is_begun_once_and_by_the_rules(self):
        self.expect(FAILED, "genesis", "init", "--file", "begun.json", "--chain", "consortium-2")
        self.expect(USAGE, "genesis", "init", "--file", "new.json", "--chain", "Not A Chain")
        self.expect(USAGE, "genesis", "init", "--file", "new.json")
        self.assertFalse((self.folder / "new.json").exists())

    def test_a_file_that_is_no_genesis_has_no_hash(self):
        self.expect(REFUSED, "genesis", "hash", "--file", "begun.json")  # no validator yet
        (self.folder / "other.json").write_text('{"format": "something else"}')
        self.expect(REFUSED, "genesis", "hash", "--file", "other.json")
        self.expect(FAILED, "genesis", "hash", "--file", "none.json")
        self.assertEqual(self.add_member("other.json", "hospital").status, FAILED)


if __name__ == "__main__":
    Genesis.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
