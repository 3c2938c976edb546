#pragma once
// Limits of queries, with units. At a limit an answer is a page with a cursor, or a refusal.

#include <cstddef>

namespace vitalstream::ledger {

inline constexpr std::size_t kPageEntriesMax = 1'000;
inline constexpr std::size_t kPageEntriesDefault = 100;
// What one audit query looks at before it answers with what it has and a cursor to go on: one or
// two milliseconds' worth.
inline constexpr std::size_t kAuditLookedAtMax = 1'000;
// Decisions of one subject that a question about its consent looks at: in one turn, and in all.
inline constexpr std::size_t kConsentLookedAtPerTurn = 1'000;
inline constexpr std::size_t kConsentLookedAtMax = 100'000;
static_assert(kConsentLookedAtMax % kConsentLookedAtPerTurn == 0);
// Entries asked of the state at once.
inline constexpr std::size_t kScanEntries = 128;

}  // namespace vitalstream::ledger
