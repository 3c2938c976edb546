#pragma once
// One damage to one file of a database, and what is declared to follow from it.

#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "storage/encrypted_fs/file_kind.hpp"
#include "tests/storage/encrypted_fs/crash_file_system.hpp"

namespace vitalstream::storage {

enum class Damage {
  Flip,         // one bit
  Garble,       // some bytes become others
  Zero,         // some bytes within a sector
  ZeroSectors,  // one or more whole sectors
  Swap,         // two blocks of the file are exchanged
  Exchange,     // the contents of another file of the database
  Truncate,
  Extend,
  Replay,  // what the file was earlier
};

inline constexpr std::array kDamages{Damage::Flip,        Damage::Garble, Damage::Zero,
                                     Damage::ZeroSectors, Damage::Swap,   Damage::Exchange,
                                     Damage::Truncate,    Damage::Extend, Damage::Replay};

[[nodiscard]] std::string_view to_string(Damage damage);

enum class Outcome {
  Refused,  // the file cannot be read as a whole
  Older,    // like a crash or an older disk: the file ends earlier, for the watermarks to find out
};

struct Injection {
  Damage damage = Damage::Flip;
  std::string path;
  FileKind kind = FileKind::Other;
  Bytes changed;
  Outcome declared = Outcome::Refused;
  std::string detail;
};

// What there is to damage.
struct Victims {
  DiskImage now;
  DiskImage earlier;
};

// Nothing if the file offers no place for this damage.
[[nodiscard]] std::optional<Injection> inject(const Victims& victims, const std::string& path,
                                              Damage damage, std::mt19937_64& random);

}  // namespace vitalstream::storage
