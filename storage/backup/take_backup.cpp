#include "storage/backup/take_backup.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "base/result.hpp"
#include "storage/backup/copy_file.hpp"

namespace vitalstream::storage {
namespace {

BackupResult<std::vector<std::string>> names_in(const std::filesystem::path& checkpoint) {
  std::vector<std::string> names{"keyring"};
  std::error_code error;
  std::filesystem::directory_iterator entry(checkpoint / "db", error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    names.push_back("db/" + entry->path().filename().string());
  }
  if (error) {
    return BackupFailure{BackupError::Io, (checkpoint / "db").string()};
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

// Two passes: the manifest stands at the head of an archive and needs every hash.
BackupResult<BackupSummary> take_backup(const BackupTask& task, BackupSink& sink,
                                        const BackupProgress& progress) {
  VS_TRY(names, names_in(task.checkpoint));
  BackupSummary summary{{task.identity, task.now, task.tip, {}}, 0, 0};
  for (const std::string& name : names) {
    VS_TRY(file, fingerprint(task.checkpoint / name, name));
    summary.bytes += file.bytes;
    summary.manifest.files.push_back(std::move(file));
  }
  VS_RETURN_IF_ERROR(sink.begin(summary.manifest));
  std::uint64_t done = 0;
  std::set<Hash32> written;
  for (const BackupFile& file : summary.manifest.files) {
    if (written.insert(file.sha256).second && !sink.holds(file)) {
      if (const auto put = sink.put(file, task.checkpoint / file.name); !put) {
        return put.error();
      }
      summary.new_bytes += file.bytes;
    }
    done += file.bytes;
    progress(done, summary.bytes);
  }
  VS_RETURN_IF_ERROR(sink.finish());
  return summary;
}

}  // namespace vitalstream::storage
