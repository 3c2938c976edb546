#include "support/memory_state.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace vitalstream::ledger::testing {
namespace {

MemberDirectory test_members() {
  std::vector<Member> members;
  for (std::uint8_t number = 1; number <= 9; ++number) {
    const TestKey key = a_key(number);
    members.push_back({key.id, key.key, "org", "m" + std::to_string(number), {Role::Submitter}});
  }
  const TestKey auditor = a_key(20);
  members.push_back({auditor.id, auditor.key, "org", "auditor", {Role::Auditor}});
  return MemberDirectory(std::move(members));
}

}  // namespace

StateRead<std::optional<Bytes>> MemoryState::get(ByteView key) const {
  if (const auto fault = faults.find(key); fault != faults.end()) {
    return fault->second;
  }
  const auto found = state.find(key);
  return found == state.end() ? std::nullopt : std::optional(found->second);
}

StateRead<ScanPage> MemoryState::scan(const ScanRange& range) const {
  const auto& table = range.table == Table::State ? state : index;
  std::vector<KeyValue> matches;
  const BytesLess less;
  for (auto at = table.lower_bound(ByteView(range.from)); at != table.end(); ++at) {
    if (!less(at->first, range.to)) {
      break;
    }
    matches.push_back({at->first, at->second});
  }
  if (range.order == ScanOrder::Descending) {
    std::ranges::reverse(matches);
  }
  const std::size_t page = std::min(page_entries, range.entries_max);
  const bool has_more = matches.size() > page;
  matches.resize(std::min(matches.size(), page));
  for (const KeyValue& entry : matches) {
    if (const auto fault = faults.find(entry.key); fault != faults.end()) {
      return fault->second;
    }
  }
  return ScanPage{std::move(matches), has_more};
}

void MemoryState::apply(const BlockOutcome& outcome) {
  for (const auto& [key, value] : outcome.state) {
    if (value) {
      state.insert_or_assign(key, *value);
    } else {
      state.erase(key);
    }
  }
  for (const KeyValue& entry : outcome.index) {
    index.insert_or_assign(entry.key, entry.value);
  }
}

TestChain::TestChain(std::size_t window_entries_max)
    : members_(test_members()),
      rules_{ChainId{"test-chain"}, 600, &members_},
      window_entries_max_(window_entries_max),
      window_(/*layout_seed=*/1, window_entries_max) {}

std::vector<TxResult> TestChain::block(std::span<const OwnedTransaction> transactions) {
  std::vector<const Transaction*> pointers;
  for (const OwnedTransaction& transaction : transactions) {
    pointers.push_back(&*transaction);
  }
  time_ = UnixMs{time_.value() + 1000};
  execute(pointers);
  return last().results;
}

TxResult TestChain::block(const TransactionBuilder& transaction) {
  const OwnedTransaction built = transaction.build();
  return block(std::span(&built, 1)).front();
}

StateRead<BlockOutcome> TestChain::attempt(const TransactionBuilder& transaction) const {
  const OwnedTransaction built = transaction.build();
  const Transaction* const pointer = &*built;
  const BlockContext context{next(height()), UnixMs{time_.value() + 1000}, LeafIndex{log_size_},
                             outcomes_.empty() ? StateRoot{} : last().executed_root};
  ReplayWindow window(/*layout_seed=*/1, window_entries_max_);
  return execute_block(rules_, context, std::span(&pointer, 1), state_, window);
}

void TestChain::pass(std::int64_t milliseconds) {
  time_ = UnixMs{time_.value() + milliseconds};
  execute({});
}

void TestChain::execute(std::span<const Transaction* const> transactions) {
  const BlockContext context{next(height()), time_, LeafIndex{log_size_},
                             outcomes_.empty() ? StateRoot{} : last().executed_root};
  auto outcome = execute_block(rules_, context, transactions, state_, window_);
  VS_ASSERT(outcome.has_value());
  outcomes_.push_back(std::move(*outcome));
  state_.apply(outcomes_.back());
  log_size_ += transactions.size();
}

void TestChain::restart() {
  window_ = ReplayWindow(/*layout_seed=*/99, window_entries_max_);
  window_.begin_block(height(), time_);
  const std::uint64_t floor = last().window_floor.value();
  for (std::uint64_t h = floor; h <= outcomes_.size(); ++h) {
    VS_ASSERT(window_.restore(BlockHeight{h}, outcomes_[h - 1].window_entries));
  }
}

}  // namespace vitalstream::ledger::testing
