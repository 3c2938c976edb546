"""Signs transactions as an application would: a JWS by one enrolled key, attachments salted."""

import base64
import hashlib
import json
import os
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

EXP_SECONDS = 300


def to_base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def compact_json(value):
    return json.dumps(value, separators=(",", ":")).encode()


class Client:
    """One member with its key, as `vitalstream testnet` writes it into clients.json."""

    def __init__(self, entry, chain):
        self.kid = entry["kid"]
        self.chain = chain
        self.key = Ed25519PrivateKey.from_private_bytes(from_base64url(entry["jwk"]["d"]))

    def sign(self, op, data, contents=(), jti=None, media_type="application/fhir+json"):
        """The params of tx_submit, without mode. `contents`: the attachments' bytes."""
        attachments = [(os.urandom(32), content) for content in contents]
        payload = {
            "chain": self.chain,
            "jti": jti or to_base64url(os.urandom(12)),
            "exp": int(time.time()) + EXP_SECONDS,
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
