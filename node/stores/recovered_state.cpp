#include "node/stores/recovered_state.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "base/byte_reader.hpp"
#include "base/result.hpp"
#include "net/wire/batch_frame.hpp"
#include "node/batches/batch_intake.hpp"
#include "node/batches/lane_key_maker.hpp"
#include "node/batches/stored_attachments.hpp"
#include "node/stores/chain_state_codec.hpp"
#include "node/stores/ledger_reader.hpp"
#include "storage/consistency.hpp"

namespace vitalstream::node {
namespace {

SetupFailure damaged(std::string_view what) {
  return {"the database cannot be used: " + std::string(what) +
          "; run `vitalstream ledger rebuild`, which keeps what is whole and fetches the rest"};
}

Result<std::vector<consensus::JournalRecord>, SetupFailure> decode_records(
    const std::vector<Bytes>& encoded) {
  std::vector<consensus::JournalRecord> records;
  records.reserve(encoded.size());
  for (const Bytes& bytes : encoded) {
    ByteReader reader(bytes);
    records.push_back(consensus::read_journal_record(reader));
    if (!reader.finished()) {
      return SetupFailure{
          "the safety record holds a record that this version cannot read: start the version that "
          "has written it, or run `vitalstream init --new-safety-record`"};
    }
  }
  return records;
}

// Record and database are synced at once: a crash can leave the last round of the record ahead of
// the database, so only settled records prove what the database must hold.
storage::RecordWitnesses witnesses_in(const std::vector<consensus::JournalRecord>& records,
                                      std::size_t settled) {
  storage::RecordWitnesses witnesses;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (const auto* commit = std::get_if<consensus::WitnessedCommit>(&records[i])) {
      witnesses.newest = storage::CommitWitness{{commit->height, commit->block}};
      if (i < settled) {
        witnesses.settled = witnesses.newest;
      }
    }
  }
  return witnesses;
}

// Begun by command beside a ledger that was kept, and nothing committed since: it need know nothing
// of that ledger, and C15 guards its votes. A first record says that nothing was ever signed.
bool is_begun_anew(const std::vector<consensus::JournalRecord>& records) {
  const auto* begun =
      records.empty() ? nullptr : std::get_if<consensus::NewRecord>(&records.front());
  const bool has_witness = std::ranges::any_of(records, [](const auto& record) {
    return std::holds_alternative<consensus::WitnessedCommit>(record);
  });
  return begun != nullptr && begun->vote_above != consensus::View{0} && !has_witness;
}

Result<void, SetupFailure> compare_with_record(const std::vector<consensus::JournalRecord>& records,
                                               std::size_t settled,
                                               const storage::Database& database) {
  const auto outcome = storage::compare(witnesses_in(records, settled), database.latest());
  if (!outcome) {
    return damaged(storage::to_string(outcome.error()));
  }
  switch (*outcome) {
    case storage::Consistency::Consistent:
      return {};
    case storage::Consistency::OldRecord:
      if (is_begun_anew(records)) {
        return {};
      }
      break;
    case storage::Consistency::Incomplete:
      return SetupFailure{
          "the database cannot be used: " + std::string(storage::to_string(*outcome)) +
          "; run `vitalstream ledger rebuild`, or restore a backup"};
    case storage::Consistency::OldDatabase:
    case storage::Consistency::OtherHistory:
      break;
  }
  return SetupFailure{"safety record and database are not of one history: " +
                      std::string(storage::to_string(*outcome)) +
                      "; restore both from one moment, or run `vitalstream init "
                      "--new-safety-record`"};
}

Result<std::vector<consensus::JournalRecord>, SetupFailure> compared_records(
    const RecoveryInput& input) {
  if (input.journal == nullptr) {
    return std::vector<consensus::JournalRecord>{};
  }
  auto records = decode_records(input.journal->records);
  if (!records) {
    return records.error();
  }
  if (const auto same = compare_with_record(*records, input.journal->settled, *input.database);
      !same) {
    return same.error();
  }
  return records;
}

std::optional<consensus::Certificate> newest_finalization(const LedgerReader& reader,
                                                          consensus::Height tip) {
  for (consensus::Height height = tip; height > consensus::Height{};
       height = consensus::Height{height.value() - 1}) {
    if (auto certificate = reader.finalization(height)) {
      return std::move(*certificate);
    }
  }
  return std::nullopt;
}

Result<consensus::CommittedTip, SetupFailure> committed_tip(const RecoveryInput& input) {
  const LedgerReader reader(*input.database);
  auto block = reader.tip();
  if (!block && block.error() == ReadError::NotFound) {
    return consensus::genesis_tip(input.genesis->genesis.hash, consensus::Epoch{1},
                                  input.genesis->genesis.document.time, input.genesis_root);
  }
  const auto stored = reader.view().named(kChainStateName);
  auto state = stored && *stored ? decode_chain_state(**stored) : std::nullopt;
  if (!block || !state) {
    return damaged("its newest block or chain state cannot be read");
  }
  consensus::CommittedTip tip;
  tip.header = block->block.header;
  tip.digest = block->digest;
  tip.state = std::move(state->state);
  tip.payload_height = state->payload_height;
  for (auto height = tip.header.executed_height; height <= tip.header.height;
       height = next(height)) {
    if (height == consensus::Height{}) {
      tip.executed_roots.emplace(height, input.genesis_root);
      continue;
    }
    const auto executed = reader.executed(height);
    if (!executed) {
      return damaged("the result of a block is missing");
    }
    tip.executed_roots.emplace(height, executed->executed_root);
  }
  tip.finalization = newest_finalization(reader, tip.header.height);
  return tip;
}

Result<std::vector<consensus::VerifiedBatch>, SetupFailure> pending_batches(
    const RecoveryInput& input) {
  const storage::ReadView view = input.database->latest();
  const auto digests = view.pending_batches();
  if (!digests) {
    return damaged("its pending batches cannot be listed");
  }
  std::vector<consensus::VerifiedBatch> batches;
  for (const consensus::BatchDigest& digest : *digests) {
    auto stored = view.batch(digest);
    if (!stored || !*stored) {
      return damaged("a pending batch cannot be read");
    }
    const std::size_t bytes =
        (*stored)->size() + read_attachments(*input.database, digest, **stored).size();
    const auto cached = reread_batch(std::move(**stored), {});
    if (cached == nullptr) {
      return damaged("a pending batch cannot be decoded");
    }
    const auto frame = net::decode_stored_batch(cached->stored);
    batches.push_back({frame->header, digest, cached->parsed.leaf_hashes(), bytes});
  }
  return batches;
}

consensus::Incarnation known_incarnation(const consensus::LanesStart& lanes,
                                         consensus::ValidatorId own) {
  consensus::Incarnation known = consensus::position_in(lanes.positions, own).incarnation;
  for (const consensus::VerifiedBatch& batch : lanes.stored) {
    if (batch.signed_header.header.lane == own) {
      known = std::max(known, batch.signed_header.header.incarnation);
    }
  }
  return known;
}

}  // namespace

Result<consensus::EngineStart, SetupFailure> recover(const RecoveryInput& input) {
  VS_TRY(records, compared_records(input));
  VS_TRY(tip, committed_tip(input));
  VS_TRY(batches, pending_batches(input));
  consensus::EngineStart start;
  start.lanes.height = tip.header.height;
  start.lanes.positions = tip.state.lanes;
  start.lanes.stored = std::move(batches);
  start.lanes.own_incarnation =
      next_incarnation(input.now, known_incarnation(start.lanes, input.genesis->own.id));
  const std::size_t settled = input.journal != nullptr ? input.journal->settled : 0;
  start.replica = {std::move(records), std::move(tip), settled, input.halt};
  return start;
}

}  // namespace vitalstream::node
