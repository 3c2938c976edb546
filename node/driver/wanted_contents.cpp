#include "node/driver/wanted_contents.hpp"

#include <utility>

#include "net/wire/peer_message.hpp"
#include "node/batches/stored_attachments.hpp"
#include "node/driver/limits.hpp"
#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

std::shared_ptr<const CachedBatch> held_batch(const storage::Database& database,
                                              const consensus::BatchDigest& digest) {
  return reread_batch(database.latest(), digest);
}

}  // namespace

WantedContents::WantedContents(Parts parts)
    : parts_(std::move(parts)),
      queue_(parts_.set.size(), parts_.own),
      count_(count_remembered(parts_.database)) {}

std::uint64_t WantedContents::count_remembered(const storage::Database& database) {
  const storage::ReadView view = database.latest();
  std::uint64_t count = 0;
  std::optional<consensus::BatchDigest> after;
  for (auto page = view.wanted_contents(after); page && !page->empty();
       page = view.wanted_contents(after)) {
    count += page->size();
    after = page->back();
  }
  return count;
}

void WantedContents::start() {
  thread_.post([this] { look(); });
}

void WantedContents::want(std::vector<consensus::BatchDigest> batches) {
  count_ += batches.size();
  thread_.post([this, batches = std::move(batches)] {
    for (const consensus::BatchDigest& digest : batches) {
      // What has no place is found in the database once there is room.
      static_cast<void>(queue_.add(digest, read_clock().now));
    }
    look();
  });
}

bool WantedContents::take(consensus::ValidatorIndex from, const consensus::BatchDigest& digest,
                          const OfferedBatch& batch) {
  const auto asked = asked_.load();
  const auto found = asked->find(digest);
  if (found == asked->end() || found->second != from) {
    return false;
  }
  thread_.post([this, from, digest, batch] { judge(from, digest, batch); });
  return true;
}

// From where the last filling ended, and after the end from the beginning.
void WantedContents::refill() {
  if (queue_.size() >= count_ || queue_.is_full()) {
    return;
  }
  const auto page = parts_.database.latest().wanted_contents(loaded_up_to_);
  loaded_up_to_.reset();
  if (!page) {
    return;
  }
  for (const consensus::BatchDigest& digest : *page) {
    if (!add(digest)) {
      break;
    }
    loaded_up_to_ = digest;
  }
}

// A rebuilt database may have got it after the block that marked it.
bool WantedContents::add(const consensus::BatchDigest& digest) {
  if (is_here(digest)) {
    keep(digest, {}, 0);
    count_ -= 1;
    return true;
  }
  return queue_.add(digest, read_clock().now);
}

void WantedContents::look() {
  refill();
  std::map<consensus::ValidatorIndex, consensus::BatchRequest> requests;
  for (const ContentQueue::Ask& ask : queue_.due(read_clock().now)) {
    requests[ask.peer].digests.push_back(ask.batch);
  }
  publish();
  for (auto& [peer, request] : requests) {
    parts_.link.send(parts_.set.at(peer).id,
                     std::make_shared<const Bytes>(net::encode_message(request, {})),
                     Urgency::Reply);
  }
  timer_.expires_after(kContentLook);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      look();
    }
  });
}

void WantedContents::publish() { asked_.store(std::make_shared<const Asked>(queue_.asked())); }

void WantedContents::judge(consensus::ValidatorIndex from, const consensus::BatchDigest& digest,
                           const OfferedBatch& batch) {
  if (queue_.asked_of(digest) != from) {
    return;  // a second answer
  }
  const auto held = held_batch(parts_.database, digest);
  const ByteView part = batch.frame.attachments;
  if (held == nullptr || part.empty()) {
    queue_.fail(digest, read_clock().now);
  } else if (!attachments_valid(held->parsed, part)) {
    queue_.fail(digest, read_clock().now);
    parts_.link.cut(parts_.set.at(from).id, "attachments that the batch does not commit to");
  } else {
    keep(digest, part, held->parsed.transactions().size());
    queue_.remove(digest);
    fetched_ += 1;
    publish();
    count_ -= 1;
    return;
  }
  publish();
}

bool WantedContents::is_here(const consensus::BatchDigest& digest) const {
  const auto held = held_batch(parts_.database, digest);
  return held != nullptr && !lacks_attachments(parts_.database, digest, held->parsed);
}

void WantedContents::keep(const consensus::BatchDigest& digest, ByteView part, std::size_t items) {
  const SplitAttachments split = split_attachments(part, items);
  const auto written = parts_.database.put_content(digest, split.entries);
  if (!written) {
    parts_.on_failure("database: " + std::string(storage::to_string(written.error())));
  }
}

}  // namespace vitalstream::node
