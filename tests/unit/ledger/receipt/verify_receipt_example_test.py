"""The verifier of docs/examples agrees with the node: it accepts every receipt that the test
network makes, reads the same results from them, and refuses every change of every member. Whatever
it judges, the node's verifier judges the same.

usage: verify_receipt_example_test.py MAKE_RECEIPTS JUDGE_RECEIPTS DIRECTORY SOURCE_DIRECTORY
"""

import copy
import json
import pathlib
import subprocess
import sys


def leaves_of(value, path=()):
    """The path of every text and number in the document."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves_of(member, path + (name,))
    elif isinstance(value, list):
        for position, element in enumerate(value):
            yield from leaves_of(element, path + (position,))
    else:
        yield path


def changed(document, path):
    """A copy in which the leaf at the path says something else that is well formed."""
    copied = copy.deepcopy(document)
    parent = copied
    for step in path[:-1]:
        parent = parent[step]
    value = parent[path[-1]]
    if isinstance(value, int):
        parent[path[-1]] = value + 1
    else:
        middle = len(value) // 2
        other = "B" if value[middle] == "A" else "A"
        parent[path[-1]] = value[:middle] + other + value[middle + 1:]
    return copied


def with_number(document, path, value):
    """A copy with this number at the path; None if none was there."""
    copied = copy.deepcopy(document)
    parent = copied
    for step in path[:-1]:
        parent = parent[step]
    if not isinstance(parent[path[-1]], int):
        return None
    parent[path[-1]] = value
    return copied


def shortened(document):
    """Copies with one list less its first or last element."""
    lists = [path[:i + 1] for path in leaves_of(document) for i in range(len(path) - 1)
             if isinstance(path[i + 1], int)]
    for path in dict.fromkeys(lists):
        for position in (0, -1):
            copied = copy.deepcopy(document)
            target = copied
            for step in path:
                target = target[step]
            del target[position]
            yield path, copied


class Tests:
    def __init__(self, module, directory):
        self.module = module
        self.genesis_hash = bytes.fromhex((directory / "genesis_hash").read_text())
        self.directory = directory
        self.checks = 0
        self.judged = []

    def verdict(self, document, what):
        """What has been proven; None if nothing."""
        self.checks += 1
        text = json.dumps(document)
        try:
            proven = self.module.verify(text.encode(), self.genesis_hash)
        except self.module.Refused:
            proven = None
        self.judged.append((text, proven is not None, what))
        return proven

    def refuses(self, document, what):
        assert self.verdict(document, what) is None, f"accepted: {what}"

    def accepts(self, name):
        proven = self.verdict(self.document(name), name)
        assert proven is not None, f"refused: {name}"
        return proven

    def document(self, name):
        return json.loads((self.directory / name).read_text())

    def agrees_with(self, judge):
        texts = "".join(text + "\n" for text, _, _ in self.judged)
        answers = subprocess.run([judge, self.genesis_hash.hex()], input=texts, check=True,
                                 capture_output=True, text=True).stdout.splitlines()
        assert len(answers) == len(self.judged), len(answers)
        for answer, (text, accepted, what) in zip(answers, self.judged):
            assert (answer == "valid") == accepted, (what, answer, accepted, text)

    def accepts_all(self):
        receipts = sorted(self.directory.glob("receipt-*.json"))
        assert len(receipts) > 20, receipts
        for receipt in receipts:
            proven = self.accepts(receipt.name)
            name = receipt.stem.removeprefix("receipt-")
            expected = (self.directory / f"result-{name}").read_text()
            assert f"{proven['status']} {proven['code']}" == expected, (name, proven)
            assert f"{proven['height']}-{proven['index']}" == name, proven

    def accepts_delegated(self):
        assert self.accepts("delegated.json")["signed_by"] == "3 of 4 validators"

    def accepts_sealed(self):
        for height in (1, 2):
            receipt = self.document(f"sealed-{height}.json")
            proven = self.accepts(f"sealed-{height}.json")
            assert proven["sealed_by"].endswith(f" at block {height}"), proven
            del receipt["seal"]
            assert self.verdict(receipt, "without its seal") is not None
            receipt["seal"] = None
            self.refuses(receipt, "a seal that is none")

    def knows_both_rules_for_signatures(self):
        """What only ZIP 215 takes is good of a client and not of a validator."""
        assert self.accepts("cofactored-transaction.json")["status"] == "applied"
        hostile = sorted(self.directory.glob("hostile-*.json"))
        assert len(hostile) == 3, hostile
        for receipt in hostile:
            self.refuses(self.document(receipt.name), receipt.name)

    def refuses_numbers_beyond_their_range(self):
        document = self.document("receipt-5-4.json")
        for path in leaves_of(document):
            for value in (0, 2**32 - 1, 2**32, 2**53 - 1, 2**53, -1):
                copied = with_number(document, path, value)
                if copied not in (None, document):
                    self.refuses(copied, (path, value))

    def refuses_every_bit_of_a_delegated_signature(self):
        document = self.document("delegated.json")
        whole = self.module.from_base64url(document["finalization"]["signatures"][-1]["signature"],
                                           "signature")
        assert len(whole) == 184, len(whole)
        for position in range(len(whole)):
            broken = bytearray(whole)
            broken[position] ^= 1
            document["finalization"]["signatures"][-1]["signature"] = self.module.to_base64url(
                bytes(broken))
            self.refuses(document, ("delegated", position))

    def refuses_every_change(self, name):
        document = self.document(name)
        for path in leaves_of(document):
            self.refuses(changed(document, path), path)
        for path, copied in shortened(document):
            self.refuses(copied, ("shortened", path))
        for member in set(document) - {"seal"}:
            self.refuses({k: v for k, v in document.items() if k != member}, ("without", member))
        self.refuses({**document, "more": 1}, "a member more")

    def refuses_another_network(self):
        receipt = (self.directory / "receipt-1-0.json").read_bytes()
        try:
            self.module.verify(receipt, bytes(32))
        except self.module.Refused:
            return
        raise AssertionError("accepted under another genesis hash")


def main(make_receipts, judge_receipts, directory, source):
    directory = pathlib.Path(directory)
    subprocess.run([make_receipts, str(directory)], check=True)
    sys.path.insert(0, str(pathlib.Path(source) / "docs" / "examples"))
    sys.dont_write_bytecode = True
    import verify_receipt
    tests = Tests(verify_receipt, directory)
    tests.accepts_all()
    tests.accepts_delegated()
    tests.refuses_every_bit_of_a_delegated_signature()
    for name in ("1-1", "3-1", "3-2", "5-4"):
        tests.refuses_every_change(f"receipt-{name}.json")
    tests.refuses_every_change("delegated.json")
    tests.accepts_sealed()
    tests.refuses_every_change("sealed-1.json")
    tests.refuses_every_change("sealed-2.json")
    tests.knows_both_rules_for_signatures()
    tests.refuses_numbers_beyond_their_range()
    tests.refuses_another_network()
    tests.agrees_with(judge_receipts)
    golden = pathlib.Path(source) / "tests" / "golden" / "ledger" / "receipt.json"
    verify_receipt.verify(golden.read_bytes(), tests.genesis_hash)
    print(f"{tests.checks} receipts judged as they should be")


if __name__ == "__main__":
    main(*sys.argv[1:])
