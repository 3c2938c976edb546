#include "node/config/key_rows.hpp"

namespace vitalstream::node {

std::vector<KeySpec> consensus_rows() {
  return {
      time_ms("consensus.delta_floor_ms", at<&Config::consensus, &ConsensusConfig::delta_floor>,
              "50", Range{1, 60'000},
              "The least assumed bound on a message's way (C18): 50 in one site, 250 between "
              "sites."),
      time_ms("consensus.delta_cap_ms", at<&Config::consensus, &ConsensusConfig::delta_cap>, "2000",
              Range{1, 60'000}, "The greatest bound that adaptation may reach (C18)."),
      time_s("consensus.heartbeat_s", at<&Config::consensus, &ConsensusConfig::heartbeat>, "10",
             Range{0, 86'400},
             "An idle network makes one empty block in so many seconds; 0 means none."),
      time_ms("consensus.skip_timeout_ms", at<&Config::consensus, &ConsensusConfig::skip_timeout>,
              "1000", Range{10, 600'000},
              "A leader that was silent for so long, while a quorum was active, is skipped "
              "(C11)."),
      time_ms("consensus.retry_ms", at<&Config::consensus, &ConsensusConfig::retry>, "500",
              Range{10, 600'000}, "How often a replica that is stuck repeats itself (C12)."),
      size("lanes.batch_bytes", at<&Config::lanes, &LanesConfig::batch_bytes>, "256KiB",
           Range{32 * kKiB, 256 * kKiB},
           "A batch is closed once its transactions take so much without their attachments (L1)."),
      time_ms("lanes.close_delay_ms_max", at<&Config::lanes, &LanesConfig::close_delay_max>, "25",
              Range{0, 1'000},
              "So long does a transaction wait for others before its batch is closed, under the "
              "greatest load (L1); a lone one waits for nothing, and while many batches wait to "
              "be ordered the delay grows beyond this."),
  };
}

std::vector<KeySpec> resource_rows() {
  return {
      count("verify.threads", at<&Config::verify, &VerifyConfig::threads>, "0", Range{0, 256},
            "Threads that verify signatures; 0 means one for each core."),
      count("storage.data_key_days", at<&Config::storage, &StorageConfig::data_key_days>, "7",
            Range{0, 3650},
            "Days after which the running node encrypts new files of the ledger with a new key; 0 "
            "means only `vitalstream keys rotate-data` does."),
      count("storage.free_space_min_percent",
            at<&Config::storage, &StorageConfig::free_space_min_percent>, "10", Range{0, 90},
            "While the file system of the data directory has less room than this part of its size, "
            "the node admits no transactions and puts none into batches, and votes on. It admits "
            "again when "
            "there is a fifth more."),
      size("storage.free_space_min_bytes",
           at<&Config::storage, &StorageConfig::free_space_min_bytes>, "512MiB",
           Range{0, 1024 * kGiB},
           "The same as a size; the larger of the two holds. 0 in both: the node goes on until the "
           "disk is full, and stops."),
      size("storage.scrub_bytes_per_second",
           at<&Config::storage, &StorageConfig::scrub_bytes_per_second>, "4MiB",
           Range{0, 1024 * kMiB},
           "How much of its tables and bodies the running node reads in a second, round after "
           "round, to find damage before a query does. 0: it finds what it happens to meet."),
      also_variable(
          "ROCKSDB_MAX_OPEN_FILES",
          count("storage.rocksdb.max_open_files",
                at<&Config::storage, &StorageConfig::rocksdb, &RocksDbConfig::max_open_files>,
                "1024", Range{64, 1'000'000}, "Files that RocksDB keeps open.")),
      also_variable(
          "ROCKSDB_BLOCK_CACHE_SIZE",
          size("storage.rocksdb.block_cache_bytes",
               at<&Config::storage, &StorageConfig::rocksdb, &RocksDbConfig::block_cache_bytes>,
               "128MiB", Range{kMiB, 1024 * kGiB}, "Memory for RocksDB's block cache.")),
      also_variable(
          "ROCKSDB_WRITE_BUFFER_SIZE",
          size("storage.rocksdb.write_buffer_bytes",
               at<&Config::storage, &StorageConfig::rocksdb, &RocksDbConfig::write_buffer_bytes>,
               "32MiB", Range{kMiB, 4 * kGiB}, "Memory for one of RocksDB's write buffers.")),
  };
}

}  // namespace vitalstream::node
