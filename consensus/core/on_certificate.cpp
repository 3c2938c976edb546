// C1: certificates are accepted from any future view. One that cannot help is dropped before its
// signatures are checked; of each only one copy is under verification at a time.
#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const CertificateArrived& input) {
  activity_.heard(input.from, clock_.now);
  const VoteSubject& subject = input.certificate.subject;
  if (subject.epoch != epoch() || !certificates_.is_news(subject) ||
      votes_.is_completing(subject) || checking_.size() >= kCertificateChecksMax ||
      !checking_.insert(subject).second) {
    return;
  }
  effects_.push_back(VerifyCertificate{input.from, input.certificate});
}

void Replica::on(const CertificateVerified& input) {
  checking_.erase(input.certificate->subject);
  hold_certificate(*input.certificate, /*formed_here=*/false);
}

void Replica::on(const CertificateInvalid& input) {
  checking_.erase(input.subject);
  effects_.push_back(CutPeer{input.from, "an invalid certificate"});
}

}  // namespace vitalstream::consensus
