#include "crypto/sha256.hpp"
#include "fuzz_input.hpp"
#include "ledger/receipt/receipt_document.hpp"
#include "ledger/receipt/verify_receipt.hpp"

using namespace vitalstream;
using namespace vitalstream::ledger;

VS_FUZZ_TARGET(input) {
  const auto receipt = parse_receipt(as_text(input));
  if (!receipt) {
    static_cast<void>(to_string(receipt.error().code));
    return;
  }
  const auto again = parse_receipt(print_receipt(*receipt));
  VS_ASSERT(again.has_value() && *again == *receipt);
  // Against the network that the document itself names, so that every step is reached.
  const GenesisHash genesis{crypto::sha256(as_bytes(receipt->genesis_file))};
  const auto verified = verify_receipt(as_text(input), genesis);
  if (verified) {
    static_cast<void>(summary(*verified));
  }
}
