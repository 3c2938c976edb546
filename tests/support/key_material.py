"""The secrets of one validator in clear, as only a test may have them: what its key file seals
under the passphrase, and what its keyring seals under that. To be looked for where they must not
be.

Reads both formats by itself (crypto/provider/key_file.hpp, storage/keyring/keyring_file.hpp), with
libsodium and Python's own cryptography."""

import base64
import ctypes
import ctypes.util
import json
import struct

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

XCHACHA_NONCE_BYTES = 24
TAG_BYTES = 16
GCM_NONCE_BYTES = 12
KEY_BYTES = 32
ARGON2ID13 = 2
DATABASE_ID_BYTES = 16
GENERATION_ROW_BYTES = 13
RETIRED = 3


def _sodium():
    library = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
    if library.sodium_init() < 0:
        raise AssertionError("libsodium does not start")
    return library


def _from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _open_box(key, box):
    """XChaCha20-Poly1305 without its tag: the program has checked that before."""
    nonce, sealed = box[:XCHACHA_NONCE_BYTES], box[XCHACHA_NONCE_BYTES:-TAG_BYTES]
    opened = ctypes.create_string_buffer(len(sealed))
    # Block 0 of the stream makes the tag's key.
    _sodium().crypto_stream_xchacha20_xor_ic(opened, sealed, ctypes.c_ulonglong(len(sealed)), nonce,
                                             ctypes.c_uint64(1), key)
    return opened.raw


def key_file_secrets(path, passphrase):
    """The seed of the signing key and the wrapping key."""
    document = json.loads(path.read_text())
    key = ctypes.create_string_buffer(KEY_BYTES)
    failed = _sodium().crypto_pwhash(
        key, ctypes.c_ulonglong(KEY_BYTES), passphrase, ctypes.c_ulonglong(len(passphrase)),
        _from_base64url(document["salt"]), ctypes.c_ulonglong(document["passes"]),
        ctypes.c_size_t(document["memory_kib"] * 1024), ctypes.c_int(ARGON2ID13))
    if failed:
        raise AssertionError("Argon2id failed")
    secrets = _open_box(key.raw, _from_base64url(document["secrets"]))
    return {"signing key": secrets[:-KEY_BYTES], "wrapping key": secrets[-KEY_BYTES:],
            "key of the key file": key.raw}


def _sections(file):
    """The contents of each section, and where it ends."""
    at = len(b"VSKEYRNG") + 1
    while at < len(file):
        (length,) = struct.unpack_from(">I", file, at)
        contents = file[at + 4:at + 4 + length]
        at += 4 + length + 4
        yield contents, at


def keyring_secrets(path, wrapping_key):
    """The unlock key and the data key of each generation that is not retired."""
    file = path.read_bytes()
    (header, bound), (sealed, _), _ = _sections(file)
    fields, at = [], 0
    for name in ("chain", "node", "epoch", "provider", "key reference", "wrapped"):
        if name == "epoch":
            at += 8
            continue
        (length,) = struct.unpack_from(">H", header, at)
        fields.append(header[at + 2:at + 2 + length])
        at += 2 + length
    unlock_key = _open_box(wrapping_key, fields[-1])[:KEY_BYTES]
    contents = AESGCM(unlock_key).decrypt(sealed[:GCM_NONCE_BYTES], sealed[GCM_NONCE_BYTES:],
                                          file[:bound])
    (count,) = struct.unpack_from(">H", contents, DATABASE_ID_BYTES)
    rows = DATABASE_ID_BYTES + 2
    keys = rows + count * GENERATION_ROW_BYTES
    secrets = {"unlock key": unlock_key}
    for row in range(rows, keys, GENERATION_ROW_BYTES):
        (generation,) = struct.unpack_from(">I", contents, row)
        if contents[row + GENERATION_ROW_BYTES - 1] != RETIRED:
            secrets[f"data key {generation}"] = contents[keys:keys + KEY_BYTES]
            keys += KEY_BYTES
    if keys != len(contents):
        raise AssertionError("the keyring holds something else")
    return secrets
