"""Looks for secrets in files, byte by byte: as they are, in hex, and in base64 and base64url at
each of the three places that they can have in the text of something longer. Archives are looked at
as they are and unpacked."""

import base64
import gzip
import mmap
import zlib

# What is shorter turns up by accident.
SECRET_BYTES_MIN = 12


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
        self.found = []
        self.files = 0
        self.bytes = 0

    def _look(self, where, contents):
        self.bytes += len(contents)
        for text, words in self.needles.items():
            at = contents.find(text)
            if at >= 0:
                self.found.append(f"{words} in {where} at byte {at}")

    def file(self, path):
        self.files += 1
        if path.stat().st_size == 0:
            return
        with open(path, "rb") as opened, \
                mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as contents:
            self._look(path, contents)
            is_archive = contents[:2] == b"\x1f\x8b"
        if is_archive:
            try:
                self._look(f"{path}, unpacked", gzip.decompress(path.read_bytes()))
            except (OSError, EOFError, zlib.error) as error:
                self.found.append(f"{path} cannot be unpacked: {error}")

    def tree(self, folder):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                self.file(path)
