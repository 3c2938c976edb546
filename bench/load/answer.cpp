#include "bench/load/answer.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

namespace vitalstream::bench {
namespace {

// An answer is parsed on the stack; only one of unusual length asks the heap.
constexpr std::size_t kParseBytes = 8 * 1024;

const boost::json::object* object_at(const boost::json::object& parent, std::string_view name) {
  const boost::json::value* value = parent.if_contains(name);
  return value != nullptr ? value->if_object() : nullptr;
}

std::string text_at(const boost::json::object& parent, std::string_view name) {
  const boost::json::value* value = parent.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

void read_result(const boost::json::object& result, Answer& answer) {
  answer.stage = text_at(result, "status");
  answer.has_receipt = object_at(result, "receipt") != nullptr;
  if (const auto* outcome = object_at(result, "result"); outcome != nullptr) {
    answer.outcome = text_at(*outcome, "outcome");
    answer.reason = text_at(*outcome, "code");
  }
}

void read_error(const boost::json::object& error, Answer& answer) {
  answer.reason = "unnamed_error";
  if (const auto* data = object_at(error, "data"); data != nullptr) {
    answer.reason = text_at(*data, "reason");
    answer.is_refusal = data->contains("retryAfterMs");
  }
}

int rank_of(std::string_view stage) {
  return stage == "committed" ? 3 : stage == "ordered" ? 2 : stage == "accepted" ? 1 : 0;
}

}  // namespace

bool Answer::is_positive(std::string_view mode) const {
  return rank_of(stage) != 0 && rank_of(stage) >= rank_of(mode) &&
         (outcome.empty() ? mode != "committed" : outcome == "applied");
}

std::optional<Answer> parse_answer(std::string_view text) {
  unsigned char memory[kParseBytes];
  boost::json::monotonic_resource resource(memory, sizeof memory);
  boost::json::error_code failed;
  const boost::json::value document = boost::json::parse(text, failed, &resource);
  const boost::json::object* object = failed ? nullptr : document.if_object();
  const boost::json::value* id = object != nullptr ? object->if_contains("id") : nullptr;
  if (id == nullptr || !id->is_int64() || id->get_int64() < 0) {
    return std::nullopt;
  }
  Answer answer{.id = static_cast<std::uint64_t>(id->get_int64())};
  if (const auto* result = object_at(*object, "result"); result != nullptr) {
    read_result(*result, answer);
  } else if (const auto* error = object_at(*object, "error"); error != nullptr) {
    read_error(*error, answer);
  } else {
    return std::nullopt;
  }
  return answer;
}

}  // namespace vitalstream::bench
