#pragma once
// What a file of the database is, by its name: which layout it has, which number, and whether the
// database can do without it. RocksDB's names are the interface here (its filename.h): a temporary
// file is known by the name that it will get, because RocksDB names `OPTIONS-000006.dbtmp` what
// becomes OPTIONS-000007, `000000.dbtmp` what becomes IDENTITY, and with any other number what
// becomes CURRENT. Pure.

#include <cstdint>
#include <string_view>

namespace vitalstream::storage {

// Values are on disk.
enum class FileKind : std::uint8_t {
  Table = 1,
  Blob = 2,
  Wal = 3,
  Manifest = 4,
  Current = 5,
  Options = 6,
  Identity = 7,
  SafetyRecord = 8,
  Other = 9,
};

[[nodiscard]] std::string_view to_string(FileKind kind);

// What a file's header must say about it. Only tables, blobs, write-ahead logs and manifests keep
// the number with which they are made; all others have 0.
struct FilePlace {
  FileKind kind = FileKind::Other;
  std::uint64_t number = 0;
  friend bool operator==(const FilePlace&, const FilePlace&) = default;
};

// Never SafetyRecord, which is no file of the database; its owner says so itself.
[[nodiscard]] FilePlace place_of(std::string_view path);

// Pages are encrypted once and read at random; frames are appended and read in order.
enum class FileLayout { Paged, Framed };
[[nodiscard]] FileLayout layout_of(FileKind kind);

// Whether a database with this file damaged must not be written to: the file says what the database
// consists of, and whoever went on without it would delete what it does not mention.
[[nodiscard]] bool is_vital(FileKind kind);

}  // namespace vitalstream::storage
