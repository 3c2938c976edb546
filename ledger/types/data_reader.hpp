#pragma once
// DataReader: reads the members of `data` for one operation and keeps the first rule that they
// break. Called by the parse_<op>.cpp files. The text has passed is_ijson.
//
// A parser loops over `next()`, reads each member that it knows with one of the `take_` functions,
// calls `unknown()` for the rest, `require`s what must be there, and returns `finish(...)`.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "json/json_cursor.hpp"
#include "ledger/types/operation.hpp"

namespace vitalstream::ledger {

class DataReader {
 public:
  // `attachments`: how many the envelope commits to.
  DataReader(JsonCursor cursor, std::size_t attachments);

  // The next member's name, or nothing at the end or after a broken rule.
  [[nodiscard]] std::optional<std::string_view> next();

  void take_text(std::string_view& target);
  void take_texts(std::vector<std::string_view>& target);
  void take_seconds(UnixSeconds& target);
  void take_natural(std::optional<std::uint64_t>& target);
  void take_outcome(std::optional<AuditOutcome>& target);
  void take_digest(std::optional<ExternalHash>& target);
  void take_attachment(std::optional<AttachmentIndex>& target);
  void unknown() { refuse(ResultCode::DataMemberUnknown); }

  void require(std::string_view member, bool is_there);
  // A rule between members; `member` names the culprit.
  void refuse(ResultCode code, std::string_view member);
  [[nodiscard]] bool refused() const { return error_.has_value(); }
  template <class Parsed>
  [[nodiscard]] Operation finish(Parsed parsed) const;

 private:
  void refuse(ResultCode code) { refuse(code, member_); }

  JsonCursor cursor_;
  std::size_t attachments_;
  std::string_view member_;  // being read
  std::optional<InvalidData> error_;
};

template <class Parsed>
Operation DataReader::finish(Parsed parsed) const {
  if (error_) {
    return *error_;
  }
  return parsed;
}

}  // namespace vitalstream::ledger
