#include "consensus/core/certificate_store.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace vitalstream::consensus {
namespace {

View previous(View view) { return View{view.value() - 1}; }

const Certificate* find_in(const std::map<View, Certificate>& certificates, View view) {
  const auto found = certificates.find(view);
  return found == certificates.end() ? nullptr : &found->second;
}

}  // namespace

const Certificate* CertificateStore::notarization(View view) const {
  return find_in(notarizations_, view);
}

const Certificate* CertificateStore::nullification(View view) const {
  return find_in(nullifications_, view);
}

bool CertificateStore::is_certified(View view) const { return certified_.contains(view); }

bool CertificateStore::is_news(const VoteSubject& subject) const {
  if (subject.view <= final_.view) {
    return false;
  }
  switch (subject.kind) {
    case VoteKind::Notarize:
      return !notarizations_.contains(subject.view);
    case VoteKind::Nullify:
      return !nullifications_.contains(subject.view);
    case VoteKind::Finalize:
      return true;
  }
  return false;
}

void CertificateStore::add_notarization(const Certificate& certificate) {
  VS_ASSERT(is_news(certificate.subject));
  notarizations_.emplace(certificate.subject.view, certificate);
}

void CertificateStore::add_nullification(const Certificate& certificate) {
  VS_ASSERT(is_news(certificate.subject));
  nullifications_.emplace(certificate.subject.view, certificate);
}

void CertificateStore::raise_floor(const Certificate& finalization) {
  VS_ASSERT(is_news(finalization.subject));
  final_ = {finalization.subject.view, finalization.subject.block};
  finalization_ = finalization;
  const auto below = [&](View view) { return view <= final_.view; };
  std::erase_if(notarizations_, [&](const auto& entry) { return below(entry.first); });
  std::erase_if(nullifications_, [&](const auto& entry) { return below(entry.first); });
  std::erase_if(certified_, below);
  std::erase_if(rejected_, below);
}

void CertificateStore::mark_certified(View view) {
  VS_ASSERT(notarizations_.contains(view) && !rejected_.contains(view));
  certified_.insert(view);
}

void CertificateStore::reject(View view) {
  VS_ASSERT(notarizations_.contains(view) && !certified_.contains(view));
  rejected_.insert(view);
}

std::vector<View> CertificateStore::uncertified() const {
  std::vector<View> views;
  for (const auto& [view, certificate] : notarizations_) {
    if (!certified_.contains(view) && !rejected_.contains(view)) {
      views.push_back(view);
    }
  }
  return views;
}

std::optional<ChainPoint> CertificateStore::point(View view) const {
  if (view == final_.view) {
    return final_;
  }
  if (certified_.contains(view)) {
    return ChainPoint{view, notarizations_.at(view).subject.block};
  }
  return std::nullopt;
}

ChainPoint CertificateStore::tip() const {
  return certified_.empty() ? final_ : *point(*certified_.rbegin());
}

std::variant<ChainPoint, View> CertificateStore::parent_for(View view) const {
  VS_ASSERT(view > final_.view);
  const View highest = tip().view;
  for (View at = previous(view);; at = previous(at)) {
    if (at <= highest) {
      if (const auto found = point(at)) {
        return *found;
      }
    }
    if (!nullifications_.contains(at)) {
      return at;
    }
  }
}

std::optional<View> CertificateStore::gap_between(View parent, View view) const {
  for (View at = previous(view); at > parent; at = previous(at)) {
    if (!nullifications_.contains(at)) {
      return at;
    }
  }
  return std::nullopt;
}

std::vector<Certificate> CertificateStore::exits(View view) const {
  std::vector<Certificate> found;
  if (view <= final_.view && finalization_) {
    found.push_back(*finalization_);
    return found;
  }
  for (const auto* certificate : {notarization(view), nullification(view)}) {
    if (certificate != nullptr) {
      found.push_back(*certificate);
    }
  }
  return found;
}

bool is_signed_by(const Certificate& certificate, ValidatorIndex signer) {
  return std::ranges::any_of(certificate.signatures,
                             [&](const SignerSignature& one) { return one.signer == signer; });
}

}  // namespace vitalstream::consensus
