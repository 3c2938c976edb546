// judge_receipts GENESIS_HASH < RECEIPTS: one receipt in each line; answers in each line "valid",
// or why not. For the comparison with the verifier in another language.

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>

#include "base/hex.hpp"
#include "ledger/receipt/verify_receipt.hpp"

int main(int count, char** arguments) {
  const auto hash = vitalstream::from_hex(count == 2 ? arguments[1] : "");
  if (!hash || hash->size() != vitalstream::GenesisHash{}.view().size()) {
    std::fputs("usage: judge_receipts GENESIS_HASH < RECEIPTS\n", stderr);
    return 2;
  }
  vitalstream::Hash32 bytes{};
  std::copy(hash->begin(), hash->end(), bytes.begin());
  for (std::string line; std::getline(std::cin, line);) {
    const auto verified =
        vitalstream::ledger::verify_receipt(line, vitalstream::GenesisHash{bytes});
    std::cout << (verified ? "valid" : to_string(verified.error().code)) << '\n';
  }
  return 0;
}
