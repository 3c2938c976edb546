// make_receipts DIRECTORY: writes the genesis hash and the receipts of the tests' network as files,
// for the verifier in another language (verify_receipt_example_test.py).

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/hex.hpp"
#include "consensus/types/codec.hpp"
#include "consensus/types/delegation.hpp"
#include "consensus/types/seal.hpp"
#include "support/genesis_builder.hpp"
#include "support/receipt_network.hpp"

namespace {

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

using vitalstream::Bytes;
using vitalstream::ledger::testing::ReceiptNetwork;
namespace consensus = vitalstream::consensus;

// A client's signature that only ZIP 215 takes; the network does.
std::string cofactored_transaction() {
  ReceiptNetwork network;
  std::vector<vitalstream::ledger::OwnedTransaction> transactions;
  transactions.push_back(
      network.sign(0,
                   vitalstream::ledger::testing::TransactionBuilder{}.jti("a").exp(
                       ReceiptNetwork::kFirstBlockMs / 1000 + 60),
                   ReceiptNetwork::Signing::ForCofactor));
  network.add_block(std::move(transactions));
  while (network.height() < 6) {
    network.add_block({});
  }
  return network.receipt(1, 0);
}

// A validator's signature that only ZIP 215 takes, in a vote, in a delegation or in a seal.
std::string cofactored_vote(const ReceiptNetwork& network) {
  auto receipt = network.document(1, 1);
  const Bytes message =
      consensus::signing_bytes(network.genesis_hash(), receipt.finalization.subject);
  receipt.finalization.signatures.front().signature =
      vitalstream::ledger::testing::validator_signer(1).sign_for_cofactor(message);
  return print_receipt(receipt);
}

std::string cofactored_seal(const ReceiptNetwork& network) {
  auto receipt = network.document(1, 1);
  receipt.seal = network.seal(1, 2);
  receipt.seal->signature = vitalstream::ledger::testing::validator_signer(3).sign_for_cofactor(
      consensus::seal_signing_bytes(network.genesis_hash(), *receipt.seal));
  return print_receipt(receipt);
}

// Delegated to the neutral element, by which every s with R = [s]B signs everything: s = 1.
std::string vote_by_neutral_key(const ReceiptNetwork& network) {
  auto receipt = network.document(1, 1);
  consensus::DelegatedSignature vote;
  vote.delegation = {ReceiptNetwork::kDelegatedFrom, ReceiptNetwork::kDelegatedTo, {}, {}};
  vote.delegation.key.bytes = Bytes(32, 0);
  vote.delegation.key.bytes[0] = 1;
  const auto& validator = network.genesis_document().validators[0];
  vote.delegation.signature = vitalstream::ledger::testing::validator_signer(1).sign(
      consensus::delegation_signing_bytes(network.genesis_hash(), validator.id,
                                          receipt.finalization.subject.epoch, vote.delegation));
  vote.signature = Bytes(64, 0x66);
  vote.signature[0] = 0x58;
  std::fill(vote.signature.begin() + 32, vote.signature.end(), std::uint8_t{0});
  vote.signature[32] = 1;
  receipt.finalization.signatures.front().signature = consensus::join(vote);
  return print_receipt(receipt);
}

void write_hostile(const std::filesystem::path& directory, const ReceiptNetwork& network) {
  write(directory / "cofactored-transaction.json", cofactored_transaction());
  write(directory / "hostile-cofactored-vote.json", cofactored_vote(network));
  write(directory / "hostile-cofactored-seal.json", cofactored_seal(network));
  write(directory / "hostile-neutral-key.json", vote_by_neutral_key(network));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: make_receipts DIRECTORY\n", stderr);
    return 2;
  }
  const std::filesystem::path directory = arguments[1];
  std::filesystem::create_directories(directory);
  const auto network = vitalstream::ledger::testing::a_receipt_network();
  write(directory / "genesis_hash", vitalstream::to_hex(network.genesis_hash().view()));
  for (std::uint64_t height = 1; height <= 5; ++height) {
    const auto& results = network.results(height);
    for (std::uint32_t index = 0; index < results.size(); ++index) {
      const std::string name = std::to_string(height) + "-" + std::to_string(index);
      write(directory / ("receipt-" + name + ".json"), network.receipt(height, index));
      write(directory / ("result-" + name), std::string(to_string(results[index].status)) + " " +
                                                std::string(to_string(results[index].code)));
    }
  }
  // The same, where validator 3 lets a key in memory sign its votes.
  write(directory / "delegated.json",
        vitalstream::ledger::testing::a_receipt_network(std::uint16_t{3}).receipt(1, 1));
  // With a seal of a block that the receipt has a step for, and of one beyond.
  for (const std::uint64_t height : {1U, 2U}) {
    auto receipt = network.document(1, 1);
    receipt.seal = network.seal(height, 2);
    write(directory / ("sealed-" + std::to_string(height) + ".json"), print_receipt(receipt));
  }
  write_hostile(directory, network);
  return 0;
}
