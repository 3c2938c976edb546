#!/usr/bin/env python3
"""Verifies a VitalStream receipt offline, from nothing but the genesis hash.

Written from docs/receipt.md alone: it shares no code with the node. Needs Python 3.11, the package
`cryptography` (Debian: python3-cryptography) and signature_rules.py beside it.

usage: verify_receipt.py GENESIS_HASH_HEX RECEIPT.json
Prints what has been proven and exits 0, or prints the step that fails and exits 1.
"""

import base64
import hashlib
import json
import re
import struct
import sys

from signature_rules import is_valid_ed25519_key, of_client, of_validator

INTEGER_MAX = 2**53 - 1
PATH_MAX = 64
HEADERS_MAX = 1024
STATUSES = {"applied": 1, "duplicate": 2, "expired": 3, "refused": 4}
CODES = {
    "none": 0, "wrong_chain": 1, "exp_too_far": 2, "jti_reused": 3, "window_full": 4,
    "unknown_key": 5, "unknown_op": 6, "data_not_object": 16, "data_member_unknown": 17,
    "data_member_missing": 18, "data_member_type": 19, "data_text_invalid": 20,
    "data_digest_invalid": 21, "data_number_invalid": 22, "data_attachment_unknown": 23,
    "data_content_ambiguous": 24, "data_period_empty": 25, "data_list_length": 26,
    "role_missing": 32, "version_conflict": 33,
}
DECIDED_WITHOUT_KEY = {"wrong_chain", "exp_too_far", "jti_reused", "window_full", "unknown_key"}
HEADER = struct.Struct(">BQQ32sqI32sQ32sQ32s")
DELEGATED = struct.Struct(">BQQBH32sH64sH64s")
DELEGATED_VIEWS = 131_072  # at most
HEADER_FIELDS = ("version", "epoch", "height", "parent", "timestamp", "proposer", "payload",
                 "executed_height", "executed_root", "log_size", "log_root")


class Refused(Exception):
    """The receipt does not hold; the text says at which step."""


def require(condition, step):
    if not condition:
        raise Refused(step)


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


# --- the document ------------------------------------------------------------------------------

def no_duplicates(pairs):
    names = [name for name, _ in pairs]
    require(len(names) == len(set(names)), "json: a name stands twice")
    return dict(pairs)


def no_fraction(text):
    raise Refused(f"json: {text} is no integer")


def read_json(data):
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=no_duplicates,
                          parse_float=no_fraction, parse_constant=no_fraction)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused(f"json: {error}") from error


def members(value, names, where):
    require(isinstance(value, dict) and set(value) == set(names), f"{where}: not its members")
    return [value[name] for name in names]


def from_base64url(text, where):
    require(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]*", text) is not None
            and len(text) % 4 != 1, f"{where}: no base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    require(to_base64url(data) == text, f"{where}: not canonical base64url")
    return data


def to_base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def hash_of(text, where):
    data = from_base64url(text, where)
    require(len(data) == 32, f"{where}: not 32 bytes")
    return data


def number(value, where, most=INTEGER_MAX):
    require(type(value) is int and 0 <= value <= most, f"{where}: no number in range")
    return value


def listed(value, most, where):
    require(isinstance(value, list) and len(value) <= most, f"{where}: no list, or too long")
    return value


# --- signatures --------------------------------------------------------------------------------

def key_of(jwk, step):
    try:
        if jwk["kty"] == "OKP" and jwk["crv"] == "Ed25519":
            return from_base64url(jwk["x"], step)
        require(jwk["kty"] == "EC" and jwk["crv"] == "P-256", step)
        return from_base64url(jwk["x"], step), from_base64url(jwk["y"], step)
    except (KeyError, TypeError) as error:
        raise Refused(step) from error


def verify_by(rule, jwk, message, signature, step):
    """By one of the two rules of the section "Signatures"."""
    require(rule(key_of(jwk, step), message, signature), step)


def thumbprint(jwk):
    names = ("crv", "kty", "x") if jwk["kty"] == "OKP" else ("crv", "kty", "x", "y")
    text = json.dumps({name: jwk[name] for name in names}, separators=(",", ":"))
    return to_base64url(sha256(text.encode()))


# --- trees -------------------------------------------------------------------------------------

def leaf_hash(data):
    return sha256(b"\x00", data)


def check_path(leaf, place, path, root, step):
    """The algorithm of the section "Paths"; `place` is the leaf's index and the tree's size."""
    index, size = place
    require(index < size, step)
    fn, sn, r = index, size - 1, leaf
    for p in path:
        require(sn != 0, step)
        if fn % 2 == 1 or fn == sn:
            r = sha256(b"\x01", p, r)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn // 2, sn // 2
        else:
            r = sha256(b"\x01", r, p)
        fn, sn = fn // 2, sn // 2
    require(sn == 0 and r == root, step)


