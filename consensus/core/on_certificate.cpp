// C1: certificates are accepted from any future view. One that cannot help is dropped before its
// signatures are checked. Of each only one copy is verified at a time, and none while its votes
// are; one more is kept for the case that a liar's came first. What waits takes its sender's places
// (C17).
#include "consensus/core/on_certificate.hpp"

namespace vitalstream::consensus {

void OnCertificate::on(const CertificateArrived& input) {
  sees_.peers.heard(input.from, sees_.step.now());
  sees_.quorums.consider(input);
}

void OnCertificate::on(const CertificateVerified& input) {
  sees_.ballot.end_check(input.certificate->subject);
  sees_.quorums.hold(*input.certificate, Quorums::Origin::Peer);
}

void OnCertificate::on(const CertificateInvalid& input) {
  sees_.ballot.end_check(input.subject);
  sees_.step.cut(input.from, "an invalid certificate");
  sees_.quorums.try_spare(input.subject);
}

}  // namespace vitalstream::consensus
