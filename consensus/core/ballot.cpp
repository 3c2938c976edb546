#include "consensus/core/ballot.hpp"

namespace vitalstream::consensus {

bool Ballot::begin_check(const CertificateArrived& arrived) {
  const VoteSubject& subject = arrived.certificate.subject;
  if (checks_.contains(subject) || votes_.is_completing(subject)) {
    static_cast<void>(spares_.add(subject, arrived.from, arrived));
    return false;
  }
  const bool has_place = checks_.add(subject, arrived.from, {});
  refused_ += has_place ? 0U : 1U;
  return has_place;
}

void Ballot::close(const VoteSubject& subject) {
  votes_.close(subject.kind, subject.view);
  spares_.take(subject);
}

void Ballot::forget_up_to(View floor) {
  votes_.forget_up_to(floor);
  spares_.forget_up_to(floor);
}

}  // namespace vitalstream::consensus
