"""A client of VitalStream with a stock JOSE library (Debian: python3-jwcrypto).

usage: client.py CLIENTS_JSON RPC_URL RECEIPT_FILE

Puts one record with an attachment, waits until it is committed, prints where it stands, and saves
the receipt. CLIENTS_JSON and genesis.json beside it are as `vitalstream testnet` writes them.
"""

import hashlib
import json
import pathlib
import secrets
import sys
import time
import urllib.request

from jwcrypto.common import base64url_encode, json_encode
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS


def sign(key, payload):
    header = {"alg": "EdDSA", "kid": key.thumbprint(), "typ": "vs-tx+jws"}
    jws = JWS(json_encode(payload))
    jws.add_signature(key, protected=json_encode(header))
    return jws.serialize(compact=True)


def call(url, method, params):
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    answer = json.load(urllib.request.urlopen(urllib.request.Request(
        url, json.dumps(request).encode(), {"content-type": "application/json"}), timeout=60))
    if "error" in answer:
        sys.exit(f"refused: {answer['error']}")
    return answer["result"]


def main(clients_file, url, receipt_file):
    key = JWK(**json.loads(pathlib.Path(clients_file).read_text())[0]["jwk"])
    genesis = json.loads(pathlib.Path(clients_file).with_name("genesis.json").read_text())
    content = json.dumps({"resourceType": "Observation", "status": "final"}).encode()
    salt = secrets.token_bytes(32)  # without it, short contents could be guessed from the hash
    commitment = base64url_encode(hashlib.sha256(salt + content).digest())
    transaction = sign(key, {
        "chain": genesis["chain"], "jti": secrets.token_urlsafe(16), "exp": int(time.time()) + 300,
        "op": "record.put",
        "data": {"collection": "observations", "id": "from-python", "attachment": 0},
        "att": [{"c": commitment, "n": len(content), "t": "application/fhir+json"}]})
    attachment = {"salt": base64url_encode(salt), "content": base64url_encode(content)}
    answer = call(url, "tx_submit", {"tx": transaction, "attachments": [attachment],
                                     "mode": "committed", "timeoutMs": 30000, "receipt": True})
    pathlib.Path(receipt_file).write_text(json.dumps(answer["receipt"]))
    place = f"height {answer['height']}, place {answer['index']} of the log"
    print(f"{answer['result']['outcome']}: {place}")


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 4 else sys.exit(__doc__)
