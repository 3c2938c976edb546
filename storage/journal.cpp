#include "storage/journal.hpp"

#include <utility>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "base/result.hpp"
#include "storage/journal_files.hpp"
#include "storage/journal_frame.hpp"
#include "storage/limits.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kRecordLengthBytes = sizeof(std::uint32_t);

JournalError to_journal_error(FileError error) {
  switch (error) {
    case FileError::Damaged:
      return JournalError::Damaged;
    case FileError::Full:
      return JournalError::Full;
    case FileError::NoDescriptors:
      return JournalError::NoDescriptors;
    case FileError::NotFound:
    case FileError::Denied:
    case FileError::ReadOnly:
    case FileError::NotADirectory:
    case FileError::TooLong:
    case FileError::Io:
      return JournalError::FatalIoError;
  }
  return JournalError::FatalIoError;
}

void append_record(std::vector<Bytes>& payloads, ByteView record) {
  VS_ASSERT(record.size() <= kJournalRecordBytesMax);
  const std::size_t needed = kRecordLengthBytes + record.size();
  if (payloads.empty() || payloads.back().size() + needed > kJournalFrameBytesMax) {
    payloads.emplace_back();
  }
  ByteWriter length(kRecordLengthBytes);
  length.u32(static_cast<std::uint32_t>(record.size()));
  append(payloads.back(), length.bytes());
  append(payloads.back(), record);
}

// False if a payload whose checksum is right is not a list of records.
bool read_records(ByteView payload, std::vector<Bytes>& records) {
  ByteReader reader(payload);
  while (!reader.failed() && reader.remaining() > 0) {
    records.push_back(to_bytes(reader.var32(kJournalRecordBytesMax)));
  }
  return reader.finished();
}

struct ReadRecord {
  JournalFiles found;
  DecodedJournalHeader head;
  Replay replay;
  std::size_t good_bytes = 0;
  std::uint64_t next_sequence = kFirstFrameSequence;
};

Result<ReadRecord, JournalError> decode_record(ByteView file, std::uint64_t generation,
                                               ByteView identity) {
  VS_TRY(head, decode_journal_header(file));
  if (!equal(head.header.identity, identity)) {
    return JournalError::WrongIdentity;
  }
  if (head.header.generation != generation) {
    return JournalError::Damaged;
  }
  const FrameScan scan = scan_frames(file, head.bytes, head.seed);
  ReadRecord read{
      .found = {}, .head = std::move(head), .replay = {}, .good_bytes = scan.good_bytes};
  read.next_sequence += scan.payloads.size();
  read.replay.generation = generation;
  read.replay.origin = read.head.header.origin;
  read.replay.torn_bytes = file.size() - scan.good_bytes;
  if (scan.tail == Tail::Damaged) {
    return JournalError::Damaged;
  }
  for (const ByteView payload : scan.payloads) {
    read.replay.settled = read.replay.records.size();
    if (!read_records(payload, read.replay.records)) {
      return JournalError::Damaged;
    }
  }
  return read;
}

Result<ReadRecord, JournalError> read_newest(FileOps& files, const JournalPlace& place) {
  auto found = find_journal_files(files, place.directory);
  if (!found) {
    return to_journal_error(found.error());
  }
  if (found->generations.empty()) {
    return JournalError::MissingRecord;
  }
  const std::uint64_t newest = found->generations.back();
  const auto contents = files.read(place.directory / journal_name(newest), kAnyLength);
  if (!contents) {
    return to_journal_error(contents.error());
  }
  auto read = decode_record(*contents, newest, place.identity);
  if (read) {
    read->found = std::move(*found);
  }
  return read;
}

// What a crash left beside the record: an unfinished rotation, generations already replaced.
Result<void, FileError> remove_leftovers(FileOps& files, const std::filesystem::path& directory,
                                         const JournalFiles& found) {
  for (std::size_t index = 0; index + 1 < found.generations.size(); ++index) {
    if (auto outcome = files.unlink(directory / journal_name(found.generations[index])); !outcome) {
      return outcome;
    }
  }
  return found.has_unfinished ? files.unlink(directory / kUnfinishedJournalName)
                              : Result<void, FileError>{};
}

Result<std::unique_ptr<AppendFile>, FileError> settle(FileOps& files,
                                                      const std::filesystem::path& directory,
                                                      const std::string& name,
                                                      const ReadRecord& read) {
  if (read.replay.torn_bytes > 0) {
    VS_RETURN_IF_ERROR(files.truncate(directory / name, read.good_bytes));
  }
  auto file = files.open_append(directory / name);
  if (!file) {
    return file;
  }
  // What was read may have come from memory that the process before never got to sync.
  VS_RETURN_IF_ERROR((*file)->sync());
  VS_RETURN_IF_ERROR(files.sync_directory(directory));
  return file;
}

}  // namespace

Journal::Journal(FileOps& files, std::filesystem::path directory, JournalHeader header)
    : files_(files), directory_(std::move(directory)), header_(std::move(header)) {}

Result<Journal::Opened, JournalError> Journal::create(FileOps& files, const JournalPlace& place) {
  const auto found = find_journal_files(files, place.directory);
  if (!found) {
    return to_journal_error(found.error());
  }
  if (!found->generations.empty()) {
    auto opened = open(files, place);
    if (opened && !opened->replay.records.empty()) {
      return JournalError::AlreadyExists;
    }
    return opened;
  }
  if (auto made = files.make_directory(place.directory); !made) {
    return to_journal_error(made.error());
  }
  if (auto synced = files.sync_directory(place.directory.parent_path()); !synced) {
    return to_journal_error(synced.error());
  }
  JournalHeader header{.generation = found->highest_ever + 1,
                       .origin = RecordOrigin::Initial,
                       .identity = place.identity};
  return begin(files, place, std::move(header), {});
}

