#pragma once
// ObjectReader: takes the members of one JSON object one after the other and remembers the first
// error with its path. Used by parse_document only.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/genesis/genesis.hpp"

namespace vitalstream::ledger {

class ObjectReader {
 public:
  ObjectReader(const boost::json::value& value, std::string path);

  [[nodiscard]] std::string text(std::string_view name, std::size_t chars_max);
  [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most);
  [[nodiscard]] crypto::PublicKey key(std::string_view name);
  [[nodiscard]] IssuerKeyHash hash(std::string_view name);
  [[nodiscard]] RoleSet roles(std::string_view name);
  // Null after an error.
  [[nodiscard]] const boost::json::array* array(std::string_view name);
  [[nodiscard]] const boost::json::value* object(std::string_view name);

  // Call last: refuses members that nobody took.
  void finish();
  void fail(GenesisErrorCode code, std::string_view name);
  [[nodiscard]] std::string path_of(std::string_view name) const;
  [[nodiscard]] const std::optional<GenesisError>& error() const { return error_; }

 private:
  [[nodiscard]] const boost::json::value* take(std::string_view name);

  const boost::json::object* object_ = nullptr;
  std::string path_;
  std::vector<std::string_view> names_;
  std::optional<GenesisError> error_;
};

}  // namespace vitalstream::ledger
