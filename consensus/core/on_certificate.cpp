// C1: certificates are accepted from any future view. One that cannot help is dropped before its
// signatures are checked. Of each only one copy is verified at a time, and none while its votes
// are; one more is kept for the case that a liar's came first.
#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const CertificateArrived& input) {
  activity_.heard(input.from, clock_.now);
  const VoteSubject& subject = input.certificate.subject;
  if (subject.epoch != epoch() || !certificates_.is_news(subject)) {
    return;
  }
  if (checking_.contains(subject) || votes_.is_completing(subject)) {
    if (spare_certificates_.size() < kCertificateChecksMax) {
      spare_certificates_.try_emplace(subject, input);
    }
    return;
  }
  if (checking_.size() < kCertificateChecksMax) {
    checking_.insert(subject);
    effects_.push_back(VerifyCertificate{input.from, input.certificate});
  }
}

// What was under verification has turned out to be wrong.
void Replica::try_spare_certificate(const VoteSubject& subject) {
  const auto spare = spare_certificates_.extract(subject);
  if (!spare.empty()) {
    on(spare.mapped());
  }
}

void Replica::on(const CertificateVerified& input) {
  checking_.erase(input.certificate->subject);
  hold_certificate(*input.certificate, /*formed_here=*/false);
}

void Replica::on(const CertificateInvalid& input) {
  checking_.erase(input.subject);
  effects_.push_back(CutPeer{input.from, "an invalid certificate"});
  try_spare_certificate(input.subject);
}

}  // namespace vitalstream::consensus
