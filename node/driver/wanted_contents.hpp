#pragma once
// WantedContents: attachments that final batches commit to and that did not come with them. The
// database remembers which (storage::CommitBatch::want_content), so that they are asked for over
// restarts until they come. What an answer brings is checked against the commitments in the batch
// that is held here; who sends none is only not believed, who sends wrong ones is cut off.
//
// On a thread of its own, paced by ContentQueue; nothing waits for it.

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "node/driver/content_queue.hpp"
#include "node/driver/receivers.hpp"
#include "node/ground/serial_thread.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

class WantedContents final : public ContentPort {
 public:
  struct Parts {
    storage::Database& database;
    PeerLink& link;
    consensus::ValidatorSet set;
    consensus::ValidatorIndex own;
    // The database failed: the process must stop.
    std::function<void(std::string)> on_failure;
  };
  explicit WantedContents(Parts parts);
  WantedContents(const WantedContents&) = delete;
  WantedContents& operator=(const WantedContents&) = delete;
  ~WantedContents() override { finish(); }

  // Once: what is wanted is asked for from here on.
  void start();
  // Any thread. The database remembers these already.
  void want(std::vector<consensus::BatchDigest> batches);
  [[nodiscard]] bool take(consensus::ValidatorIndex from, const consensus::BatchDigest& digest,
                          const OfferedBatch& batch) override;
  // Batches whose content is wanted.
  [[nodiscard]] std::uint64_t count() const { return count_; }
  // And how many have come since the start.
  [[nodiscard]] std::uint64_t fetched() const { return fetched_; }
  void finish() { thread_.stop(); }

 private:
  using Asked = std::map<consensus::BatchDigest, consensus::ValidatorIndex>;

  [[nodiscard]] static std::uint64_t count_remembered(const storage::Database& database);
  void refill();
  // False if it has no place.
  [[nodiscard]] bool add(const consensus::BatchDigest& digest);
  void look();
  void publish();
  void judge(consensus::ValidatorIndex from, const consensus::BatchDigest& digest,
             const OfferedBatch& batch);
  [[nodiscard]] bool is_here(const consensus::BatchDigest& digest) const;
  void keep(const consensus::BatchDigest& digest, ByteView part, std::size_t items);

  const Parts parts_;
  ContentQueue queue_;
  std::optional<consensus::BatchDigest> loaded_up_to_;
  std::atomic<std::uint64_t> count_{0};
  std::atomic<std::uint64_t> fetched_{0};
  std::atomic<std::shared_ptr<const Asked>> asked_{std::make_shared<const Asked>()};
  SerialThread thread_{QueueId::Contents};
  boost::asio::steady_timer timer_{thread_.context()};
};

}  // namespace vitalstream::node
