#pragma once
// A network in small for the tests of receipts: real genesis, real signatures, real execution and
// log, headers that commit to execution two blocks later, and finalizations of every third block.

#include <optional>
#include <string>
#include <vector>

#include "consensus/types/block.hpp"
#include "consensus/types/certificate.hpp"
#include "ledger/execution/execute_block.hpp"
#include "ledger/genesis/genesis.hpp"
#include "ledger/receipt/receipt_document.hpp"
#include "support/memory_state.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::ledger::testing {

class ReceiptNetwork {
 public:
  static constexpr std::int64_t kFirstBlockMs = 2'000'000'000'000;
  static constexpr std::uint64_t kExecutionLag = 2;
  static constexpr std::uint64_t kFinalizedEach = 3;
  // A delegator's votes are signed by a key in memory, in these views only.
  static constexpr consensus::View kDelegatedFrom{2};
  static constexpr consensus::View kDelegatedTo{40};

  explicit ReceiptNetwork(std::optional<std::uint16_t> delegator = std::nullopt);

  // Signs with the member's key, as everybody does or so that only ZIP 215 takes it.
  enum class Signing { Usual, ForCofactor };
  [[nodiscard]] OwnedTransaction sign(std::uint32_t member, TransactionBuilder builder,
                                      Signing signing = Signing::Usual) const;
  void add_block(std::vector<OwnedTransaction> transactions);

  [[nodiscard]] ReceiptDocument document(std::uint64_t height, std::uint32_t index) const;
  [[nodiscard]] std::string receipt(std::uint64_t height, std::uint32_t index) const;
  // Signed by these validators (indexes), for the header as it stands.
  [[nodiscard]] consensus::Certificate finalize(const consensus::BlockHeader& header,
                                                const std::vector<std::uint16_t>& signers) const;

  [[nodiscard]] const std::string& genesis_file() const { return genesis_file_; }
  [[nodiscard]] const GenesisHash& genesis_hash() const { return genesis_.hash; }
  [[nodiscard]] const GenesisDocument& genesis_document() const { return genesis_.document; }
  [[nodiscard]] std::uint64_t height() const { return headers_.size(); }
  [[nodiscard]] const std::vector<TxResult>& results(std::uint64_t height) const;
  // Of the block at this height, by the own key of the validator at this index.
  [[nodiscard]] consensus::Seal seal(std::uint64_t height, std::uint16_t validator) const;

 private:
  [[nodiscard]] crypto::Signature sign_by_delegation(consensus::ValidatorIndex signer,
                                                     const consensus::VoteSubject& subject) const;
  [[nodiscard]] consensus::BlockHeader make_header(const BlockContext& context) const;
  [[nodiscard]] ReceiptResult result(std::uint64_t height, std::uint32_t index) const;
  [[nodiscard]] std::vector<Hash32> log_path(LeafIndex leaf, std::uint64_t size) const;

  std::optional<std::uint16_t> delegator_;
  std::string genesis_file_;
  Genesis genesis_;
  MemberDirectory members_;
  MemoryState state_;
  ReplayWindow window_{1};
  std::vector<std::vector<OwnedTransaction>> blocks_;
  std::vector<consensus::BlockHeader> headers_;
  std::vector<BlockOutcome> outcomes_;
  std::vector<StateRoot> roots_;  // after each height, from 0
  std::vector<Hash32> leaves_;
};

// The network that the C++ tests and the Python verifier's test look at: applied, refused,
// duplicate and expired transactions, signers of both algorithms and a stranger, over nine blocks.
[[nodiscard]] ReceiptNetwork a_receipt_network(
    std::optional<std::uint16_t> delegator = std::nullopt);

}  // namespace vitalstream::ledger::testing
