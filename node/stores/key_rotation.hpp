#pragma once
// KeyRotation: gives the ledger of a running node a new data key when the active one has become too
// old. Files that are written from then on have the new key; older ones keep theirs
// (`vitalstream keys rotate-data --rewrite` changes that). It asks the key provider, so it has a
// thread of its own. A provider that does not answer stops nothing: the old key serves on, it is
// told, and tried again an hour later.

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <string>

#include "crypto/provider/key_provider.hpp"
#include "node/ground/serial_thread.hpp"
#include "storage/keyring/keyring.hpp"

namespace vitalstream::node {

// A clock that was put back makes no key older. `days_max` 0: never.
[[nodiscard]] bool is_due(UnixMs created, UnixMs now, std::uint64_t days_max);

class KeyRotation {
 public:
  struct Parts {
    storage::Keyring* keyring = nullptr;
    crypto::provider::KeyProvider* provider = nullptr;
    std::uint64_t days_max = 0;
    // On its own thread.
    std::function<void(storage::KeyGeneration)> on_rotated;
    std::function<void(const storage::KeyringFailure&)> on_failed;
  };
  // Looks at once, then every hour.
  explicit KeyRotation(Parts parts);
  KeyRotation(const KeyRotation&) = delete;
  KeyRotation& operator=(const KeyRotation&) = delete;
  ~KeyRotation() { finish(); }

  // Waits for a change under way, as long as the provider's deadline at most.
  void finish() { thread_.stop(); }

 private:
  void look();

  const Parts parts_;
  SerialThread thread_{QueueId::Keyring};
  boost::asio::steady_timer timer_{thread_.context()};
};

}  // namespace vitalstream::node
