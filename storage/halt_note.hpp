#pragma once
// HaltNote: why this validator signs nothing until an operator has decided, beside its safety
// record. Written by a node that halts, read at every start and by `vitalstream halt`; in clear, so
// that it can be read without the key provider. Whoever has to write it on a full disk is halted
// until it ends, and says so. One thread at a time, as FileOps are.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "consensus/types/halt.hpp"
#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

inline constexpr std::string_view kHaltNoteName = "HALTED.json";
inline constexpr std::string_view kUnfinishedHaltNoteName = "HALTED.json.tmp";

struct HaltNote {
  consensus::Halt halt;
  UnixMs since;
  friend bool operator==(const HaltNote&, const HaltNote&) = default;
};

// One JSON object and a line end, for people too; reasons are cut at kHaltReasonBytesMax.
[[nodiscard]] std::string to_json(const HaltNote& note);
// Nothing unless the text is such an object with exactly these members.
[[nodiscard]] std::optional<HaltNote> halt_note_from_json(std::string_view text);

// In the directory of the safety record. Nothing if there is none; Damaged if it is no note.
[[nodiscard]] Result<std::optional<HaltNote>, FileError> read_halt_note(
    FileOps& files, const std::filesystem::path& directory);
// Durable when it returns. A halt is kept over a revocation, and the first of two alike.
[[nodiscard]] Result<void, FileError> write_halt_note(FileOps& files,
                                                      const std::filesystem::path& directory,
                                                      const HaltNote& note);
// Durable when it returns; there may be none.
[[nodiscard]] Result<void, FileError> remove_halt_note(FileOps& files,
                                                       const std::filesystem::path& directory);

}  // namespace vitalstream::storage
