// C1: certificates are accepted from any future view. One that cannot help is dropped before its
// signatures are checked. Of each only one copy is verified at a time, and none while its votes
// are; one more is kept for the case that a liar's came first. What waits takes its sender's places
// (C17).
#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const CertificateArrived& input) {
  activity_.heard(input.from, clock_.now);
  const VoteSubject& subject = input.certificate.subject;
  if (subject.epoch != epoch() || !certificates_.is_news(subject)) {
    return;
  }
  if (certificate_checks_.contains(subject) || votes_.is_completing(subject)) {
    static_cast<void>(spare_certificates_.add(subject, input.from, input));
    return;
  }
  if (certificate_checks_.add(subject, input.from, {})) {
    effects_.push_back(VerifyCertificate{input.from, input.certificate});
  } else {
    refused_.certificates += 1;
  }
}

// What was under verification has turned out to be wrong.
void Replica::try_spare_certificate(const VoteSubject& subject) {
  if (const auto spare = spare_certificates_.take(subject)) {
    on(*spare);
  }
}

void Replica::on(const CertificateVerified& input) {
  certificate_checks_.take(input.certificate->subject);
  hold_certificate(*input.certificate, /*formed_here=*/false);
}

void Replica::on(const CertificateInvalid& input) {
  certificate_checks_.take(input.subject);
  effects_.push_back(CutPeer{input.from, "an invalid certificate"});
  try_spare_certificate(input.subject);
}

}  // namespace vitalstream::consensus
