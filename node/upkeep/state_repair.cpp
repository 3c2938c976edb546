#include "node/upkeep/state_repair.hpp"

#include <utility>

#include "base/result.hpp"
#include "node/batches/batch_intake.hpp"

namespace vitalstream::node {
namespace {

SetupFailure failed(storage::StorageError error) {
  return {"database: " + std::string(storage::to_string(error))};
}

storage::FreshState::Rows rows_of(const ledger::BlockOutcome& outcome) {
  storage::FreshState::Rows rows;
  for (const auto& [key, value] : outcome.state) {
    rows.state.push_back({key, value ? std::optional<ByteView>(*value) : std::nullopt});
  }
  for (const ledger::KeyValue& entry : outcome.index) {
    rows.index.push_back({entry.key, ByteView(entry.value)});
  }
  return rows;
}

}  // namespace

Result<std::unique_ptr<StateRepair>, SetupFailure> StateRepair::begin(Ledger ledger) {
  auto fresh = ledger.database.begin_fresh_state();
  if (!fresh) {
    return failed(fresh.error());
  }
  return std::unique_ptr<StateRepair>(new StateRepair(std::move(ledger), std::move(*fresh)));
}

StateRepair::StateRepair(Ledger ledger, std::unique_ptr<storage::FreshState> fresh)
    : ledger_(std::move(ledger)),
      fresh_(std::move(fresh)),
      executor_(ledger_.rules, ledger_.genesis) {}

Result<void, SetupFailure> StateRepair::step() {
  const LedgerReader reader(ledger_.database);
  const auto record = reader.block(next(done()));
  if (!record) {
    return failure("it cannot be read");
  }
  std::vector<std::shared_ptr<const CachedBatch>> batches;
  std::uint64_t transactions = 0;
  for (const consensus::BatchRef& reference : record->block.references) {
    auto batch = reread_batch(reader.view(), reference.digest);
    if (batch == nullptr) {
      return failure("one of its batches cannot be read");
    }
    transactions += batch->parsed.transactions().size();
    batches.push_back(std::move(batch));
  }
  VS_RETURN_IF_ERROR(execute(reader, {record->block.header, leaves_, batches}));
  height_ = record->block.header.height;
  leaves_ += transactions;
  return {};
}

Result<void, SetupFailure> StateRepair::execute(const LedgerReader& reader,
                                                const Executor::Block& block) {
  const auto outcome = executor_.execute(fresh_->latest(), block);
  if (!outcome) {
    return failure("the state that is made anew cannot be read either");
  }
  const auto committed = reader.executed(block.header.height);
  if (!committed) {
    return failure("what it yielded cannot be read");
  }
  if (committed->executed_root.value() != outcome->executed_root.value()) {
    return failure("it yields another result than when it was committed");
  }
  if (const auto written = fresh_->write(rows_of(*outcome)); !written) {
    return failed(written.error());
  }
  return {};
}

Result<consensus::Height, SetupFailure> StateRepair::tip() const {
  const auto tip = ledger_.database.latest().tip();
  if (!tip) {
    return failed(tip.error());
  }
  return *tip ? (*tip)->height : consensus::Height{};
}

Result<void, SetupFailure> StateRepair::finish() {
  VS_TRY(end, tip());
  while (done() < end) {
    VS_RETURN_IF_ERROR(step());
  }
  const auto used = ledger_.database.use_state(*fresh_);
  return used ? Result<void, SetupFailure>() : failed(used.error());
}

SetupFailure StateRepair::failure(std::string_view what) const {
  return {"block " + std::to_string(next(done()).value()) + ": " + std::string(what)};
}

}  // namespace vitalstream::node
