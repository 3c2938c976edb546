#pragma once
// DocumentReader: reads the members of one JSON object of a receipt and remembers the first that
// breaks a rule. Called by parse_receipt. The object and the error slot outlive it.

#include <boost/json/object.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "ledger/receipt/receipt_error.hpp"

namespace vitalstream::ledger {

class DocumentReader {
 public:
  // The object must have exactly the members `names`, and may have the one named `optional`.
  DocumentReader(const boost::json::value& value, std::string path,
                 std::optional<ReceiptError>& error, std::initializer_list<std::string_view> names,
                 std::string_view optional = {});

  [[nodiscard]] std::string_view text(std::string_view name);
  [[nodiscard]] std::uint64_t number(std::string_view name, std::uint64_t most);
  [[nodiscard]] Bytes bytes(std::string_view name);
  [[nodiscard]] Hash32 hash(std::string_view name);
  [[nodiscard]] std::vector<Hash32> hashes(std::string_view name, std::size_t most);
  // Null after an error.
  [[nodiscard]] const boost::json::array* array(std::string_view name, std::size_t most);
  [[nodiscard]] const boost::json::value* member(std::string_view name) const;
  void refuse(ReceiptErrorCode code, std::string_view name);
  [[nodiscard]] std::string path_of(std::string_view name) const;

 private:
  const boost::json::object* object_;
  std::string path_;
  std::optional<ReceiptError>* error_;
};

}  // namespace vitalstream::ledger
