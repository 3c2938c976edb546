#include "bench/load/transaction_maker.hpp"

#include <algorithm>
#include <thread>

#include "base/base64url.hpp"
#include "base/hex.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::bench {

TransactionMaker::TransactionMaker(RunIdentity identity, std::vector<ClientKey> keys,
                                   RecordPool records)
    : identity_(std::move(identity)), keys_(std::move(keys)), records_(std::move(records)) {}

std::int64_t TransactionMaker::exp_of(std::uint64_t number) const {
  return identity_.exp +
         static_cast<std::int64_t>(static_cast<double>(number) / identity_.per_second);
}

const ClientKey& TransactionMaker::key_of(std::uint64_t number) const {
  return keys_[number % keys_.size()];
}

const RecordContent& TransactionMaker::content_of(std::uint64_t number) const {
  return records_.of(number);
}

void TransactionMaker::append_signing_input(std::string& out, std::uint64_t number,
                                            const ledger::Commitment& commitment) const {
  // One buffer per thread: this runs for each transaction while the load is on.
  thread_local std::string payload;
  const std::string name = identity_.run + "-" + std::to_string(number);
  payload.clear();
  payload.append(R"({"chain":")").append(identity_.chain);
  payload.append(R"(","jti":")").append(name);
  payload.append(R"(","exp":)").append(std::to_string(exp_of(number)));
  payload.append(R"(,"op":"record.put","data":{"collection":"observations","id":"o-)");
  payload.append(name).append(R"(","subject":"s-)");
  payload.append(std::to_string(number % keys_.size()));
  payload.append(R"(","attachment":0},"att":[{"c":")");
  append_base64url(payload, commitment.view());
  payload.append(R"(","n":)").append(std::to_string(content_of(number).bytes.size()));
  payload.append(R"(,"t":")").append(records_.media_type()).append(R"("}]})");
  out.append(key_of(number).header_text).push_back('.');
  append_base64url(out, as_bytes(payload));
}

SignedRecord TransactionMaker::sign(std::uint64_t number) const {
  SignedRecord record;
  // Unknown to others before it is sent, since the run's name is random.
  record.salt =
      crypto::sha256({as_bytes("salt"), as_bytes(identity_.run), as_bytes(std::to_string(number))});
  record.commitment = ledger::commitment_of(record.salt, content_of(number).bytes);
  std::string signing_input;
  append_signing_input(signing_input, number, record.commitment);
  const crypto::Signature signature = key_of(number).key.sign(as_bytes(signing_input));
  std::copy_n(signature.begin(), record.signature.size(), record.signature.begin());
  return record;
}

std::vector<SignedRecord> TransactionMaker::sign_all(std::uint64_t count, unsigned threads) const {
  std::vector<SignedRecord> records(count);
  std::vector<std::jthread> signers;
  for (unsigned first = 0; first < threads; ++first) {
    signers.emplace_back([this, &records, first, threads] {
      for (std::uint64_t i = first; i < records.size(); i += threads) {
        records[i] = sign(i);
      }
    });
  }
  signers.clear();
  return records;
}

std::string TransactionMaker::compact(std::uint64_t number, const SignedRecord& record) const {
  std::string text;
  append_signing_input(text, number, record.commitment);
  text.push_back('.');
  append_base64url(text, record.signature);
  return text;
}

void TransactionMaker::append_submit(std::string& out, std::uint64_t number,
                                     const SignedRecord& record) const {
  out.append(R"({"jsonrpc":"2.0","id":)").append(std::to_string(number));
  out.append(R"(,"method":"tx_submit","params":{"tx":")");
  append_signing_input(out, number, record.commitment);
  out.push_back('.');
  append_base64url(out, record.signature);
  out.append(R"(","attachments":[{"salt":")");
  append_base64url(out, record.salt);
  out.append(R"(","content":")").append(content_of(number).text);
  out.append(R"("}],"mode":")").append(identity_.mode);
  out.append(identity_.receipt ? R"(","receipt":true}})" : R"("}})");
}

void TransactionMaker::append_get_status(std::string& out, std::uint64_t number,
                                         const SignedRecord& record) const {
  out.append(R"({"jsonrpc":"2.0","id":)").append(std::to_string(number));
  out.append(R"(,"method":"tx_getStatus","params":{"txId":")");
  out.append(to_hex(id_of(number, record).view())).append(R"("}})");
}

ledger::TxId TransactionMaker::id_of(std::uint64_t number, const SignedRecord& record) const {
  std::string signing_input;
  append_signing_input(signing_input, number, record.commitment);
  return ledger::TxId{crypto::sha256(as_bytes(signing_input))};
}

}  // namespace vitalstream::bench
