"""The two rules for signatures of docs/receipt.md, and when an Ed25519 key is valid.

What validators sign any stock library verifies; what clients sign is verified by ZIP 215, which few
libraries know, so that the arithmetic stands here. A key is the 32 bytes of Ed25519, or x and y of
P-256. Needs the package `cryptography` (Debian: python3-cryptography).
"""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
from cryptography.hazmat.primitives.hashes import SHA256

# The curve of Ed25519: the field's prime, the group's order, the constant of the equation. A point
# is (x, y).
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
NEUTRAL = (0, 1)


def of_validator(key, message, signature):
    """Without cofactor, as a stock library does it; only the neutral element as R is refused here,
    because libraries differ on it."""
    if len(signature) != 64:
        return False
    if isinstance(key, tuple):
        return _is_valid_p256(key, message, signature)
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return signature[:32] != b"\x01" + bytes(31)


def of_client(key, message, signature):
    """ZIP 215, and a reduced y in R."""
    if len(signature) != 64:
        return False
    if isinstance(key, tuple):
        return _is_valid_p256(key, message, signature)
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= L or not is_reduced(r) or not decode(r) or not decode(key):
        return False
    k = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L
    return times(8, times(s, BASE)) == times(8, add(decode(r), times(k, decode(key))))


def is_valid_ed25519_key(key):
    """Reduced, on the curve, in the group of prime order: by another one anybody could sign."""
    point = decode(key)
    return bool(point) and is_reduced(key) and point != NEUTRAL and times(L, point) == NEUTRAL


def add(a, b):
    t = D * a[0] * b[0] * a[1] * b[1] % P
    return ((a[0] * b[1] + a[1] * b[0]) * pow(1 + t, -1, P) % P,
            (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, P) % P)


def times(n, point):
    result = NEUTRAL
    while n > 0:
        result = add(result, point) if n % 2 == 1 else result
        n, point = n // 2, add(point, point)
    return result


def decode(data):
    """As ZIP 215 reads a point: a y that is not reduced is taken, and the sign of an x that is 0.
    None if it is none."""
    if len(data) != 32:
        return None
    sign, y = divmod(int.from_bytes(data, "little"), 2**255)
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(xx, (P + 3) // 8, P)
    x = x if x * x % P == xx else x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != xx:
        return None
    return (-x if x % 2 != sign else x) % P, y % P


def is_reduced(data):
    return int.from_bytes(data, "little") % 2**255 < P


BASE = decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def _is_valid_p256(key, message, signature):
    x, y, r, s = (int.from_bytes(data, "big")
                  for data in (*key, signature[:32], signature[32:]))
    try:
        ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key().verify(
            utils.encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
