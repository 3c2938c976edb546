"""Drives the fake of Azure with Microsoft's own client, so that it cannot drift towards ours.

usage: fake_azure_test.py FAKE_AZURE_SERVER   (with a Python that has azure-keyvault-keys and
azure-identity)
"""

import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import unittest

import azure.core.exceptions
import azure.identity
from azure.keyvault.keys import KeyClient
from azure.keyvault.keys.crypto import (CryptographyClient, KeyWrapAlgorithm, SignatureAlgorithm)
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature

SERVER = sys.argv.pop(1)
TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT = "99999999-8888-7777-6666-555555555555"
SECRET = "s3cret~value"
VERSION = "0123456789abcdef0123456789abcdef"

_resolve = socket.getaddrinfo


def resolve(host, *arguments, **named):
    """Names below localhost are this machine (RFC 6761), also where the resolver does not know."""
    return _resolve("localhost" if host.endswith(".localhost") else host, *arguments, **named)


socket.getaddrinfo = resolve


def forbid(*_arguments, **_named):
    error = azure.core.exceptions.HttpResponseError("no")
    error.status_code = 403
    raise error


class FakeAzure:
    """The running fake."""

    def __init__(self, folder):
        self.authority_file = os.path.join(folder, "ca.pem")
        self.process = subprocess.Popen([SERVER, self.authority_file], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.port = self.process.stdout.readline().strip()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def login(self, **changes):
        named = {"tenant_id": TENANT, "client_id": CLIENT, "client_secret": SECRET, **changes}
        return azure.identity.ClientSecretCredential(**named, **self.login_options())

    def login_options(self):
        return {"authority": f"https://login.localhost:{self.port}",
                "disable_instance_discovery": True, "connection_verify": self.authority_file,
                "retry_total": 0}

    def keys(self, credential):
        return KeyClient(f"https://contoso.vault.localhost:{self.port}", credential,
                         connection_verify=self.authority_file, retry_total=0)

    def cryptography(self, key, credential):
        return CryptographyClient(key, credential, connection_verify=self.authority_file,
                                  retry_total=0)


class FakeAzureTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.azure = FakeAzure(folder.name)
        self.addCleanup(self.azure.close)

    def check_signing(self, credential):
        keys = self.azure.keys(credential)
        key = keys.get_key("validator", VERSION)
        self.assertEqual(key.key.kty, "EC")
        self.assertEqual(key.key.crv, "P-256")
        self.assertTrue(key.properties.enabled)
        self.assertEqual(key.properties.version, VERSION)
        digest = hashlib.sha256(b"vote").digest()
        client = self.azure.cryptography(key, credential)
        answer = client.sign(SignatureAlgorithm.es256, digest)
        self.assertEqual(answer.key_id, key.id)
        r, s = (int.from_bytes(half, "big") for half in (answer.signature[:32],
                                                          answer.signature[32:]))
        point = ec.EllipticCurvePublicNumbers(int.from_bytes(key.key.x, "big"),
                                              int.from_bytes(key.key.y, "big"), ec.SECP256R1())
        point.public_key().verify(encode_dss_signature(r, s), digest,
                                  ec.ECDSA(Prehashed(hashes.SHA256())))
        self.assertTrue(client.verify(SignatureAlgorithm.es256, digest, answer.signature).is_valid)

    def test_an_applications_secret_signs(self):
        self.check_signing(self.azure.login())

    def test_a_workload_identity_signs(self):
        token_file = os.path.join(self.folder, "token")
        with open(token_file, "w", encoding="ascii") as file:
            file.write("ey.federated.token")
        self.check_signing(azure.identity.WorkloadIdentityCredential(
            tenant_id=TENANT, client_id=CLIENT, token_file_path=token_file,
            **self.azure.login_options()))

    def test_a_managed_identity_signs(self):
        os.environ["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = f"https://localhost:{self.azure.port}"
        self.addCleanup(os.environ.pop, "AZURE_POD_IDENTITY_AUTHORITY_HOST")
        self.check_signing(azure.identity.ManagedIdentityCredential(
            connection_verify=self.azure.authority_file))

    def test_wraps_as_the_public_key_does_and_unwraps(self):
        credential = self.azure.login()
        key = self.azure.keys(credential).get_key("wrapping")
        client = self.azure.cryptography(key, credential)
        wrapped = client.wrap_key(KeyWrapAlgorithm.rsa_oaep_256, b"k" * 96)
        self.assertEqual(len(wrapped.encrypted_key), 256)
        answer = client.unwrap_key(KeyWrapAlgorithm.rsa_oaep_256, wrapped.encrypted_key)
        self.assertEqual(answer.key, b"k" * 96)
        # A client that may not see the public key lets the vault wrap.
        blind = self.azure.cryptography(key.id, credential)
        blind._client.get_key = forbid  # pylint: disable=protected-access
        self.assertEqual(client.unwrap_key(
            KeyWrapAlgorithm.rsa_oaep_256,
            blind.wrap_key(KeyWrapAlgorithm.rsa_oaep_256, b"again").encrypted_key).key, b"again")

    def test_what_is_not_there_is_not_found(self):
        keys = self.azure.keys(self.azure.login())
        for arguments in (("nobody",), ("validator", "f" * 32)):
            with self.assertRaises(azure.core.exceptions.ResourceNotFoundError):
                keys.get_key(*arguments)

    def test_a_wrong_secret_gets_no_token(self):
        keys = self.azure.keys(self.azure.login(client_secret="wrong"))
        with self.assertRaisesRegex(azure.core.exceptions.ClientAuthenticationError,
                                    "AADSTS7000215"):
            keys.get_key("validator")

    def test_a_digest_has_32_bytes_and_a_forged_text_is_no_key(self):
        credential = self.azure.login()
        keys = self.azure.keys(credential)
        for key, call in (("validator", lambda c: c.sign(SignatureAlgorithm.es256, b"short")),
                          ("wrapping", lambda c: c.unwrap_key(KeyWrapAlgorithm.rsa_oaep_256,
                                                              b"x" * 256))):
            with self.assertRaises(azure.core.exceptions.HttpResponseError) as caught:
                call(self.azure.cryptography(keys.get_key(key), credential))
            self.assertEqual(caught.exception.status_code, 400)
            self.assertEqual(caught.exception.error.code, "BadParameter")


if __name__ == "__main__":
    unittest.main()
