#pragma once
// A backend whose calls nobody can interrupt, such as those into a module of an HSM's vendor, made
// to keep deadlines: each call runs on a thread of its own, and whoever has asked leaves when the
// time is over. A call that hangs keeps its thread, and what it uses, until it returns, if ever; it
// can be had `threads_max` times. Used for PKCS#11; any thread.

#include <functional>
#include <memory>

#include "crypto/provider/key_backend.hpp"

namespace vitalstream::crypto::provider {

using BackendOpener = std::function<ProviderResult<std::unique_ptr<KeyBackend>>(Deadline)>;

// Opens it on such a thread, too.
[[nodiscard]] ProviderResult<std::unique_ptr<KeyBackend>> open_detached_backend(
    BackendOpener open, std::size_t threads_max, Deadline deadline);

}  // namespace vitalstream::crypto::provider
