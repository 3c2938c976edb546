#include "net/rpc/rpc_method.hpp"

#include <algorithm>

#include "base/hex.hpp"

namespace vitalstream::net {
namespace {

namespace json = boost::json;

RpcError invalid_params(std::string detail) {
  return {.cause = RpcCause::InvalidParams, .detail = std::move(detail)};
}

const json::value* present(const json::value* value) {
  return value == nullptr || value->is_null() ? nullptr : value;
}

// A name that is too long to be a slip is not repeated.
constexpr std::size_t kNameShownBytesMax = 64;

RpcError unknown_parameter(std::span<const JsonMember> declared, const json::object& given) {
  for (const auto& member : given) {
    const std::string_view name = member.key();
    if (name.size() <= kNameShownBytesMax &&
        std::ranges::find(declared, name, &JsonMember::name) == declared.end()) {
      return invalid_params(std::string(name) + ": the method has no such parameter");
    }
  }
  return invalid_params("there is a parameter that the method does not have");
}

}  // namespace

Result<RpcParams, RpcError> RpcParams::bind(std::span<const JsonMember> declared,
                                            const json::value* given) {
  RpcParams bound;
  const json::array* by_position = given == nullptr ? nullptr : given->if_array();
  const json::object* by_name = given == nullptr ? nullptr : given->if_object();
  if (by_position != nullptr && by_position->size() > declared.size()) {
    return invalid_params("at most " + std::to_string(declared.size()) + " parameters");
  }
  std::size_t named = 0;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    const json::value* value = nullptr;
    if (by_position != nullptr && i < by_position->size()) {
      value = &(*by_position)[i];
    } else if (by_name != nullptr) {
      value = by_name->if_contains(declared[i].name);
      named += value == nullptr ? 0U : 1U;
    }
    bound.values_[i] = present(value);
    if (bound.values_[i] == nullptr) {
      if (declared[i].presence == Presence::Required) {
        return invalid_params(std::string(declared[i].name) + ": is missing");
      }
      continue;
    }
    if (const auto wrong = mismatch(*declared[i].schema, *value)) {
      return invalid_params(std::string(declared[i].name) + *wrong);
    }
  }
  if (by_name != nullptr && named != by_name->size()) {
    return unknown_parameter(declared, *by_name);
  }
  return bound;
}

std::string_view RpcParams::text(std::size_t index) const {
  return has(index) ? std::string_view(values_[index]->get_string()) : std::string_view{};
}

std::uint64_t RpcParams::integer(std::size_t index, std::uint64_t fallback) const {
  return has(index) ? to_integer(*values_[index]).value_or(fallback) : fallback;
}

std::optional<std::int64_t> RpcParams::time_ms(std::size_t index) const {
  return has(index) ? std::optional(static_cast<std::int64_t>(integer(index))) : std::nullopt;
}

bool RpcParams::flag(std::size_t index) const { return has(index) && values_[index]->get_bool(); }

Hash32 RpcParams::hash(std::size_t index) const {
  Hash32 hash{};
  const auto bytes = from_hex(text(index));
  if (bytes && bytes->size() == hash.size()) {
    std::copy(bytes->begin(), bytes->end(), hash.begin());
  }
  return hash;
}

}  // namespace vitalstream::net
