#include "crypto/provider/aws/aws_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// `width` digits at `at`; nothing if there is anything else.
std::optional<unsigned> digits(std::string_view text, std::size_t at, std::size_t width) {
  const std::string_view part = text.substr(std::min(at, text.size()), width);
  unsigned number = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
  if (part.size() != width || error != std::errc() || end != part.data() + part.size()) {
    return std::nullopt;
  }
  return number;
}

struct Fields {
  std::optional<unsigned> year, month, day, hour, minute, second;
};

std::optional<WallSeconds> time_of(const Fields& fields) {
  if (!fields.year || !fields.month || !fields.day || !fields.hour || !fields.minute ||
      !fields.second || *fields.hour > 23 || *fields.minute > 59 || *fields.second > 60) {
    return std::nullopt;
  }
  const year_month_day date{year(static_cast<int>(*fields.year)), month(*fields.month),
                            day(*fields.day)};
  if (!date.ok()) {
    return std::nullopt;
  }
  return sys_days(date) + hours(*fields.hour) + minutes(*fields.minute) + seconds(*fields.second);
}

}  // namespace

std::string to_amz_date(WallSeconds time) {
  const sys_days midnight = floor<days>(time);
  const year_month_day date(midnight);
  const hh_mm_ss clock(time - midnight);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::optional<WallSeconds> from_iso8601(std::string_view text) {
  // A fraction of a second does not matter.
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || text.back() != 'Z') {
    return std::nullopt;
  }
  return time_of({digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2), digits(text, 11, 2),
                  digits(text, 14, 2), digits(text, 17, 2)});
}

std::optional<WallSeconds> from_http_date(std::string_view text) {
  if (text.size() != 29 || !text.ends_with(" GMT") || text[19] != ':' || text[22] != ':') {
    return std::nullopt;
  }
  const auto month_at = std::ranges::find(kMonths, text.substr(8, 3));
  if (month_at == kMonths.end()) {
    return std::nullopt;
  }
  const auto month = static_cast<unsigned>(month_at - kMonths.begin()) + 1;
  return time_of({digits(text, 12, 4), month, digits(text, 5, 2), digits(text, 17, 2),
                  digits(text, 20, 2), digits(text, 23, 2)});
}

}  // namespace vitalstream::crypto::provider