# --- the steps ---------------------------------------------------------------------------------

def read_header(text, where):
    data = from_base64url(text, where)
    require(len(data) == HEADER.size, f"{where}: not 173 bytes")
    header = dict(zip(HEADER_FIELDS, HEADER.unpack(data)))
    require(header["version"] == 1, f"{where}: version")
    header["bytes"] = data
    return header


def read_transaction(text):
    parts = text.split(".") if isinstance(text, str) else []
    require(len(parts) == 3, "2 transaction: not three parts")
    header = read_json(from_base64url(parts[0], "2 transaction: header"))
    payload = read_json(from_base64url(parts[1], "2 transaction: payload"))
    require(isinstance(header, dict) and isinstance(payload, dict), "2 transaction: no objects")
    signing_input = f"{parts[0]}.{parts[1]}".encode()
    return {"text": text.encode(), "id": sha256(signing_input), "signing_input": signing_input,
            "signature": from_base64url(parts[2], "2 transaction: signature"),
            "kid": header.get("kid"), "op": payload.get("op")}


def check_headers(headers, height, genesis_hash):
    require(headers[0]["height"] == height, "3 headers: the first is not of the stated height")
    digest = None
    for position, header in enumerate(headers):
        require(header["epoch"] == 1, "3 headers: epoch")
        if position > 0:
            require(header["height"] == headers[position - 1]["height"] + 1
                    and header["parent"] == digest, "3 headers: not a chain")
        digest = sha256(b"vitalstream/block/v1", genesis_hash, header["bytes"])
    return digest


def verify_vote(validator, message, signature, context):
    """By the validator's own key, or by one that it delegated to for these views."""
    step = "4 finalization: signature"
    if len(signature) != DELEGATED.size:
        verify_by(of_validator, validator["key"], message, signature, step)
        return
    form, first, last, algorithm, key_size, key, size, sealed, vote_size, vote = DELEGATED.unpack(
        signature)
    require((form, algorithm, key_size, size, vote_size) == (0xD1, 1, 32, 64, 64), step)
    genesis_hash, epoch, view = context
    require(first <= view <= last and last - first < DELEGATED_VIEWS,
            "4 finalization: outside its delegation")
    delegation = b"vitalstream/delegation/v1" + genesis_hash + struct.pack(
        ">IQQQBH", validator["id"], epoch, first, last, algorithm, key_size) + key
    verify_by(of_validator, validator["key"], delegation, sealed, step)
    require(is_valid_ed25519_key(key), step)
    verify_by(of_validator, {"kty": "OKP", "crv": "Ed25519", "x": to_base64url(key)}, message, vote,
                        step)


def check_finalization(finalization, validators, genesis_hash, digest):
    epoch, view, parent_view, signatures = members(
        finalization, ("epoch", "view", "parent_view", "signatures"), "finalization")
    require(number(epoch, "finalization.epoch") == 1, "4 finalization: epoch")
    message = b"vitalstream/vote/v1" + genesis_hash + struct.pack(
        ">BQQQ", 3, epoch, number(view, "finalization.view"),
        number(parent_view, "finalization.parent_view")) + digest
    previous = -1
    for entry in listed(signatures, 100, "finalization.signatures"):
        signer, signature = members(entry, ("signer", "signature"), "finalization.signatures")
        require(previous < number(signer, "signer") < len(validators), "4 finalization: signers")
        previous = signer
        verify_vote(validators[signer], message, from_base64url(signature, "signature"),
                    (genesis_hash, epoch, view))
    quorum = len(validators) - (len(validators) - 1) // 3
    require(len(signatures) >= quorum, "4 finalization: no quorum")
    return len(signatures)


def check_result(result, transaction, headers, height, index):
    status, code, value, transactions, path, previous_root, steps = members(
        result, ("status", "code", "value", "transactions", "path", "previous_root", "steps"),
        "result")
    require(status in STATUSES and code in CODES, "result: status or code")
    committing = next((h for h in headers if h["executed_height"] >= height), None)
    require(committing is not None, "6 commitment: none")
    require(len(listed(steps, HEADERS_MAX, "result.steps"))
            == committing["executed_height"] - height + 1, "6 commitment: number of steps")
    root = hash_of(previous_root, "result.previous_root")
    results_root, roots = None, []
    for k, step in enumerate(steps, start=height):
        results, delta = (hash_of(text, "result.steps")
                          for text in members(step, ("results", "delta"), "result.steps"))
        results_root = results if results_root is None else results_root
        root = sha256(b"vitalstream/executed/v1", struct.pack(">Q", k), root, results, delta)
        roots.append(root)
    require(root == committing["executed_root"], "6 commitment: root")
    data = struct.pack(">I32sBHQ", index, transaction["id"], STATUSES[status], CODES[code],
                       number(value, "result.value"))
    check_path(leaf_hash(data), (index, transactions), hashes(path, "result.path"), results_root,
               "7 result")
    return status, code, value, roots