Result<Journal::Opened, JournalError> Journal::open(FileOps& files, const JournalPlace& place) {
  VS_TRY(read, read_newest(files, place));
  auto file = settle(files, place.directory, journal_name(read.replay.generation), read);
  if (!file) {
    return to_journal_error(file.error());
  }
  if (auto removed = remove_leftovers(files, place.directory, read.found); !removed) {
    return to_journal_error(removed.error());
  }
  std::unique_ptr<Journal> journal(
      new Journal(files, place.directory, std::move(read.head.header)));
  journal->file_ = std::move(*file);
  journal->seed_ = read.head.seed;
  journal->next_sequence_ = read.next_sequence;
  journal->bytes_ = read.good_bytes;
  return Opened{.journal = std::move(journal), .replay = std::move(read.replay)};
}

Result<Replay, JournalError> Journal::look(FileOps& files, const JournalPlace& place) {
  VS_TRY(read, read_newest(files, place));
  return std::move(read.replay);
}

Result<Journal::Opened, JournalError> Journal::start_new_record(FileOps& files,
                                                                const JournalPlace& place,
                                                                std::span<const Bytes> records) {
  if (auto made = files.make_directory(place.directory); !made) {
    return to_journal_error(made.error());
  }
  const auto found = find_journal_files(files, place.directory);
  if (!found) {
    return to_journal_error(found.error());
  }
  // Set aside before the new one is begun: a crash between the two leaves no record, and without a
  // record nothing is signed.
  for (const std::uint64_t generation : found->generations) {
    if (auto moved = files.rename(place.directory / journal_name(generation),
                                  place.directory / set_aside_name(generation));
        !moved) {
      return to_journal_error(moved.error());
    }
  }
  JournalHeader header{.generation = found->highest_ever + 1,
                       .origin = RecordOrigin::Restarted,
                       .identity = place.identity};
  return begin(files, place, std::move(header), records);
}

Result<Journal::Opened, JournalError> Journal::begin(FileOps& files, const JournalPlace& place,
                                                     JournalHeader header,
                                                     std::span<const Bytes> records) {
  std::unique_ptr<Journal> journal(new Journal(files, place.directory, std::move(header)));
  std::vector<Bytes> payloads;
  for (const Bytes& record : records) {
    append_record(payloads, record);
  }
  VS_RETURN_IF_ERROR(journal->write_generation(payloads));
  Replay replay{.generation = journal->header_.generation,
                .origin = journal->header_.origin,
                .records = {records.begin(), records.end()}};
  return Opened{.journal = std::move(journal), .replay = std::move(replay)};
}

void Journal::append(ByteView record) { append_record(pending_, record); }

Result<void, JournalError> Journal::sync() {
  if (failure_) {
    return *failure_;
  }
  // More than one frame only for records beyond the limit of a frame; each must be durable before
  // the next is written, so that only the last one can ever be torn.
  for (const Bytes& payload : std::exchange(pending_, {})) {
    VS_RETURN_IF_ERROR(write_frame(payload));
  }
  return {};
}

Result<void, JournalError> Journal::rotate(std::span<const Bytes> records) {
  if (failure_) {
    return *failure_;
  }
  std::vector<Bytes> payloads;
  for (const Bytes& record : records) {
    append_record(payloads, record);
  }
  // In one frame with the others where it fits: they become durable together.
  for (Bytes& payload : std::exchange(pending_, {})) {
    if (!payloads.empty() && payloads.back().size() + payload.size() <= kJournalFrameBytesMax) {
      vitalstream::append(payloads.back(), payload);
    } else {
      payloads.push_back(std::move(payload));
    }
  }
  const std::uint64_t replaced = header_.generation++;
  VS_RETURN_IF_ERROR(write_generation(payloads));
  return latched(files_.unlink(directory_ / journal_name(replaced)));
}

Result<void, JournalError> Journal::write_frame(ByteView payload) {
  Bytes frame;
  append_frame(frame, payload, next_sequence_, seed_);
  VS_RETURN_IF_ERROR(latched(file_->append(frame)));
  VS_RETURN_IF_ERROR(latched(file_->sync()));
  ++next_sequence_;
  bytes_ += frame.size();
  return {};
}

Result<void, JournalError> Journal::write_generation(std::span<const Bytes> payloads) {
  Bytes contents = encode_journal_header(header_);
  const auto head = decode_journal_header(contents);
  VS_ASSERT(head.has_value());
  std::uint64_t sequence = kFirstFrameSequence;
  for (const Bytes& payload : payloads) {
    append_frame(contents, payload, sequence++, head->seed);
  }
  const std::filesystem::path unfinished = directory_ / kUnfinishedJournalName;
  auto file = files_.create(unfinished);
  if (!file) {
    return latched(file.error());
  }
  VS_RETURN_IF_ERROR(latched((*file)->append(contents)));
  VS_RETURN_IF_ERROR(latched((*file)->sync()));
  const auto name = journal_name(header_.generation);
  VS_RETURN_IF_ERROR(latched(files_.rename(unfinished, directory_ / name)));
  VS_RETURN_IF_ERROR(latched(files_.sync_directory(directory_)));
  file_ = std::move(*file);
  seed_ = head->seed;
  next_sequence_ = sequence;
  bytes_ = contents.size();
  return {};
}

Result<void, JournalError> Journal::latched(Result<void, FileError> outcome) {
  if (!outcome) {
    failure_ = to_journal_error(outcome.error());
    return *failure_;
  }
  return {};
}

}  // namespace vitalstream::storage
