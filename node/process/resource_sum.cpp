#include "node/process/resource_sum.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "consensus/lanes/limits.hpp"
#include "ledger/execution/limits.hpp"
#include "net/p2p/limits.hpp"
#include "net/rpc/limits.hpp"
#include "node/driver/limits.hpp"
#include "node/gateway/limits.hpp"
#include "node/stores/limits.hpp"

namespace vitalstream::node {
namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;

// A session, one that is to replace it, and a dial.
constexpr std::uint64_t kDescriptorsPerPeer = 3;
// Epoll, an event and a timer for each thread with a loop.
constexpr std::uint64_t kDescriptorsPerLoop = 3;
constexpr std::uint64_t kDatabaseExtraFiles = 64;  // logs, manifest, what is being written
constexpr std::uint64_t kOwnFiles = 16;            // record, keyring, lock, log, standard streams
constexpr std::uint64_t kLibraryDescriptors = 48;  // key provider, resolver, a backup
constexpr std::uint64_t kClientsRefusedPolitely = 64;

// With a name in node/README.md, and those that libraries bring: the resolver's, the key
// provider's.
constexpr std::uint64_t kLoopThreads = 15;
constexpr std::uint64_t kLibraryThreads = 4;
constexpr std::uint64_t kDatabaseThreads = 8;

constexpr std::uint64_t kProgramBytes = 192 * kMiB;
constexpr std::uint64_t kClientBytes = 128 * 1024;    // buffers and TLS of one connection
constexpr std::uint64_t kStrangerBytes = 192 * 1024;  // buffers and a handshake
// Two generations of the safety record side by side.
constexpr std::uint64_t kRecordBytes = 8 * kMiB;

std::uint64_t places_before_hello(std::uint64_t peers) {
  return net::kStrangersMax + net::kPeerPlacesMin + net::kPeerPlacesPerPeer * peers;
}

std::vector<Addend> descriptors(const Config& config, std::uint64_t peers) {
  return {
      {"files of the database (storage.rocksdb.max_open_files)",
       config.storage.rocksdb.max_open_files},
      {"its logs and what it is writing", kDatabaseExtraFiles},
      {"connections of applications (rpc.connections_max)", config.rpc.connections_max},
      {"applications that are being refused", kClientsRefusedPolitely},
      {"probes and scrapers", net::kOpsConnectionsMax},
      {"peers", kDescriptorsPerPeer * peers},
      {"connections at the peer port before their hello", places_before_hello(peers)},
      {"listeners (network.listen, rpc.listen, ops.listen)",
       2 * (config.network.listen.size() + config.rpc.listen.size() + config.ops.listen.size())},
      {"event loops", kDescriptorsPerLoop * kLoopThreads},
      {"own files", kOwnFiles},
      {"libraries", kLibraryDescriptors},
  };
}

std::vector<Addend> threads(const Config& config, std::uint64_t cores) {
  return {
      {"event loops", kLoopThreads},
      {"verification (verify.threads)", config.verify.threads == 0 ? cores : config.verify.threads},
      {"reading for applications (rpc.query_threads)", config.rpc.query_threads},
      {"the database", kDatabaseThreads},
      {"libraries", kLibraryThreads},
  };
}

std::vector<Addend> memory(const Config& config, std::uint64_t peers) {
  const std::uint64_t of_a_peer = net::kReceiveBudgetBytes + net::kConsensusQueueBytes +
                                  net::kReplyQueueBytes + net::kBulkQueueBytes;
  return {
      {"the program", kProgramBytes},
      {"the database's cache (storage.rocksdb.block_cache_bytes)",
       config.storage.rocksdb.block_cache_bytes},
      {"the database's write buffers (storage.rocksdb.write_buffer_bytes, and as much while they "
       "are written)",
       2 * config.storage.rocksdb.write_buffer_bytes},
      {"closed batches", kBatchCacheBytesMax},
      {"the own lane", consensus::kQueuedBytesMax},
      {"queues from and to peers", of_a_peer * peers + net::kMailboxBytes},
      {"connections at the peer port before their hello",
       kStrangerBytes * places_before_hello(peers)},
      {"requests and answers of applications",
       net::kRpcInputBytesTotal + net::kRpcInFlightBytesTotal + net::kRpcOutboundBytesTotal},
      {"answers being read for applications (rpc.query_threads, rpc.response_bytes_max)",
       (config.rpc.query_threads + kAnswersUntakenMax) * config.rpc.response_bytes_max},
      {"transactions that could be replayed, twice while a damaged state is made anew",
       2 * ledger::kReplayWindowBytesMax},
      {"receipts being made, and what the blocks of the last ones have in common",
       kReceiptBytesAtOnceMax + kReceiptBlockBytesMax},
      {"connections of applications (rpc.connections_max)",
       kClientBytes * config.rpc.connections_max},
  };
}

std::vector<Addend> disk(const Config& config) {
  return {
      {"the database's log and what it is writing (twice storage.rocksdb.write_buffer_bytes)",
       2 * config.storage.rocksdb.write_buffer_bytes},
      {"the safety record", kRecordBytes},
      {"room kept back for it", kReserveBytes},
  };
}

std::vector<Addend> addends_of(Resource resource, const Config& config, std::uint64_t peers,
                               std::uint64_t cores) {
  switch (resource) {
    case Resource::Descriptors:
      return descriptors(config, peers);
    case Resource::Threads:
      return threads(config, cores);
    case Resource::Memory:
      return memory(config, peers);
    case Resource::Disk:
      return disk(config);
  }
  return {};
}

bool is_in_bytes(Resource resource) {
  return resource == Resource::Memory || resource == Resource::Disk;
}

}  // namespace

std::uint64_t ResourceSum::total() const {
  return std::accumulate(addends.begin(), addends.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const Addend& one) { return sum + one.amount; });
}

ResourceSum sum_of(Resource resource, const Config& config, std::size_t validators,
                   std::size_t cores) {
  const std::uint64_t peers = validators == 0 ? 0 : validators - 1;
  ResourceSum sum{resource, addends_of(resource, config, peers, cores)};
  std::ranges::stable_sort(sum.addends, std::greater<>(), &Addend::amount);
  return sum;
}

std::string_view to_string(Resource resource) {
  switch (resource) {
    case Resource::Descriptors:
      return "descriptors";
    case Resource::Threads:
      return "threads";
    case Resource::Memory:
      return "memory";
    case Resource::Disk:
      return "disk";
  }
  return "";
}

std::string amount_words(Resource resource, std::uint64_t amount) {
  return is_in_bytes(resource) ? std::to_string((amount + kMiB - 1) / kMiB) + " MiB"
                               : std::to_string(amount);
}

std::string addend_words(const ResourceSum& sum) {
  std::string words;
  for (const Addend& one : sum.addends) {
    words +=
        (words.empty() ? "" : ", ") + amount_words(sum.resource, one.amount) + " for " + one.what;
  }
  return words;
}

}  // namespace vitalstream::node
