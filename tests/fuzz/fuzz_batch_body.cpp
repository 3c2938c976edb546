#include "fuzz_input.hpp"
#include "ledger/types/batch_body.hpp"

using namespace vitalstream;
using namespace vitalstream::ledger;

VS_FUZZ_TARGET(input) {
  const auto batch = decode_batch_body(std::make_shared<const Bytes>(to_bytes(input)));
  if (!batch) {
    static_cast<void>(to_string(batch.error().code));
    return;
  }
  const std::size_t items = batch->transactions().size();
  VS_ASSERT(items > 0);
  VS_ASSERT(batch->signed_messages().size() == items);
  VS_ASSERT(batch->leaf_hashes().size() == items);
}
