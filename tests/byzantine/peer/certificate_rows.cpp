// Floods of certificates and stuck reports.
#include <utility>

#include "consensus/types/limits.hpp"
#include "tests/byzantine/peer/flood.hpp"
#include "tests/byzantine/peer/forge.hpp"

namespace vitalstream::byzantine {
namespace {

using consensus::View;

constexpr std::uint64_t kFar = 4'000'000;

consensus::VoteSubject nullify_ahead(Liar& liar, std::uint64_t views) {
  return consensus::make_nullify(liar.identity().set.epoch(),
                                 View{liar.follower().view().value() + views});
}

NextMessage badly_signed() {
  return [step = std::uint64_t{0}](Liar& liar) mutable {
    return encode(random_certificate(liar.identity(), nullify_ahead(liar, step++ % 64), 64));
  };
}

Bytes far_ahead(Liar& liar) {
  return encode(random_certificate(liar.identity(), nullify_ahead(liar, kFar), 64));
}

// One signature is right, the liar's own; the others are of chance.
Bytes with_one_true_vote(Liar& liar) {
  const auto subject = nullify_ahead(liar, 1);
  auto certificate = random_certificate(liar.identity(), subject, 64);
  certificate.signatures.back() = {liar.identity().index,
                                   sign_vote(liar.identity(), subject).signature};
  return encode(certificate);
}

Bytes huge(Liar& liar) {
  auto certificate =
      random_certificate(liar.identity(), nullify_ahead(liar, 1), consensus::kSignatureBytesMax);
  while (certificate.signatures.size() < consensus::kValidatorsMax) {
    certificate.signatures.push_back(certificate.signatures.back());
  }
  return encode(certificate);
}

// Every signature is the liar's own.
Bytes of_one_signer(Liar& liar) {
  const auto subject = nullify_ahead(liar, 1);
  consensus::Certificate certificate{subject, {}};
  const auto signature = sign_vote(liar.identity(), subject).signature;
  for (std::size_t i = 0; i < liar.identity().set.quorum(); ++i) {
    certificate.signatures.push_back({liar.identity().index, signature});
  }
  return encode(certificate);
}

NextMessage replayed() {
  return [step = std::size_t{0}](Liar& liar) mutable {
    const auto& known = liar.follower().certificates();
    if (known.empty()) {
      return Bytes{};
    }
    auto one = known.begin();
    std::advance(one, static_cast<std::ptrdiff_t>(step++ % known.size()));
    return encode(one->second);
  };
}

Bytes stuck_at(Liar& liar, View view) {
  return encode(consensus::StuckReport{liar.identity().set.epoch(), view, View{}, {}});
}

NextMessage stuck_in_old_views() {
  return [step = std::uint64_t{0}](Liar& liar) mutable {
    return stuck_at(liar, View{1 + step++ % liar.follower().view().value()});
  };
}

Bytes stuck_far_ahead(Liar& liar) {
  return stuck_at(liar, View{liar.follower().view().value() + kFar});
}

Bytes stuck_with_a_lie(Liar& liar) {
  const auto subject = nullify_ahead(liar, 2);
  return encode(consensus::StuckReport{liar.identity().set.epoch(), next(subject.view),
                                       subject.view,
                                       random_certificate(liar.identity(), subject, 64)});
}

}  // namespace

std::vector<Row> certificate_rows() {
  return {
      flood_row("certificates-bad-signature",
                "Certificates for the views of the window with signatures of chance", 1'000,
                Target::All, &badly_signed),
      flood_row("certificates-far", "Certificates of chance for view + 4,000,000", 2'000,
                Target::All, &far_ahead),
      flood_row("certificates-one-true-vote",
                "Certificates of which only the liar's own vote is true", 1'000, Target::All,
                &with_one_true_vote),
      flood_row("certificates-huge", "Certificates of a hundred signatures of 4,096 bytes", 20,
                Target::All, &huge),
      flood_row("certificates-one-signer", "Certificates made of one vote thrice", 1'000,
                Target::All, &of_one_signer),
      flood_row("certificates-replayed", "True certificates of the last views, again and again",
                5'000, Target::All, &replayed),
      flood_row("stuck-old", "Reports of being stuck in each view since the first", 5'000,
                Target::All, &stuck_in_old_views),
      flood_row("stuck-far", "Reports of being stuck in view + 4,000,000", 5'000, Target::All,
                &stuck_far_ahead),
      flood_row("stuck-forged", "Reports of being stuck with a certificate of chance", 1'000,
                Target::All, &stuck_with_a_lie),
  };
}

}  // namespace vitalstream::byzantine