def check_signer(genesis, transaction, status, code):
    for member in genesis["members"]:
        if thumbprint(member["key"]) == transaction["kid"]:
            verify_by(of_client, member["key"], transaction["signing_input"],
                             transaction["signature"], "8 signer: signature")
            return f"{member['name']} of {member['organisation']}"
    require(status in ("expired", "duplicate") or code in DECIDED_WITHOUT_KEY,
            "8 signer: not enrolled")
    return "a key that genesis does not enrol"


def check_seal(seal, genesis, genesis_hash, headers, roots):
    """Optional: by a validator's own key, for one of the headers. `roots` begin after the first."""
    identity, height, root, signature = members(
        seal, ("validator", "height", "executed_root", "signature"), "seal")
    validator = next((v for v in genesis["validators"] if v["id"] == identity), None)
    require(validator is not None, "9 seal: nobody's")
    above = number(height, "seal.height") - headers[0]["height"]
    require(0 <= above < len(headers), "9 seal: outside of the headers")
    root = hash_of(root, "seal.executed_root")
    require(above >= len(roots) or roots[above] == root, "9 seal: another state")
    digest = sha256(b"vitalstream/block/v1", genesis_hash, headers[above]["bytes"])
    message = b"vitalstream/seal/v1" + genesis_hash + struct.pack(
        ">IQ", number(identity, "seal.validator"), height) + digest + root
    verify_by(of_validator, validator["key"], message, from_base64url(signature, "seal.signature"),
                        "9 seal: signature")
    return f"{validator['name']} at block {height}"


def hashes(value, where):
    return [hash_of(text, where) for text in listed(value, PATH_MAX, where)]


def verify(receipt_bytes, genesis_hash):
    """Returns what has been proven, or raises Refused."""
    receipt = read_json(receipt_bytes)
    require(isinstance(receipt, dict), "receipt")
    seals = [receipt.pop("seal")] if "seal" in receipt else []
    document = members(receipt, (
        "format", "genesis", "set_changes", "transaction", "position", "path", "headers",
        "finalization", "result"), "receipt")
    form, genesis_text, changes, jws, position, path, header_texts, finalization, result = document
    require(form == "vitalstream-receipt-1" and changes == [], "format")

    genesis_bytes = from_base64url(genesis_text, "genesis")
    require(sha256(genesis_bytes) == genesis_hash, "1 network: another genesis")
    genesis = read_json(genesis_bytes)
    transaction = read_transaction(jws)

    height, index, leaf = members(position, ("height", "index", "leaf"), "position")
    number(height, "position.height")
    number(index, "position.index", 2**32 - 1)
    number(leaf, "position.leaf")
    listed(header_texts, HEADERS_MAX, "headers")
    headers = [read_header(text, "headers") for text in header_texts]
    require(headers, "headers: none")
    last_digest = check_headers(headers, height, genesis_hash)
    signers = check_finalization(finalization, genesis["validators"], genesis_hash, last_digest)

    block = headers[0]
    check_path(leaf_hash(transaction["text"]), (leaf, block["log_size"]), hashes(path, "path"),
               block["log_root"], "5 log")
    require(isinstance(result, dict), "result")
    transactions = number(result.get("transactions"), "result.transactions", 2**32 - 1)
    require(index < transactions <= block["log_size"]
            and leaf == block["log_size"] - transactions + index, "5 log: position")
    status, code, value, roots = check_result(result, transaction, headers, height, index)
    signer = check_signer(genesis, transaction, status, code)
    sealed = {"sealed_by": check_seal(seal, genesis, genesis_hash, headers, roots)
              for seal in seals}
    return {"chain": genesis["chain"], "transaction": transaction["id"].hex(),
            "op": transaction["op"], "signer": signer, "status": status, "code": code,
            "value": value, "height": height, "index": index, "leaf": leaf,
            "time_ms": block["timestamp"], "final_height": headers[-1]["height"],
            "signed_by": f"{signers} of {len(genesis['validators'])} validators", **sealed}


def main(arguments):
    if len(arguments) != 3:
        print(__doc__)
        return 2
    with open(arguments[2], "rb") as file:
        receipt = file.read()
    try:
        proven = verify(receipt, bytes.fromhex(arguments[1]))
    except Refused as refusal:
        print(f"refused: {refusal}")
        return 1
    for name, value in proven.items():
        print(f"{name:12} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
