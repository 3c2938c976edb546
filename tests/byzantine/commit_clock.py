"""Applications that never stop, and when each was told that its transaction is committed: the gap
that counts is the one that a client sees, by the monotonic clock."""

import http.client
import json
import os
import threading
import time

ANSWER_TIMEOUT_S = 30
COMMIT_TIMEOUT_MS = 20_000
REFUSED_PAUSE_S = 0.02
JOIN_S = 60


class Commit:
    """One acknowledged transaction."""

    def __init__(self, at, validator, tx_id, content):
        self.at = at
        self.validator = validator
        self.tx_id = tx_id
        self.content = content


class CommitClock:
    """Use as a context manager. Each validator has clients of its own, who wait for each commit
    before they submit the next."""

    def __init__(self, validators, client, threads=3, pause_s=0.04, content_bytes=300):
        self.client = client
        self.pause_s = pause_s
        self.content_bytes = content_bytes
        self.commits = []
        self.refused = 0
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(validator,), daemon=True)
                         for validator in validators for _ in range(threads)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind, error, trace):
        self._stop.set()
        for thread in self._threads:
            thread.join(JOIN_S)

    def since(self, begun):
        """The commits from this moment."""
        with self._lock:
            return [commit for commit in self.commits if commit.at >= begun]

    def longest_gap(self, begun, ended, numbers):
        """The longest time in which the clients of one of these validators saw no commit; the
        time from the last commit to the end counts too."""
        gaps = [0.0]
        for number in numbers:
            times = [commit.at for commit in self.since(begun)
                     if commit.validator == number and commit.at <= ended]
            times = [begun, *sorted(times), ended]
            gaps += [later - earlier for earlier, later in zip(times, times[1:])]
        return max(gaps)

    def _run(self, validator):
        connection = None
        while not self._stop.is_set():
            try:
                if connection is None:
                    connection = http.client.HTTPConnection(
                        "127.0.0.1", validator.rpc_port, timeout=ANSWER_TIMEOUT_S)
                pause = self.pause_s if self._submit(connection, validator) else REFUSED_PAUSE_S
            except (OSError, http.client.HTTPException, json.JSONDecodeError):
                # The validator is away: what it has not answered is no commit.
                connection.close()
                connection, pause = None, self.pause_s
            time.sleep(pause)
        if connection is not None:
            connection.close()

    def _submit(self, connection, validator):
        content = os.urandom(self.content_bytes)
        params = self.client.put_record("load", os.urandom(6).hex(), content)
        params |= {"mode": "committed", "timeoutMs": COMMIT_TIMEOUT_MS}
        connection.request(
            "POST", "/",
            json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tx_submit", "params": params}),
            {"content-type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        result = answer.get("result", {})
        with self._lock:
            if result.get("status") == "committed":
                self.commits.append(
                    Commit(time.monotonic(), validator.number, result["txId"], content))
                return True
            self.refused += 1
        return False
