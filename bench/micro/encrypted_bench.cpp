// What encryption at rest costs, against the plain file system: files written and read, a ledger
// committed, its transactions looked up. The argument is the page size; 0 means not encrypted.
// All reads are from the memory of the operating system: a disk would only hide the difference.

#include <benchmark/benchmark.h>
#include <rocksdb/file_system.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/assert.hpp"
#include "bench/micro/ledger_load.hpp"
#include "storage/encrypted_fs/encrypted_file_ops.hpp"
#include "storage/encrypted_fs/encrypted_file_system.hpp"
#include "storage/files/posix_file_ops.hpp"
#include "storage/journal.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kFileBytes = 64 * 1024 * 1024;
constexpr std::size_t kAppendBytes = 256 * 1024;
// What RocksDB reads at a time for a point read (rocks/options.cpp), and for a body.
constexpr std::size_t kBlockBytes = 8 * 1024;
constexpr std::size_t kBodyBytes = 200 * 1024;
constexpr std::uint64_t kBlocks = 1'000;
constexpr std::uint64_t kLookups = 200'000;
constexpr std::size_t kUsualCacheMib = 64;
// Lookups must read files.
constexpr std::size_t kTinyCacheMib = 8;

class Directory {
 public:
  Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "vs-encrypt-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::shared_ptr<rocksdb::FileSystem> files_for(std::int64_t page_bytes) {
  if (page_bytes == 0) {
    return rocksdb::FileSystem::Default();
  }
  return make_encrypted_file_system({.keys = std::make_shared<FixedKeys>(),
                                     .faults = std::make_shared<FaultRegister>(),
                                     .page_bytes = static_cast<std::size_t>(page_bytes),
                                     .beneath = nullptr});
}

void write_file(rocksdb::FileSystem& files, const std::string& path, const std::string& piece) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  VS_ASSERT(files.NewWritableFile(path, {}, &file, nullptr).ok());
  for (std::size_t written = 0; written < kFileBytes; written += piece.size()) {
    VS_ASSERT(file->Append(piece, {}, nullptr).ok());
  }
  VS_ASSERT(file->Close({}, nullptr).ok());
}

void write_table(benchmark::State& state) {
  const Directory directory;
  const auto files = files_for(state.range(0));
  const std::string piece(kAppendBytes, 'x');
  for (auto _ : state) {
    write_file(*files, (directory.path() / "000001.sst").string(), piece);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(kFileBytes) * state.iterations());
}

// One append and no sync, as between two rounds.
void append_to_log(benchmark::State& state) {
  const Directory directory;
  const auto files = files_for(state.range(0));
  std::unique_ptr<rocksdb::FSWritableFile> file;
  VS_ASSERT(
      files->NewWritableFile((directory.path() / "000001.log").string(), {}, &file, nullptr).ok());
  const std::string piece(static_cast<std::size_t>(state.range(1)), 'x');
  for (auto _ : state) {
    VS_ASSERT(file->Append(piece, {}, nullptr).ok());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(piece.size()) * state.iterations());
}

// A round of the safety record: what one step has to say, written and synced. In memory (TMPDIR)
// this is its processor time; on a disk the sync hides it.
void sync_record(benchmark::State& state) {
  const Directory directory;
  PosixFileOps plain;
  const FixedKeys keys;
  FaultRegister faults;
  EncryptedFileOps encrypted({.beneath = plain, .keys = keys, .faults = faults});
  FileOps& files = state.range(0) == 0 ? static_cast<FileOps&>(plain) : encrypted;
  const auto opened = Journal::create(files, {directory.path() / "safety", Bytes{1}});
  VS_ASSERT(opened.has_value());
  const Bytes record(static_cast<std::size_t>(state.range(1)), 7);
  for (auto _ : state) {
    opened->journal->append(record);
    VS_ASSERT(opened->journal->sync().has_value());
  }
}

