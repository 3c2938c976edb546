#pragma once
// A delegated signature: a validator whose key is far away, in a KMS or HSM, lets a key in memory
// sign its votes for one epoch and a range of views. What it signs carries the delegation, so that
// whoever knows the validator set can verify it, at any time and without having heard of it before:
// votes, certificates, evidence and receipts have one form. Made by node/driver/delegated_keys,
// taken apart by Verifier. Pure.

#include <optional>

#include "base/bytes.hpp"
#include "consensus/types/ids.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::consensus {

// By the validator's own key. Two of one validator may overlap: what may be signed is not their
// business but the safety record's (C14).
struct Delegation {
  View first;
  View last;  // inclusive
  crypto::PublicKey key;
  crypto::Signature signature;
  friend bool operator==(const Delegation&, const Delegation&) = default;
  // In its range, which is not inverted and not wider than kDelegationViewsMax.
  [[nodiscard]] bool covers(View view) const;
};

struct DelegatedSignature {
  Delegation delegation;
  crypto::Signature signature;  // by the delegation's key
  friend bool operator==(const DelegatedSignature&, const DelegatedSignature&) = default;
};

// "vitalstream/delegation/v1" | genesis hash | validator | epoch | first view | last view | key.
[[nodiscard]] Bytes delegation_signing_bytes(const GenesisHash& genesis, ValidatorId validator,
                                             Epoch epoch, const Delegation& delegation);

// As it stands in the place of a signature: u8 form | first view | last view | key | the
// delegation's signature | the signature.
[[nodiscard]] crypto::Signature join(const DelegatedSignature& delegated);
// Nothing if it is not of this form, and so the validator's own: one of its algorithm's size always
// is.
[[nodiscard]] std::optional<DelegatedSignature> take_apart(ByteView signature,
                                                           crypto::SignatureAlgorithm validators);

}  // namespace vitalstream::consensus
