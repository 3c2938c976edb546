#include "fuzz_input.hpp"
#include "ledger/types/attachment.hpp"

using namespace vitalstream;
using namespace vitalstream::ledger;

VS_FUZZ_TARGET(input) {
  const auto [number, bytes] = fuzz::choice_of(input);
  if (const auto lists = decode_attachments(bytes, number)) {
    VS_ASSERT(lists->size() == number);
    VS_ASSERT(equal(encode_attachments(*lists), bytes));
  }
}
