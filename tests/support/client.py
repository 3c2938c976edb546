"""Signs transactions as an application would: a JWS by one enrolled key, attachments salted."""

import base64
import hashlib
import json
import os
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

EXP_SECONDS = 300
CANARY_RANDOM_BYTES = 12
# Of each client so many contents are remembered, to be looked for, by their first bytes.
CONTENTS_KEPT = 16
CONTENT_BYTES_KEPT = 48


def to_base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def compact_json(value):
    return json.dumps(value, separators=(",", ":")).encode()


def is_telling(content):
    """Long and varied enough for not turning up by accident."""
    return len(content) >= 16 and len(set(content)) >= 8


class Client:
    """One member with its key, as `vitalstream testnet` writes it into clients.json. The clients of
    a process remember what nobody but a reader of the ledger may see: each transaction bears the
    same canary, and some contents are kept."""

    exp = None  # of what is signed from now on, where the clock is not to decide it
    canary = "canary-" + os.urandom(CANARY_RANDOM_BYTES).hex()
    contents = {}

    def __init__(self, entry, chain):
        self.kid = entry["kid"]
        self.chain = chain
        self.key = Ed25519PrivateKey.from_private_bytes(from_base64url(entry["jwk"]["d"]))

    def keep(self, contents):
        kept = self.contents.setdefault(self.kid, [])
        kept += [content[:CONTENT_BYTES_KEPT] for content in contents
                 if is_telling(content[:CONTENT_BYTES_KEPT])][:CONTENTS_KEPT - len(kept)]

    @classmethod
    def submitted(cls):
        """What must be nowhere in clear: name -> bytes."""
        found = {"canary of all transactions": cls.canary.encode()}
        for kept in cls.contents.values():
            for content in kept:
                found[f"content {content[:6].hex()}.. of {len(found)}"] = bytes(content)
        return found

    def sign(self, op, data, contents=(), jti=None, media_type="application/fhir+json"):
        """The params of tx_submit, without mode. `contents`: the attachments' bytes."""
        self.keep(contents)
        attachments = [(os.urandom(32), content) for content in contents]
        payload = {
            "chain": self.chain,
            "jti": jti or f"{self.canary}-{to_base64url(os.urandom(12))}",
            "exp": self.exp or int(time.time()) + EXP_SECONDS,
            "op": op,
            "data": data,
            "att": [
                {"c": to_base64url(hashlib.sha256(salt + content).digest()), "n": len(content),
                 "t": media_type}
                for salt, content in attachments
            ],
        }
        if not attachments:
            del payload["att"]
        header = {"alg": "EdDSA", "kid": self.kid, "typ": "vs-tx+jws"}
        signing_input = to_base64url(compact_json(header)) + "." + to_base64url(
            compact_json(payload))
        signature = self.key.sign(signing_input.encode())
        return {
            "tx": signing_input + "." + to_base64url(signature),
            "attachments": [
                {"salt": to_base64url(salt), "content": to_base64url(content)}
                for salt, content in attachments
            ],
        }

    def put_record(self, collection, record_id, content, **more):
        return self.sign("record.put",
                         {"collection": collection, "id": record_id, "attachment": 0, **more},
                         [content])


def transaction_id(params):
    """SHA-256 of the signing input, which a client knows before it submits."""
    signing_input = params["tx"].rsplit(".", 1)[0]
    return hashlib.sha256(signing_input.encode()).hexdigest()
