#include "fuzz_input.hpp"
#include "ledger/query/cursor.hpp"

using namespace vitalstream;
using namespace vitalstream::ledger;

VS_FUZZ_TARGET(input) {
  if (const auto position = from_cursor(as_text(input))) {
    VS_ASSERT(to_cursor(*position) == as_text(input));
  }
}
