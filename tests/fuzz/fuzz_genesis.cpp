#include "fuzz_input.hpp"
#include "ledger/genesis/genesis.hpp"

using namespace vitalstream;
using namespace vitalstream::ledger;

VS_FUZZ_TARGET(input) {
  const auto document = parse_document(as_text(input));
  if (!document) {
    static_cast<void>(to_string(document.error().code));
    return;
  }
  const auto again = parse_document(print_document(*document));
  VS_ASSERT(again.has_value() && *again == *document);
  if (validate_document(*document)) {
    VS_ASSERT(validator_set_of(*document).size() == document->validators.size());
    static_cast<void>(members_of(*document));
  }
}
