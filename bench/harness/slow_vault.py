"""A key provider that takes its time: the fake of Vault's transit engine as a process, over TLS on
loopback. It signs with real keys, after a delay. It ends when its input does, so also with us."""

import pathlib
import subprocess

from harness.network import BenchError

STOP_S = 30


class SlowVault:
    """Use as a context manager. Other seeds, from 1, have other keys."""

    def __init__(self, program, folder, seed, delay_ms):
        self.folder = pathlib.Path(folder) / f"vault-{seed}"
        self.folder.mkdir()
        self.authority = self.folder / "ca.pem"
        self.token_file = self.folder / "token"
        self.token_file.write_text("s.root")
        self.token_file.chmod(0o600)
        self._process = subprocess.Popen(
            [program, self.authority, str(seed), str(delay_ms)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.port = self._process.stdout.readline().strip()
        if not self.port:
            self.close()
            raise BenchError(f"{program} does not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def write_configuration(self, signing):
        """The section `keys` for `vitalstream testnet --keys-of`; the file."""
        # Not written where it is the default, so that this measures older programs as well.
        mode = "" if signing == "direct" else f"  signing: {signing}\n"
        path = self.folder / "keys.yaml"
        path.write_text(
            f"keys:\n  provider: vault\n{mode}  vault:\n"
            f'    addresses: ["https://localhost:{self.port}"]\n    ca_file: {self.authority}\n'
            f"    key: validator\n    wrapping_key: wrapping\n    token: file:{self.token_file}\n")
        return path

    def away(self):
        """Connections end, new ones are refused."""
        self._obey("away")

    def back(self):
        self._obey("back")

    def _obey(self, word):
        print(word, file=self._process.stdin, flush=True)
        if self._process.stdout.readline().strip() != word:
            raise BenchError("the fake of Vault has ended")

    def close(self):
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_S)
