"""What the network has promised: an acknowledged transaction stands where it was said, everywhere,
for ever (S3)."""

import time
import urllib.error

from network import NO_ANSWER, RpcError, wait_for

KEPT_WITHIN_S = 60
ASK_AGAIN_S = 0.5


def location(validator, tx_id):
    """Where this validator has the transaction committed, or nothing yet. An application whose
    connection fails asks again, and so does whoever waits for this, up to its deadline; but each
    failure is told, and a process that has ended will not answer."""
    try:
        state = validator.call("tx_getStatus", {"txId": tx_id})
    except RpcError as error:
        if error.reason == "tx_not_found":
            return None
        raise
    except urllib.error.HTTPError:
        raise
    except NO_ANSWER as error:
        if not validator.is_running():
            raise
        print(f"no answer, asked again: {error!r}", *error.__notes__, sep="; ", flush=True)
        time.sleep(ASK_AGAIN_S)
        return None
    return (state["height"], state["index"]) if state["status"] == "committed" else None


def check_promises(test, validator, acknowledged):
    """Every acknowledged transaction is on this validator, at the position it was promised."""
    for tx_id, answer in acknowledged.items():
        found = wait_for(lambda: location(validator, tx_id), KEPT_WITHIN_S,
                         f"acknowledged {tx_id} on validator {validator.number}")
        test.assertEqual(found, (answer["height"], answer["index"]),
                         f"{tx_id} stands elsewhere on validator {validator.number}")


def wait_for_more(load, more, seconds, what):
    """The network goes on: `more` transactions are acknowledged from now."""
    before = load.count()
    wait_for(lambda: load.count() >= before + more, seconds, what)
