"""The subcommands that need no network: what they do, what they refuse, their exit status.

usage: cli_offline_test.py PROGRAM
"""

import json
import pathlib
import stat
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from command_line import DONE, FAILED, UNREACHABLE, USAGE, CommandLine  # noqa: E402

PASSPHRASES = {"RIGHT": "correct horse", "WRONG": "battery staple"}


class Offline(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.run_cli = CommandLine(self.program, self.folder)

    def expect(self, status, *words, environment=None):
        said = self.run_cli(*words, environment=environment)
        self.assertEqual(said.status, status, f"{words}: {said.text}{said.error}")
        if status != DONE:
            self.assertEqual(said.text, "", "a refusal says nothing on standard output")
            self.assertTrue(said.error.startswith("vitalstream: "), said.error)
            as_json = self.run_cli.json(*words, environment=environment)
            self.assertEqual(as_json.status, status)
            self.assertTrue(json.loads(as_json.error.splitlines()[0])["error"])
        return said


class CommandWords(Offline):
    def test_version_is_told_in_both_forms(self):
        self.assertRegex(self.expect(DONE, "version").text, r"^vitalstream \d+\.\d+\.\d+\n$")
        self.assertIn("version", self.run_cli.json("version").json)
        self.assertEqual(self.run_cli("--version").text, self.run_cli("version").text)

    def test_help_of_every_subcommand_is_no_error(self):
        for words in ((), ("start",), ("testnet",), ("init",), ("genesis", "add", "validator"),
                      ("keys", "generate"), ("config", "print"), ("status",), ("tx", "submit"),
                      ("query", "record"), ("receipt", "verify"), ("version",)):
            self.assertIn("--help", self.expect(DONE, *words, "--help").text)

    def test_a_word_that_means_nothing_is_named(self):
        self.assertIn("'begin'", self.expect(USAGE, "begin").error)
        self.assertIn("'everything'", self.expect(USAGE, "query", "everything").error)
        self.expect(USAGE)
        self.expect(USAGE, "query", "block", "seven")
        self.expect(USAGE, "status", "--rpc", "nowhere")

    def test_a_form_of_output_that_is_none_is_named(self):
        said = self.run_cli("--output", "yaml", "version")
        self.assertEqual(said.status, USAGE)
        self.assertIn("yaml not in {text,json}", said.error)

    def test_a_node_that_does_not_answer_is_told_apart(self):
        for words in (("status",), ("query", "info"), ("receipt", "get", "0" * 64)):
            said = self.expect(UNREACHABLE, *words, "--rpc", "127.0.0.1:1")
            self.assertEqual(said.error, "vitalstream: 127.0.0.1:1: Connection refused\n")
        said = self.expect(UNREACHABLE, "status", "--rpc", "[::1]:1")
        self.assertTrue(said.error.startswith("vitalstream: [::1]:1: "), said.error)


class Keys(Offline):
    def test_a_key_is_generated_once_and_shown(self):
        made = self.run_cli.json("keys", "generate", "--passphrase", "env:RIGHT",
                                 environment=PASSPHRASES)
        self.assertEqual(made.status, DONE, made.error)
        file = self.folder / "validator-key.json"
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        before = file.read_bytes()
        self.expect(FAILED, "keys", "generate", "--unsafe-no-passphrase")
        self.assertEqual(file.read_bytes(), before, "a key is never overwritten")
        shown = self.run_cli.json("keys", "show", "--passphrase", "env:RIGHT",
                                  environment=PASSPHRASES)
        self.assertEqual(shown.json, made.json)

    def test_only_its_passphrase_opens_a_key(self):
        self.expect(DONE, "keys", "generate", "--passphrase", "env:RIGHT", environment=PASSPHRASES)
        said = self.expect(FAILED, "keys", "show", "--passphrase", "env:WRONG",
                           environment=PASSPHRASES)
        self.assertIn("passphrase is wrong", said.error)
        self.expect(FAILED, "keys", "show")
        self.expect(FAILED, "keys", "show", "--passphrase", "env:NOT_SET")
        self.expect(FAILED, "keys", "show", "--file", "none.json")

    def test_a_key_without_passphrase_must_be_asked_for(self):
        self.expect(USAGE, "keys", "generate")
        self.expect(USAGE, "keys", "generate", "--passphrase", "the secret itself")
        self.expect(USAGE, "keys", "generate", "--unsafe-no-passphrase", "--algorithm", "rsa")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_both_algorithms_make_keys(self):
        for algorithm, curve in (("ed25519", "Ed25519"), ("ecdsa-p256-sha256", "P-256")):
            made = self.run_cli.json("keys", "generate", "--unsafe-no-passphrase", "--file", curve,
                                     "--algorithm", algorithm)
            self.assertEqual(made.json["jwk"]["crv"], curve)


class Testnet(Offline):
    def setUp(self):
        super().setUp()
        said = self.run_cli.json("testnet", "--dir", "net", "--validators", "1", "--clients", "2")
        self.assertEqual(said.status, DONE, said.error)
        self.made = said.json
        self.config = pathlib.Path("net/validator-1/config.yaml")

    def test_an_existing_folder_is_left_alone(self):
        before = sorted(self.folder.rglob("*"))
        self.expect(FAILED, "testnet", "--dir", "net")
        self.assertEqual(sorted(self.folder.rglob("*")), before)
        self.expect(USAGE, "testnet", "--dir", "more", "--validators", "101")

    def test_a_bad_chain_id_is_refused_before_anything_is_written(self):
        before = sorted(self.folder.rglob("*"))
        for chain in ("", "Testnet-1", "test net", "test_net", "../up", "x" * 65):
            self.expect(USAGE, "testnet", "--dir", "more", "--chain", chain)
            self.assertEqual(sorted(self.folder.rglob("*")), before, chain)

    def test_the_longest_chain_id_makes_a_network(self):
        self.expect(DONE, "testnet", "--dir", "more", "--validators", "1", "--clients", "1",
                    "--chain", "x" * 64)

    def test_its_genesis_has_the_hash_it_says(self):
        said = self.expect(DONE, "genesis", "hash", "--file", "net/genesis.json")
        self.assertEqual(said.text.strip(), self.made["genesisHash"])

    def test_its_configuration_is_valid_and_printed_with_origins(self):
        self.expect(DONE, "config", "validate", "--config", self.config)
        printed = self.expect(DONE, "config", "print", "--config", self.config).text
        self.assertIn(f"{self.config}:", printed)
        (self.folder / "printed.yaml").write_text(printed)
        self.expect(DONE, "config", "validate", "--config", "printed.yaml")
        answer = self.run_cli.json("config", "print", "--config", self.config).json
        self.assertEqual(answer["yaml"].strip(), printed.strip())
        self.assertIn("properties", json.loads(self.expect(DONE, "config", "schema").text))

    def test_everything_wrong_with_a_configuration_is_told_at_once(self):
        text = (self.folder / self.config).read_text()
        (self.folder / "bad.yaml").write_text(
            text.replace("data_dir:", "data_dirr:").replace("rpc:", "rpcc:"))
        said = self.expect(USAGE, "config", "validate", "--config", "bad.yaml")
        for word in ("data_dirr", "rpcc", "bad.yaml:3"):
            self.assertIn(word, said.error)
        said = self.run_cli.json("config", "validate", "--config", "bad.yaml")
        self.assertEqual(len(json.loads(said.error)["problems"]), 2)
        self.expect(USAGE, "config", "validate", "--config", "none.yaml")
        self.expect(USAGE, "start", "--config", "bad.yaml")

    def test_data_is_made_once(self):
        said = self.expect(FAILED, "init", "--config", self.config)
        self.assertIn("initialised already", said.error)
        said = self.run_cli.json("init", "--config", self.config, "--data-dir", "other")
        self.assertEqual(said.json["genesisHash"], self.made["genesisHash"], said.error)

    def test_data_is_made_for_the_pinned_genesis_only(self):
        for words in (("init", "--data-dir", "other"), ("start",)):
            said = self.expect(FAILED, words[0], "--config", self.config, *words[1:],
                               "--genesis-hash", "00" * 32)
            self.assertIn("pins", said.error)
        self.assertFalse((self.folder / "other").exists())


if __name__ == "__main__":
    Offline.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
