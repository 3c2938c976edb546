"""A validator that was away, or has lost something, is needed again."""

from network import wait_for
from promises import wait_for_more

RECOVERY_S = 90


def check_votes_again(load, returned, other):
    """With one more dead, nothing becomes final without the returned one's vote."""
    wait_for(lambda: returned.is_ready(3), RECOVERY_S, f"validator {returned.number} is connected")
    wait_for(returned.may_vote, RECOVERY_S, f"validator {returned.number} may vote")
    target = other.height()
    wait_for(lambda: returned.height() >= target, RECOVERY_S, "caught up")
    # A new record votes above the views that the others have told it of, and a block or two pass
    # before it is there. Until then nobody else may be missed (C15).
    wait_for_more(load, 20, RECOVERY_S, "progress of all four")
    other.kill()
    wait_for_more(load, 20, RECOVERY_S,
                  f"progress with validator {returned.number} in place of {other.number}")
    other.start()
    wait_for(lambda: other.is_ready(3), RECOVERY_S, f"validator {other.number} is back")
    wait_for_more(load, 5, RECOVERY_S, "progress of all four")
