#include "fuzz_input.hpp"
#include "json/ijson.hpp"
#include "ledger/types/parse_payload.hpp"

using namespace vitalstream;
using namespace vitalstream::ledger;

VS_FUZZ_TARGET(input) {
  Transaction transaction;
  const auto error = parse_payload(as_text(input), transaction);
  VS_ASSERT(error.has_value() || is_ijson(as_text(input)));
}
