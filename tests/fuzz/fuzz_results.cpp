#include "fuzz_input.hpp"
#include "ledger/types/result.hpp"

using namespace vitalstream;
using namespace vitalstream::ledger;

VS_FUZZ_TARGET(input) {
  if (const auto results = decode_results(input)) {
    VS_ASSERT(equal(encode_results(*results), input));
    static_cast<void>(results_root(*results));
  }
}
