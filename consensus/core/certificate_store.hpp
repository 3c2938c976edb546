#pragma once
// CertificateStore: the certificates by which views were left, from the newest final view (the
// floor) upwards, and which notarized views the replica has certified. Owned by Replica; everything
// in it has been verified.

#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "consensus/types/certificate.hpp"

namespace vitalstream::consensus {

// A block together with the view in which it became certified or final.
struct ChainPoint {
  View view;
  BlockDigest block;
  friend bool operator==(const ChainPoint&, const ChainPoint&) = default;
};

class CertificateStore {
 public:
  explicit CertificateStore(ChainPoint anchor) : final_(anchor) {}

  // The floor: the newest final view. Nothing is kept below it.
  [[nodiscard]] const ChainPoint& final_point() const { return final_; }
  // Nothing at genesis.
  [[nodiscard]] const std::optional<Certificate>& finalization() const { return finalization_; }
  [[nodiscard]] const Certificate* notarization(View view) const;
  [[nodiscard]] const Certificate* nullification(View view) const;
  [[nodiscard]] bool is_certified(View view) const;
  // True if a verified certificate for this would be news.
  [[nodiscard]] bool is_news(const VoteSubject& subject) const;

  // Each asserts that it is news. Raising the floor forgets everything up to it.
  void add_notarization(const Certificate& certificate);
  void add_nullification(const Certificate& certificate);
  void raise_floor(const Certificate& finalization);

  // C9: certification has succeeded, or can never succeed.
  void mark_certified(View view);
  void reject(View view);
  [[nodiscard]] bool is_rejected(View view) const { return rejected_.contains(view); }
  // Notarized, neither certified nor rejected, ascending.
  [[nodiscard]] std::vector<View> uncertified() const;

  // The certified or final point of a view; nothing where the view is neither.
  [[nodiscard]] std::optional<ChainPoint> point(View view) const;
  // The highest certified or final point.
  [[nodiscard]] ChainPoint tip() const;
  // C3: the highest certified or final point below `view` with nullifications for all views in
  // between; else the highest view that lacks one.
  [[nodiscard]] std::variant<ChainPoint, View> parent_for(View view) const;
  // C7: the highest view strictly between that has no nullification.
  [[nodiscard]] std::optional<View> gap_between(View parent, View view) const;
  // C12: that by which others, too, can leave this view.
  [[nodiscard]] std::vector<Certificate> exits(View view) const;

  [[nodiscard]] const std::map<View, Certificate>& notarizations() const { return notarizations_; }
  [[nodiscard]] const std::map<View, Certificate>& nullifications() const {
    return nullifications_;
  }
  [[nodiscard]] const std::set<View>& certified() const { return certified_; }

 private:
  ChainPoint final_;
  std::optional<Certificate> finalization_;
  std::map<View, Certificate> notarizations_;
  std::map<View, Certificate> nullifications_;
  std::set<View> certified_;
  std::set<View> rejected_;
};

[[nodiscard]] bool is_signed_by(const Certificate& certificate, ValidatorIndex signer);

}  // namespace vitalstream::consensus
