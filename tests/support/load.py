"""Applications under way while something is done to the network: threads that submit records and
remember what they were promised."""

import http.client
import json
import os
import random
import threading
import time


class Load:
    """`acknowledged`: transaction id -> the answer; a promise that must hold for ever."""

    def __init__(self, network, client, threads=4, pause_s=0.002, content_bytes=200):
        self.network = network
        self.client = client
        self.pause_s = pause_s
        self.content_bytes = content_bytes
        self.acknowledged = {}
        self.failures = 0
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(number,), daemon=True)
            for number in range(threads)
        ]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind, error, trace):
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def count(self):
        with self._lock:
            return len(self.acknowledged)

    def _run(self, number):
        random_source = random.Random(number)
        connection = None
        while not self._stop.is_set():
            mode = random_source.choice(["ordered", "committed"])
            params = self.client.put_record("load", os.urandom(6).hex(),
                                            os.urandom(self.content_bytes))
            params |= {"mode": mode, "timeoutMs": 5000}
            try:
                if connection is None:
                    validator = random_source.choice(self.network.validators)
                    connection = http.client.HTTPConnection("127.0.0.1", validator.rpc_port,
                                                            timeout=10)
                self._submit(connection, params)
            except (OSError, http.client.HTTPException, json.JSONDecodeError):
                # The validator was killed or is away: what it has not answered is no promise.
                if connection is not None:
                    connection.close()
                connection = None
                with self._lock:
                    self.failures += 1
            time.sleep(self.pause_s)
        if connection is not None:
            connection.close()

    def _submit(self, connection, params):
        request = {"jsonrpc": "2.0", "id": 1, "method": "tx_submit", "params": params}
        connection.request("POST", "/", json.dumps(request),
                           {"content-type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        with self._lock:
            if "result" in answer:
                self.acknowledged[answer["result"]["txId"]] = answer["result"]
            else:
                self.failures += 1
