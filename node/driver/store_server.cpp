#include "node/driver/store_server.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "consensus/types/codec.hpp"
#include "net/wire/limits.hpp"
#include "net/wire/peer_message.hpp"
#include "node/batches/stored_attachments.hpp"

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
    : database_(database), link_(link), set_(std::move(set)) {
  for (std::size_t i = 0; i < set_.size(); ++i) {
    askers_.push_back(std::make_shared<Asker>());
  }
}

void StoreServer::answer(const consensus::AnswerFromStore& request) {
  enqueue(request.to, [this, request] {
    if (const auto* block = std::get_if<consensus::BlockRequest>(&request.request)) {
      answer_block(request.to, *block);
    } else {
      answer_range(request.to, std::get<consensus::FinalRangeRequest>(request.request));
    }
  });
}

void StoreServer::send_batches(consensus::ValidatorIndex to, std::vector<WantedBytes> batches) {
  for (WantedBytes& wanted : batches) {
    enqueue(to, [this, to, wanted = std::move(wanted)] { send_batch(to, wanted); });
  }
}

void StoreServer::finish() {
  thread_.post([this] {
    is_finishing_ = true;
    room_.cancel();
  });
  thread_.finish();
}

void StoreServer::enqueue(consensus::ValidatorIndex asker, Read read) {
  std::atomic<std::size_t>& waiting = askers_.at(asker.value())->waiting;
  if (waiting.load(std::memory_order_relaxed) >= kStoreReadsPerPeerMax) {
    refused_ += 1;
    return;
  }
  waiting.fetch_add(1, std::memory_order_relaxed);
  thread_.post([this, asker, &waiting, read = std::move(read)]() mutable {
    const bool taken = queue_.push(asker, [&waiting, read = std::move(read)]() mutable {
      read();
      waiting.fetch_sub(1, std::memory_order_relaxed);
    });
    VS_ASSERT(taken);
    if (!is_serving_) {
      is_serving_ = true;
      thread_.post([this] { serve(); });
    }
  });
}

// One read, so that who asks meanwhile gets its turn.
void StoreServer::serve() {
  const auto has_room = [this](WorkSender sender, const Read&) {
    return askers_.at(sender->value())->unsent_bytes < kStoreUnsentBytesPerPeerMax;
  };
  if (auto read = queue_.pop_of(has_room)) {
    (*read)();
    thread_.post([this] { serve(); });
    return;
  }
  if (queue_.empty() || is_finishing_) {
    is_serving_ = false;
    return;
  }
  room_.expires_after(kStoreRoomPoll);
  room_.async_wait([this](const boost::system::error_code&) { serve(); });
}

// The bytes count until the network lets go of them: sent, or dropped with the session.
void StoreServer::send(consensus::ValidatorIndex to, Bytes message, Urgency urgency) {
  const std::shared_ptr<Asker>& asker = askers_.at(to.value());
  asker->unsent_bytes += message.size();
  const std::shared_ptr<const Bytes> counted(new Bytes(std::move(message)),
                                             [asker](const Bytes* bytes) {
                                               asker->unsent_bytes -= bytes->size();
                                               delete bytes;
                                             });
  link_.send(set_.at(to).id, counted, urgency);
}

void StoreServer::send_batch(consensus::ValidatorIndex to, const WantedBytes& wanted) {
  if (wanted.cached != nullptr) {
    send(to, net::encode_batch(wanted.cached->stored, wanted.cached->attachments), Urgency::Bulk);
    return;
  }
  const storage::ReadView view = database_.latest();
  const auto stored = view.batch(wanted.digest);
  if (!stored || !*stored) {
    return;
  }
  const Bytes attachments = read_attachments(database_, wanted.digest, **stored);
  send(to, net::encode_batch(**stored, attachments), Urgency::Bulk);
}

void StoreServer::answer_block(consensus::ValidatorIndex to,
                               const consensus::BlockRequest& request) {
  const storage::ReadView view = database_.latest();
  const auto height = view.height_of(request.digest);
  if (!height || !*height) {
    return;
  }
  if (auto block = read_block(view, **height)) {
    const consensus::Message message = consensus::BlockResponse{std::move(*block)};
    send(to, net::encode_message(message, {}), Urgency::Reply);
  }
}

// The answer must end at a block that has a finalization: the last one within the bounds, or, where
// there is none within them, the first one beyond.
void StoreServer::answer_range(consensus::ValidatorIndex to,
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
    bytes += net::kBlockHeaderBytes + block->references.size() * net::kBlockReferenceBytes;
    if (bytes > net::kFinalRangeBytesMax) {
      break;
    }
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
    send(to, net::encode_message(message, {}), Urgency::Reply);
  }
}

}  // namespace vitalstream::node
