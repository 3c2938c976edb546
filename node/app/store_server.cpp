#include "node/app/store_server.hpp"

#include <algorithm>
#include <utility>

#include "consensus/types/codec.hpp"
#include "net/wire/limits.hpp"
#include "net/wire/peer_message.hpp"
#include "node/app/limits.hpp"
#include "node/app/stored_attachments.hpp"

namespace vitalstream::node {
namespace {

// A range ends early rather than outgrow this.
constexpr std::size_t kRangeBytesMax = 1024 * 1024;

std::optional<consensus::Block> read_block(const storage::ReadView& view, storage::Height height) {
  const auto stored = view.block(height);
  if (!stored || !*stored) {
    return std::nullopt;
  }
  ByteReader reader((*stored)->encoded);
  auto block = consensus::read_block(reader);
  return reader.finished() ? std::optional(std::move(block)) : std::nullopt;
}

std::optional<consensus::Certificate> read_certificate(const Bytes& bytes) {
  ByteReader reader(bytes);
  auto certificate = consensus::read_certificate(reader);
  return reader.finished() ? std::optional(std::move(certificate)) : std::nullopt;
}

}  // namespace

StoreServer::StoreServer(const storage::Database& database, PeerLink& link,
                         consensus::ValidatorSet set)
    : database_(database), link_(link), set_(std::move(set)), waiting_(set_.size()) {
}

template <class Task>
void StoreServer::enqueue(consensus::ValidatorIndex asker, Task task) {
  std::atomic<std::size_t>& waiting = waiting_.at(asker.value());
  if (waiting.load(std::memory_order_relaxed) >= kStoreRequestsPerPeerMax) {
    return;
  }
  waiting.fetch_add(1, std::memory_order_relaxed);
  thread_.post([&waiting, task = std::move(task)] {
    task();
    waiting.fetch_sub(1, std::memory_order_relaxed);
  });
}

void StoreServer::answer(const consensus::AnswerFromStore& request) {
  const consensus::ValidatorId to = set_.at(request.to).id;
  enqueue(request.to, [this, to, wanted = request.request] {
    if (const auto* block = std::get_if<consensus::BlockRequest>(&wanted)) {
      answer_block(to, *block);
    } else {
      answer_range(to, std::get<consensus::FinalRangeRequest>(wanted));
    }
  });
}

void StoreServer::send_batches(consensus::ValidatorIndex to,
                               std::vector<consensus::BatchDigest> digests) {
  const consensus::ValidatorId peer = set_.at(to).id;
  enqueue(to, [this, peer, digests = std::move(digests)] {
    const storage::ReadView view = database_.latest();
    for (const consensus::BatchDigest& digest : digests) {
      const auto stored = view.batch(digest);
      if (!stored || !*stored) {
        continue;
      }
      const Bytes attachments = read_attachments(database_, digest, **stored);
      link_.send(peer, std::make_shared<const Bytes>(net::encode_batch(**stored, attachments)),
                 Urgency::Bulk);
    }
  });
}

void StoreServer::answer_block(consensus::ValidatorId to, const consensus::BlockRequest& request) {
  const storage::ReadView view = database_.latest();
  const auto height = view.height_of(request.digest);
  if (!height || !*height) {
    return;
  }
  if (auto block = read_block(view, **height)) {
    const consensus::Message message = consensus::BlockResponse{std::move(*block)};
    link_.send(to, std::make_shared<const Bytes>(net::encode_message(message, {})), Urgency::Reply);
  }
}

// The answer must end at a block that has a finalization: the last one within the bounds, or, where
// there is none within them, the first one beyond.
void StoreServer::answer_range(consensus::ValidatorId to,
                               const consensus::FinalRangeRequest& request) {
  const storage::ReadView view = database_.snapshot();
  const std::size_t count = std::min<std::size_t>(request.count, net::kFinalRangeBlocksMax);
  consensus::FinalRangeResponse response;
  std::vector<consensus::Block> since_finalization;
  std::size_t bytes = 0;
  for (storage::Height height = request.first;; height = next(height)) {
    auto block = read_block(view, height);
    const auto certificate = view.finalization(height);
    const std::size_t taken = response.blocks.size() + since_finalization.size();
    if (!block || !certificate || taken >= net::kFinalRangeBlocksMax) {
      break;
    }
    bytes += 256 + block->references.size() * 52;
    since_finalization.push_back(std::move(*block));
    const bool full = taken + 1 >= count || bytes >= kRangeBytesMax;
    if (*certificate) {
      std::ranges::move(since_finalization, std::back_inserter(response.blocks));
      since_finalization.clear();
      response.finalization = read_certificate(**certificate);
      if (full) {
        break;
      }
    } else if (full && response.finalization) {
      break;
    }
  }
  if (response.finalization) {
    const consensus::Message message = std::move(response);
    link_.send(to, std::make_shared<const Bytes>(net::encode_message(message, {})), Urgency::Reply);
  }
}

}  // namespace vitalstream::node
