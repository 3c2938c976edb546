#include "fuzz_input.hpp"
#include "ledger/execution/state_values.hpp"

using namespace vitalstream;
using namespace vitalstream::ledger;

namespace {

template <class T>
void check(std::optional<T> (*decode)(ByteView), ByteView bytes) {
  if (const auto value = decode(bytes)) {
    VS_ASSERT(equal(encode(*value), bytes));
  }
}

}  // namespace

VS_FUZZ_TARGET(input) {
  const auto [number, bytes] = fuzz::choice_of(input);
  switch (number % 4) {
    case 0:
      return check(decode_record_version, bytes);
    case 1:
      return check(decode_audit_entry, bytes);
    case 2:
      return check(decode_consent_decision, bytes);
    default:
      return check(decode_posting, bytes);
  }
}
