"""Drives the fake of AWS KMS with AWS's own client, so that it cannot drift towards ours.

usage: fake_aws_test.py FAKE_AWS_SERVER   (with a Python that has boto3 and cryptography)
"""

import subprocess
import sys
import unittest

import boto3
import botocore.config
import botocore.exceptions
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

SERVER = sys.argv.pop(1)
CONTEXT = {"vitalstream-context": "0" * 64}


class FakeAws:
    """The running fake and a client of it."""

    def __init__(self, algorithm):
        self.process = subprocess.Popen([SERVER, algorithm], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        endpoint = self.process.stdout.readline().strip()
        self.kms = boto3.client(
            "kms", region_name="us-east-1", endpoint_url=endpoint,
            aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret",
            config=botocore.config.Config(retries={"max_attempts": 0}))

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def public_key(self):
        answer = self.kms.get_public_key(KeyId="alias/validator")
        return answer, serialization.load_der_public_key(answer["PublicKey"])

    def sign(self, message, message_type, algorithm):
        return self.kms.sign(KeyId="alias/validator", Message=message, MessageType=message_type,
                             SigningAlgorithm=algorithm)["Signature"]


class FakeAwsTest(unittest.TestCase):

    def start(self, algorithm):
        aws = FakeAws(algorithm)
        self.addCleanup(aws.close)
        return aws

    def assert_refused(self, name, call, *arguments, **named):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(*arguments, **named)
        self.assertEqual(caught.exception.response["Error"]["Code"], name)

    def test_ed25519_signs_messages(self):
        aws = self.start("ed25519")
        answer, key = aws.public_key()
        self.assertEqual(answer["KeySpec"], "ECC_NIST_EDWARDS25519")
        self.assertIn("ED25519_SHA_512", answer["SigningAlgorithms"])
        for message in (b"vote", b"x" * 4096):
            key.verify(aws.sign(message, "RAW", "ED25519_SHA_512"), message)

    def test_ed25519_takes_no_digest(self):
        aws = self.start("ed25519")
        self.assert_refused("ValidationException", aws.sign, b"d" * 32, "DIGEST",
                            "ED25519_SHA_512")
        self.assert_refused("InvalidKeyUsageException", aws.sign, b"m", "RAW", "ECDSA_SHA_256")

    def test_p256_signs_messages_and_digests(self):
        aws = self.start("ecdsa-p256-sha256")
        answer, key = aws.public_key()
        self.assertEqual(answer["KeySpec"], "ECC_NIST_P256")
        key.verify(aws.sign(b"vote", "RAW", "ECDSA_SHA_256"), b"vote", ec.ECDSA(hashes.SHA256()))
        digest = hashes.Hash(hashes.SHA256())
        digest.update(b"vote")
        hashed = digest.finalize()
        key.verify(aws.sign(hashed, "DIGEST", "ECDSA_SHA_256"), hashed,
                   ec.ECDSA(Prehashed(hashes.SHA256())))

    def test_what_is_too_long_is_refused(self):
        aws = self.start("ed25519")
        self.assert_refused("ValidationException", aws.sign, b"x" * 4097, "RAW",
                            "ED25519_SHA_512")

    def test_the_encryption_context_is_bound(self):
        aws = self.start("ed25519")
        blob = aws.kms.encrypt(KeyId="alias/wrapping", Plaintext=b"key",
                               EncryptionContext=CONTEXT)["CiphertextBlob"]
        answer = aws.kms.decrypt(KeyId="alias/wrapping", CiphertextBlob=blob,
                                 EncryptionContext=CONTEXT)
        self.assertEqual(answer["Plaintext"], b"key")
        self.assert_refused("InvalidCiphertextException", aws.kms.decrypt,
                            KeyId="alias/wrapping", CiphertextBlob=blob,
                            EncryptionContext={"vitalstream-context": "1" * 64})

    def test_an_unknown_key_is_not_found(self):
        aws = self.start("ed25519")
        self.assert_refused("NotFoundException", aws.kms.get_public_key, KeyId="alias/nobody")


if __name__ == "__main__":
    unittest.main()
