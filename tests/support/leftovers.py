"""What a network of a test has left, its ledgers, safety records and logs, shows nothing of what
was submitted to it and none of its keys. Every test that runs one ends with this search."""

import os
import pathlib
import secrets

from cryptography.exceptions import InvalidTag

from client import Client, from_base64url
from key_material import key_file_secrets, keyring_secrets
from leak_scan import SECRET_BYTES_MIN, LeakScan

# Names a folder in which the secrets are left for a search of what the tests themselves print
# (leak_scan.py, scripts/lib/secrets.sh).
SEEN_VARIABLE = "VITALSTREAM_SECRETS_SEEN"


def key_file(validator):
    """None where the key is held elsewhere."""
    return next((path for path in sorted(validator.folder.glob("*.json"))
                 if b"vitalstream-key-1" in path.read_bytes()), None)


def keys_of(validator):
    """Every key that lies under the validator's passphrase now: name -> bytes."""
    path = key_file(validator)
    if path is None or not (validator.folder / "passphrase").exists():
        return {}
    passphrase = (validator.folder / "passphrase").read_bytes().strip()
    keys = {"passphrase": passphrase, **key_file_secrets(path, passphrase)}
    ring = validator.folder / "data" / "keyring"
    if ring.exists():
        try:
            keys.update(keyring_secrets(ring, keys["wrapping key"]))
        except InvalidTag:
            pass  # sealed for another provider by now, as `keys rewrap --to` does
    return {f"{name} of validator {validator.number}": key for name, key in keys.items()}


def secrets_of(network):
    found = Client.submitted()
    for client in network.clients:
        found[f"private key of {client['kid']}"] = from_base64url(client["jwk"]["d"])
    for validator in network.validators:
        found.update(keys_of(validator))
    return {name: secret for name, secret in found.items() if len(secret) >= SECRET_BYTES_MIN}


def search(network, what):
    scan = LeakScan(what)
    for validator in network.validators:
        scan.tree(validator.folder / "data")
        if validator.log.exists():
            scan.file(validator.log)
    return scan


def leave_for_later(what):
    folder = os.environ.get(SEEN_VARIABLE)
    if folder:
        lines = "".join(secret.hex() + "\n" for secret in what.values())
        (pathlib.Path(folder) / secrets.token_hex(8)).write_text(lines)


def check_leftovers(network):
    what = secrets_of(network)
    leave_for_later(what)
    scan = search(network, what)
    print(f"searched {scan.files} files, {scan.bytes} bytes, for {len(what)} secrets")
    if scan.found:
        raise AssertionError("secrets in what the network has left: " + "; ".join(scan.found[:10]))
