#include "net/p2p/session_rules.hpp"

namespace vitalstream::net {

SecondSessionStep judge_second_session(const SessionOrigin& old_session,
                                       const SessionOrigin& newcomer, PeerId lower_id) {
  const bool same_process = old_session.instance == newcomer.instance;
  const bool preferred = newcomer.dialer == lower_id && old_session.dialer != lower_id;
  return same_process && preferred ? SecondSessionStep::Replace : SecondSessionStep::ProbeOld;
}

CloseReason refusal_of_newcomer(const SessionOrigin& old_session, const SessionOrigin& newcomer) {
  return old_session.instance == newcomer.instance ? CloseReason::DuplicateDial
                                                   : CloseReason::SecondSession;
}

}  // namespace vitalstream::net