void read_table(benchmark::State& state) {
  const Directory directory;
  const auto files = files_for(state.range(0));
  const std::string path = (directory.path() / "000001.sst").string();
  write_file(*files, path, std::string(kAppendBytes, 'x'));
  std::unique_ptr<rocksdb::FSRandomAccessFile> file;
  VS_ASSERT(files->NewRandomAccessFile(path, {}, &file, nullptr).ok());
  const auto bytes = static_cast<std::size_t>(state.range(1));
  std::string scratch(bytes, '\0');
  Random random;
  for (auto _ : state) {
    rocksdb::Slice result;
    VS_ASSERT(file->Read(random.next() % (kFileBytes - bytes), bytes, {}, &result, scratch.data(),
                         nullptr)
                  .ok());
    benchmark::DoNotOptimize(result);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Each as it would be used: without authentication, RocksDB's checksums are all there is.
std::unique_ptr<Database> open_ledger(const std::filesystem::path& path, std::int64_t page_bytes,
                                      std::size_t cache_mib) {
  DatabaseOptions options;
  options.missing = MissingDatabase::Create;
  options.file_system = files_for(page_bytes);
  options.lookups = page_bytes == 0 ? LookupChecks::Checksums : LookupChecks::Authenticated;
  options.block_cache_bytes = cache_mib * 1024 * 1024;
  auto database = Database::open(path / "db", options);
  VS_ASSERT(database.has_value() && (*database)->release_deletions().has_value());
  return std::move(*database);
}

double lookup_cpu_us(Database& database, const std::vector<TxId>& txs) {
  Random random;
  const double before = cpu_seconds();
  for (std::uint64_t lookup = 0; lookup < kLookups; ++lookup) {
    const auto found = database.latest().location_of(txs[random.next() % txs.size()]);
    VS_ASSERT(found.has_value() && found->has_value());
  }
  return (cpu_seconds() - before) * 1e6 / kLookups;
}

void keep_ledger(benchmark::State& state) {
  for (auto _ : state) {
    const Directory directory;
    const std::int64_t page_bytes = state.range(0);
    double cpu = cpu_seconds();
    auto begin = std::chrono::steady_clock::now();
    auto database = open_ledger(directory.path(), page_bytes, kUsualCacheMib);
    LedgerLoad ledger(*database);
    for (std::uint64_t block = 0; block < kBlocks; ++block) {
      ledger.add_block();
    }
    database.reset();
    constexpr auto kTxs = static_cast<double>(kBlocks * kTxsPerBlock);
    state.counters["commit_cpu_us"] = (cpu_seconds() - cpu) * 1e6 / kTxs;
    state.counters["commit_us"] = seconds_since(begin) * 1e6 / kTxs;
    state.counters["bytes_per_tx"] = bytes_under(directory.path()) / kTxs;

    cpu = cpu_seconds();
    begin = std::chrono::steady_clock::now();
    database = open_ledger(directory.path(), page_bytes, kUsualCacheMib);
    state.counters["open_ms"] = seconds_since(begin) * 1e3;
    state.counters["open_cpu_ms"] = (cpu_seconds() - cpu) * 1e3;
    state.counters["lookup_cpu_us"] = lookup_cpu_us(*database, ledger.txs());
    database.reset();
    database = open_ledger(directory.path(), page_bytes, kTinyCacheMib);
    state.counters["uncached_lookup_cpu_us"] = lookup_cpu_us(*database, ledger.txs());
  }
}

BENCHMARK(write_table)->Arg(0)->Arg(kSmallPageBytes)->Arg(kLargePageBytes);
BENCHMARK(append_to_log)->ArgsProduct({{0, kSmallPageBytes}, {200, 4'096, 65'536}});
BENCHMARK(sync_record)->ArgsProduct({{0, kSmallPageBytes}, {200, 4'096, 65'536}});
BENCHMARK(read_table)
    ->ArgsProduct({{0, kSmallPageBytes, kLargePageBytes}, {kBlockBytes, kBodyBytes}});
BENCHMARK(keep_ledger)
    ->Arg(0)
    ->Arg(kSmallPageBytes)
    ->Arg(kLargePageBytes)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vitalstream::storage
