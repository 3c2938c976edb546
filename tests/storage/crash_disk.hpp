#pragma once
// CrashDisk: a FileOps in memory that crashes before or after any chosen operation and then keeps
// of what was not synced whatever the loss mode says. Names and contents are volatile until synced,
// each on its own; a directory is a name like others, and what lies in it moves with it. From the
// crash to the restart every operation fails and changes nothing.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

// What a crash does to that which was not synced.
enum class Loss {
  Nothing,  // only the process died
  Everything,
  Tail,         // a prefix, cut at any byte, remains
  TornSectors,  // any of the 512-byte sectors remain
  TornPages,    // any of the 4-KiB pages remain
  Reordered,    // any of the operations remain, whole
};

inline constexpr std::array kLosses{Loss::Nothing,     Loss::Everything, Loss::Tail,
                                    Loss::TornSectors, Loss::TornPages,  Loss::Reordered};

struct CrashPoint {
  std::uint64_t operation = 0;  // counted from 0
  bool is_after = false;        // the operation took place, its caller did not learn of it
};

class CrashDisk final : public FileOps {
 public:
  explicit CrashDisk(std::uint64_t seed) : random_(seed) {}

  void crash_at(CrashPoint point) { crash_point_ = point; }
  // The operation fails with this error, once; the process goes on.
  void fail_at(std::uint64_t operation, FileError error) { failure_ = {{operation, error}}; }
  // Syncs succeed without making anything durable: a disk that lies.
  void lie_about_syncs(bool lies) { lies_ = lies; }
  // Names survive in the order in which they were changed, as a journaling file system keeps them.
  void keep_names_in_order() { keeps_names_in_order_ = true; }
  // Except in this directory.
  void reorder_names_in(const Path& directory) { reordered_directory_ = directory; }
  // A directory that was made is lost as a file is. Otherwise it is there at once.
  void lose_directories() { loses_directories_ = true; }
  void restart(Loss loss);

  [[nodiscard]] bool has_crashed() const { return has_crashed_; }
  [[nodiscard]] std::uint64_t operations() const { return operations_; }
  // The contents of a file as they are now, for damaging it.
  [[nodiscard]] Bytes* contents(const Path& path);

  Result<std::unique_ptr<AppendFile>, FileError> create(const Path& path) override;
  Result<std::unique_ptr<AppendFile>, FileError> open_append(const Path& path) override;
  Result<Bytes, FileError> read(const Path& path, std::uint64_t bytes_max) override;
  Result<void, FileError> truncate(const Path& path, std::uint64_t bytes) override;
  Result<void, FileError> rename(const Path& from, const Path& to) override;
  Result<void, FileError> unlink(const Path& path) override;
  Result<void, FileError> make_directory(const Path& path) override;
  Result<void, FileError> sync_directory(const Path& path) override;
  Result<std::vector<std::string>, FileError> list(const Path& path) override;

 private:
  friend class CrashFile;
  using Node = std::uint64_t;  // a file or a directory
  using Name = std::pair<Node, std::string>;
  using Names = std::map<Name, Node>;
  static constexpr Node kRoot = 0;

  struct Contents {
    Bytes durable;
    Bytes current;
    std::vector<Bytes> appended;  // since the last sync
  };
  // Linking a name to a file, or removing it; a rename is both at once.
  struct NameChange {
    Node directory = kRoot;
    std::optional<Name> removed;
    std::optional<std::pair<Name, Node>> linked;
  };

  // Runs one operation unless the disk has crashed; crashes where it should.
  template <class Action>
  Result<void, FileError> operate(Action action);
  [[nodiscard]] std::optional<Node> find(const Path& path) const;
  // The name that a path has in its directory. Directories that nobody made were always there.
  [[nodiscard]] Name name_of(const Path& path);
  static void apply(const NameChange& change, Names& names);
  void change_name(NameChange change);
  [[nodiscard]] Names surviving_names(Loss loss);
  [[nodiscard]] Bytes surviving_contents(const Contents& contents, Loss loss);
  [[nodiscard]] Bytes torn(const Contents& contents, std::size_t unit_bytes);
  [[nodiscard]] bool coin() { return (random_() & 1U) != 0; }
  [[nodiscard]] std::size_t below(std::size_t bound) { return random_() % (bound + 1); }

  std::mt19937_64 random_;
  std::uint64_t operations_ = 0;
  std::optional<CrashPoint> crash_point_;
  std::optional<std::pair<std::uint64_t, FileError>> failure_;
  bool has_crashed_ = false;
  bool lies_ = false;
  bool keeps_names_in_order_ = false;
  bool loses_directories_ = false;
  std::optional<Path> reordered_directory_;
  Node next_node_ = kRoot + 1;
  std::map<Node, Contents> nodes_;
  Names durable_names_;
  Names current_names_;
  std::vector<NameChange> pending_names_;
  std::set<Node> directories_{kRoot};
};

}  // namespace vitalstream::storage
