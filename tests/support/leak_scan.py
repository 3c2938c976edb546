"""Looks for secrets in files, byte by byte: as they are, in hex, and in base64 and base64url at
each of the three places that they can have in the text of something longer. Archives are looked at
as they are and unpacked.

Usage: leak_scan.py SECRETS FILE...   (a folder of files with one secret a line, in hex; exit 1 if
one of them is found)
"""

import base64
import gzip
import pathlib
import sys
import zlib

# What is shorter turns up by accident.
SECRET_BYTES_MIN = 12
# More needles are looked up at each byte by so many bytes at their beginning, in a time that does
# not depend on how many they are.
NEEDLES_ONE_BY_ONE = 1000
WINDOW_BYTES = 12


def _in_base64(secret, encode):
    """The characters that depend on nothing but the secret, for each alignment."""
    for before in range(3):
        text = encode(b"\0" * before + secret)
        yield text[-(-before * 8 // 6):(before + len(secret)) * 8 // 6]


def needles(secret):
    """(form, bytes) of everything that the secret may look like."""
    if len(secret) < SECRET_BYTES_MIN:
        raise AssertionError("too short to be looked for")
    yield "plain", secret
    yield "hex", secret.hex().encode()
    yield "HEX", secret.hex().upper().encode()
    for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
        for alignment, text in enumerate(_in_base64(secret, encode)):
            yield f"{name} at {alignment}", text


class LeakScan:
    """`secrets`: name -> bytes. `found`: what was found, in words."""

    def __init__(self, secrets):
        self.needles = {}
        for name, secret in secrets.items():
            for form, text in needles(secret):
                self.needles.setdefault(text, f"{name} ({form})")
        self._beginning_with = {}
        for text in self.needles:
            self._beginning_with.setdefault(text[:WINDOW_BYTES], []).append(text)
        self.found = []
        self.files = 0
        self.bytes = 0

    def _look(self, where, contents):
        self.bytes += len(contents)
        places = (self._one_by_one(contents) if len(self.needles) < NEEDLES_ONE_BY_ONE
                  else self._all_at_once(contents))
        for text, at in places:
            self.found.append(f"{self.needles[text]} in {where} at byte {at}")

    def _one_by_one(self, contents):
        for text in self.needles:
            at = contents.find(text)
            if at >= 0:
                yield text, at

    def _all_at_once(self, contents):
        seen = set()
        for at in range(len(contents) - WINDOW_BYTES + 1):
            for text in self._beginning_with.get(contents[at:at + WINDOW_BYTES], ()):
                if text not in seen and contents.startswith(text, at):
                    seen.add(text)
                    yield text, at

    def file(self, path):
        self.files += 1
        contents = path.read_bytes()
        self._look(path, contents)
        if contents[:2] == b"\x1f\x8b":
            try:
                self._look(f"{path}, unpacked", gzip.decompress(contents))
            except (OSError, EOFError, zlib.error) as error:
                self.found.append(f"{path} cannot be unpacked: {error}")

    def tree(self, folder):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                self.file(path)


def main():
    folder, *files = map(pathlib.Path, sys.argv[1:])
    lines = [line for one in sorted(folder.iterdir()) for line in one.read_text().split()]
    scan = LeakScan({f"secret {number}": bytes.fromhex(line)
                     for number, line in enumerate(dict.fromkeys(lines), start=1)})
    for path in files:
        scan.file(path)
    print(f"{len(scan.needles)} needles of {len(set(lines))} secrets; {scan.files} files, "
          f"{scan.bytes} bytes")
    for words in scan.found:
        print(words)
    return 1 if scan.found or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
