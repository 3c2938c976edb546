#include "storage/journal_error.hpp"

namespace vitalstream::storage {

std::string_view to_string(JournalError error) {
  switch (error) {
    case JournalError::AlreadyExists:
      return "a safety record exists already";
    case JournalError::MissingRecord:
      return "the safety record is missing";
    case JournalError::Damaged:
      return "the safety record is damaged";
    case JournalError::UnknownVersion:
      return "the safety record has an unknown format version";
    case JournalError::WrongIdentity:
      return "the safety record belongs to another chain or node";
    case JournalError::Full:
      return "no space left for the safety record";
    case JournalError::NoDescriptors:
      return "no file descriptor is free for the safety record";
    case JournalError::FatalIoError:
      return "the safety record cannot be read or written";
  }
  return "unknown";
}

}  // namespace vitalstream::storage
