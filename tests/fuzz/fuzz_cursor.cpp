#include "fuzz_input.hpp"
#include "ledger/query/cursor.hpp"

using namespace vitalstream;
using namespace vitalstream::ledger;

VS_FUZZ_TARGET(input) {
  const Hash32 query{1, 2, 3};
  if (const auto position = from_cursor(query, as_text(input))) {
    VS_ASSERT(to_cursor(query, *position) == as_text(input));
  }
}
