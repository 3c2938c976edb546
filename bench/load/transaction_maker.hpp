#pragma once
// TransactionMaker: the transactions of one run, each distinct, named by their number. Signing is
// done before the run; only what cannot be derived again is kept (128 bytes each), and the request
// is spelled out when it is due. Immutable once made; any thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "bench/load/client_keys.hpp"
#include "bench/load/record_pool.hpp"
#include "ledger/types/attachment.hpp"
#include "ledger/types/ids.hpp"

namespace vitalstream::bench {

inline constexpr std::size_t kEd25519SignatureBytes = 64;

struct SignedRecord {
  std::array<std::uint8_t, kEd25519SignatureBytes> signature{};
  ledger::Salt salt{};
  ledger::Commitment commitment;
};

struct RunIdentity {
  std::string chain{};
  std::string run{};     // random: tells the transactions of two runs apart
  std::int64_t exp = 0;  // Unix seconds, of the first transactions
  // Later ones expire later by as much: however long a run is, none is sent too close to its
  // expiry, and none too far from it for the chain.
  double per_second = 1;
  std::string mode{};
  bool receipt = false;
};

class TransactionMaker {
 public:
  TransactionMaker(RunIdentity identity, std::vector<ClientKey> keys, RecordPool records);

  [[nodiscard]] SignedRecord sign(std::uint64_t number) const;
  // 0 ... count - 1, signed on `threads` threads.
  [[nodiscard]] std::vector<SignedRecord> sign_all(std::uint64_t count, unsigned threads) const;

  // The JWS in compact serialization.
  [[nodiscard]] std::string compact(std::uint64_t number, const SignedRecord& record) const;
  // The JSON-RPC request tx_submit with the transaction's number as its id.
  void append_submit(std::string& out, std::uint64_t number, const SignedRecord& record) const;
  // The request tx_getStatus for it.
  void append_get_status(std::string& out, std::uint64_t number, const SignedRecord& record) const;
  [[nodiscard]] ledger::TxId id_of(std::uint64_t number, const SignedRecord& record) const;

 private:
  void append_signing_input(std::string& out, std::uint64_t number,
                            const ledger::Commitment& commitment) const;
  [[nodiscard]] std::int64_t exp_of(std::uint64_t number) const;
  [[nodiscard]] const ClientKey& key_of(std::uint64_t number) const;
  [[nodiscard]] const RecordContent& content_of(std::uint64_t number) const;

  RunIdentity identity_;
  std::vector<ClientKey> keys_;
  RecordPool records_;
};

}  // namespace vitalstream::bench
