#pragma once
// What a validator answers to one request, as far as the measurement needs it. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitalstream::bench {

struct Answer {
  std::uint64_t id = 0;
  // Of a result: the stage that the transaction has reached, and what execution decided.
  std::string stage{};
  std::string outcome{};
  bool has_receipt = false;
  // Of an error, or of a transaction that execution refused: why.
  std::string reason{};
  // An error that says when to come back: the validator refuses for load.
  bool is_refusal = false;

  // It is in the ledger and did what it asked for, or has at least come as far as `mode`.
  [[nodiscard]] bool is_positive(std::string_view mode) const;
};

// Nothing for a text that is no answer to a request of ours.
[[nodiscard]] std::optional<Answer> parse_answer(std::string_view text);

}  // namespace vitalstream::bench
