#include "fuzz_input.hpp"
#include "json/ijson.hpp"
#include "ledger/types/transaction.hpp"

using namespace vitalstream;
using namespace vitalstream::ledger;

VS_FUZZ_TARGET(input) {
  static_cast<void>(is_ijson(as_text(input)));
  static_cast<void>(OwnedTransaction::parse(as_text(input)));
}
