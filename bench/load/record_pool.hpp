#pragma once
// The contents of the records that are sent: random ones of one size, or FHIR resources. Each
// transaction takes the next of the pool with a salt of its own, so no two commitments are equal.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitalstream::bench {

struct RecordContent {
  Bytes bytes;
  std::string text;  // base64url of the bytes
};

class RecordPool {
 public:
  explicit RecordPool(std::string media_type) : media_type_(std::move(media_type)) {}

  void add(Bytes bytes);
  [[nodiscard]] const std::string& media_type() const { return media_type_; }
  [[nodiscard]] std::size_t size() const { return contents_.size(); }
  // The content of the transaction with this number. There must be one at least.
  [[nodiscard]] const RecordContent& of(std::uint64_t number) const;

 private:
  std::string media_type_;
  std::vector<RecordContent> contents_;
};

[[nodiscard]] RecordPool random_records(std::size_t record_bytes, std::uint64_t seed);

// Every FHIR resource in the JSON files below `folder`; of a Bundle, the resources of its entries.
[[nodiscard]] Result<RecordPool, std::string> fhir_records(const std::string& folder);

}  // namespace vitalstream::bench
