#include "tests/storage/encrypted_fs/injection.hpp"

#include <algorithm>

#include "storage/encrypted_fs/frame.hpp"
#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kEncryptedPageBytes = kSmallPageBytes + kPageTagBytes;

std::size_t below(std::mt19937_64& random, std::size_t bound) { return random() % bound; }

std::ptrdiff_t signed_of(std::size_t position) { return static_cast<std::ptrdiff_t>(position); }

// Where the last frame of a framed file begins: what was synced last, since every append was.
std::size_t last_frame(const Bytes& file) {
  std::size_t at = kFileHeaderBytes;
  std::size_t last = at;
  while (const auto header = decode_frame_header(ByteView(file).subspan(at))) {
    last = at;
    at += header->frame_bytes();
  }
  return last;
}

bool is_framed(const Injection& injection) {
  return layout_of(injection.kind) == FileLayout::Framed;
}

void flip(Injection& made, std::mt19937_64& random) {
  const std::size_t bit = below(random, made.changed.size() * 8);
  made.changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  made.detail = "bit " + std::to_string(bit % 8) + " of byte " + std::to_string(bit / 8);
}

void garble(Injection& made, std::mt19937_64& random) {
  const std::size_t at = below(random, made.changed.size());
  const std::size_t end = std::min(made.changed.size(), at + 1 + below(random, 700));
  for (std::size_t index = at; index < end; ++index) {
    // Never zero, and never what it was.
    const auto byte = static_cast<std::uint8_t>(1 + random() % 255);
    made.changed[index] =
        byte != made.changed[index] ? byte : static_cast<std::uint8_t>(byte % 255 + 1);
  }
  made.detail = "bytes " + std::to_string(at) + " to " + std::to_string(end);
}

// Within one sector, and not all of it: no crash leaves that.
void zero_bytes(Injection& made, std::mt19937_64& random) {
  std::size_t at = below(random, made.changed.size());
  while (made.changed[at] == 0) {
    at = below(random, made.changed.size());
  }
  made.changed[at] = 0;
  made.detail = "byte " + std::to_string(at);
}

void zero_sectors(Injection& made, std::mt19937_64& random) {
  const std::size_t sectors = made.changed.size() / kDiskSectorBytes;
  const std::size_t first = below(random, sectors);
  const std::size_t count = random() % 2 == 0 ? 1 : 1 + below(random, 8);
  const std::size_t begin = first * kDiskSectorBytes;
  const std::size_t end = std::min(made.changed.size(), begin + count * kDiskSectorBytes);
  if (is_framed(made) && begin < last_frame(made.changed) + kEncryptedFrameHeaderBytes &&
      end > last_frame(made.changed)) {
    made.declared = Outcome::Older;
  }
  if (is_framed(made) && begin >= last_frame(made.changed)) {
    made.declared = Outcome::Older;
  }
  std::fill(made.changed.begin() + signed_of(begin), made.changed.begin() + signed_of(end),
            std::uint8_t{0});
  made.detail = "bytes " + std::to_string(begin) + " to " + std::to_string(end);
}

bool swap_blocks(Injection& made, std::mt19937_64& random) {
  // Pages are exchanged as a whole, behind the header.
  const std::size_t block = is_framed(made) ? kDiskSectorBytes : kEncryptedPageBytes;
  const std::size_t first = is_framed(made) ? 0 : kFileHeaderBytes;
  const std::size_t blocks = (made.changed.size() - first) / block;
  if (blocks < 2) {
    return false;
  }
  const std::size_t one = below(random, blocks);
  const std::size_t other = (one + 1 + below(random, blocks - 1)) % blocks;
  const auto begin = made.changed.begin() + signed_of(first);
  std::swap_ranges(begin + signed_of(one * block), begin + signed_of((one + 1) * block),
                   begin + signed_of(other * block));
  made.detail = "blocks " + std::to_string(one) + " and " + std::to_string(other);
  return true;
}

bool exchange(Injection& made, const Victims& victims, std::mt19937_64& random) {
  auto other = victims.now.begin();
  std::advance(other, signed_of(below(random, victims.now.size())));
  if (other->first == made.path || place_of(other->first) == place_of(made.path)) {
    return false;
  }
  made.changed = other->second;
  made.detail = "by " + other->first;
  return true;
}

void truncate(Injection& made, std::mt19937_64& random) {
  // Half of the cuts at a border, where nothing is broken.
  std::size_t size = below(random, made.changed.size());
  if (random() % 2 == 0) {
    size = is_framed(made) ? last_frame(made.changed)
                           : kFileHeaderBytes + size / kEncryptedPageBytes * kEncryptedPageBytes;
  }
  made.changed.resize(std::min(size, made.changed.size() - 1));
  made.declared = is_framed(made) ? Outcome::Older : Outcome::Refused;
  made.detail = "to " + std::to_string(made.changed.size());
}

void extend(Injection& made, std::mt19937_64& random) {
  const std::size_t bytes = 1 + below(random, 3'000);
  for (std::size_t index = 0; index < bytes; ++index) {
    made.changed.push_back(static_cast<std::uint8_t>(1 + random() % 255));
  }
  made.detail = "by " + std::to_string(bytes);
}

bool replay(Injection& made, const Victims& victims) {
  const auto earlier = victims.earlier.find(made.path);
  if (earlier == victims.earlier.end() || earlier->second == made.changed) {
    return false;
  }
  made.changed = earlier->second;
  made.declared = is_framed(made) ? Outcome::Older : Outcome::Refused;
  made.detail = "of " + std::to_string(made.changed.size()) + " bytes";
  return true;
}

}  // namespace

std::string_view to_string(Damage damage) {
  switch (damage) {
    case Damage::Flip:
      return "flip";
    case Damage::Garble:
      return "garble";
    case Damage::Zero:
      return "zero";
    case Damage::ZeroSectors:
      return "zero sectors";
    case Damage::Swap:
      return "swap";
    case Damage::Exchange:
      return "exchange";
    case Damage::Truncate:
      return "truncate";
    case Damage::Extend:
      return "extend";
    case Damage::Replay:
      return "replay";
  }
  return "unknown";
}

std::optional<Injection> inject(const Victims& victims, const std::string& path, Damage damage,
                                std::mt19937_64& random) {
  Injection made{.damage = damage,
                 .path = path,
                 .kind = place_of(path).kind,
                 .changed = victims.now.at(path),
                 .declared = Outcome::Refused,
                 .detail = {}};
  bool is_made = true;
  switch (damage) {
    case Damage::Flip:
      flip(made, random);
      break;
    case Damage::Garble:
      garble(made, random);
      break;
    case Damage::Zero:
      zero_bytes(made, random);
      break;
    case Damage::ZeroSectors:
      zero_sectors(made, random);
      break;
    case Damage::Swap:
      is_made = swap_blocks(made, random);
      break;
    case Damage::Exchange:
      is_made = exchange(made, victims, random);
      break;
    case Damage::Truncate:
      truncate(made, random);
      break;
    case Damage::Extend:
      extend(made, random);
      break;
    case Damage::Replay:
      is_made = replay(made, victims);
      break;
  }
  const bool is_changed = is_made && made.changed != victims.now.at(path);
  return is_changed ? std::optional(std::move(made)) : std::nullopt;
}

}  // namespace vitalstream::storage
