"""The clients of docs/examples do what they say, against a real network, and what they save proves
it to two verifiers that share no code.

usage: client_examples_test.py PROGRAM BUILD_FOLDER
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from network import Network  # noqa: E402

EXAMPLES = ROOT / "docs" / "examples"
TYPESCRIPT = ("client.ts", "package.json", "package-lock.json", "tsconfig.json")
PYTHON = "/usr/bin/python3"
BUILD_S = 240
CLIENT_S = 60


def run(*command, folder=None, seconds=CLIENT_S):
    """Standard output of a command that must succeed."""
    done = subprocess.run([str(word) for word in command], cwd=folder, timeout=seconds,
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build_typescript(folder):
    """Compiles a copy, so that the source tree stays as it is."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in TYPESCRIPT:
        shutil.copy(EXAMPLES / "typescript" / name, folder)
    run("npm", "ci", "--no-audit", "--no-fund", folder=folder, seconds=BUILD_S)
    run("npm", "run", "build", folder=folder, seconds=BUILD_S)
    return folder / "build" / "client.js"


class ClientExamples(unittest.TestCase):
    program = ""
    build_folder = ""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.network = Network(cls.program, folder.name)
        cls.network.__enter__()
        cls.addClassCleanup(cls.network.__exit__, None, None, None)
        cls.network.start()

    def check_client(self, command, record_id):
        receipt = self.folder / f"{record_id}.json"
        validator = self.network.validators[0]
        url = f"http://127.0.0.1:{validator.rpc_port}"
        said = run(*command, self.network.folder / "clients.json", url, receipt)
        record = validator.call("record_get", {"collection": "observations", "id": record_id})
        self.assertEqual(record["version"], 1)
        self.check_receipt(receipt, said)

    def check_receipt(self, receipt, said):
        genesis = self.network.genesis_hash
        ours = run(self.program, "receipt", "verify", receipt, "--genesis-hash", genesis)
        second = run(PYTHON, EXAMPLES / "verify_receipt.py", genesis, receipt)
        proven = dict(line.split(maxsplit=1) for line in second.splitlines())
        position = f"height {proven['height']}, place {proven['leaf']} of the log"
        self.assertEqual(said.strip(), f"applied: {position}")
        self.assertIn(proven["transaction"], ours)

    def test_python_client_commits_and_its_receipt_verifies(self):
        self.check_client([PYTHON, EXAMPLES / "client.py"], "from-python")

    def test_typescript_client_commits_and_its_receipt_verifies(self):
        client = build_typescript(self.build_folder)
        self.check_client(["node", client], "from-typescript")

    def test_lock_file_names_no_host_to_download_from(self):
        self.assertNotIn("resolved", (EXAMPLES / "typescript/package-lock.json").read_text())


if __name__ == "__main__":
    ClientExamples.program = sys.argv.pop(1)
    ClientExamples.build_folder = sys.argv.pop(1)
    unittest.main(verbosity=2)
