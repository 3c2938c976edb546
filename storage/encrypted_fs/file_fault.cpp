#include "storage/encrypted_fs/file_fault.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::string_view kReplaceDisk =
    "nothing was changed; check the disk, then run `vitalstream ledger rebuild`, which keeps what "
    "can be read and fetches the rest from the others, or restore a backup";

std::string_view advice(FaultKind kind) {
  switch (kind) {
    case FaultKind::NotEncrypted:
      return "a directory that was written without encryption cannot be taken over: begin with an "
             "empty one and let this validator fetch the ledger from its peers";
    case FaultKind::UnknownVersion:
      return "run the release that wrote it, or a later one";
    case FaultKind::OtherDatabase:
      return "it was put here from another database: put back the file that belongs here";
    case FaultKind::UnknownGeneration:
      return "the keyring is older than the file, or its generation was retired too early: put "
             "back the newest keyring of this validator";
    case FaultKind::WrongKey:
      return "the keyring is not the one of this database: put back the newest keyring of this "
             "validator";
    case FaultKind::WrongPlace:
      return "a file was renamed or exchanged: put back the file that belongs here";
    case FaultKind::Unreadable:
    case FaultKind::DamagedHeader:
    case FaultKind::WrongLength:
    case FaultKind::DamagedPage:
    case FaultKind::DamagedFrame:
      return kReplaceDisk;
  }
  return kReplaceDisk;
}

}  // namespace

std::string_view to_string(FaultKind kind) {
  switch (kind) {
    case FaultKind::Unreadable:
      return "cannot be read by the disk any more";
    case FaultKind::NotEncrypted:
      return "does not begin like an encrypted file";
    case FaultKind::DamagedHeader:
      return "has a damaged header";
    case FaultKind::UnknownVersion:
      return "has a format that this release does not know";
    case FaultKind::OtherDatabase:
      return "belongs to another database";
    case FaultKind::UnknownGeneration:
      return "needs a key that the keyring does not hold";
    case FaultKind::WrongKey:
      return "was written with another key than the keyring's";
    case FaultKind::WrongPlace:
      return "is not the file that its name says";
    case FaultKind::WrongLength:
      return "was cut or lengthened";
    case FaultKind::DamagedPage:
      return "has a damaged page";
    case FaultKind::DamagedFrame:
      return "has a damaged frame";
  }
  return "is damaged";
}

std::string locate(const FileFault& fault) {
  std::string text = fault.path;
  text.append(" ").append(to_string(fault.kind));
  text.append(" (at byte ").append(std::to_string(fault.offset));
  if (fault.generation) {
    text.append(", key generation ").append(std::to_string(fault.generation->value()));
  }
  return text.append(")");
}

std::string describe(const FileFault& fault) {
  return locate(fault).append(": ").append(advice(fault.kind));
}

}  // namespace vitalstream::storage
