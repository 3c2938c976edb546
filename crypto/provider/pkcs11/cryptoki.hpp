#pragma once
// Cryptoki: a PKCS#11 module, loaded and initialised once per process and never unloaded, because
// modules do not survive that reliably. Calls go through `use`, and hold off a restart, which some
// modules need before they see a token that has come back. Private to this folder; any thread.

#include <p11-kit/pkcs11.h>

#include <atomic>
#include <filesystem>
#include <optional>
#include <utility>

#include "crypto/provider/pkcs11/use_gate.hpp"
#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

class Cryptoki {
 public:
  // The right to call functions; short-lived, and never two in one thread.
  class Use {
   public:
    // Who makes it has entered the gate.
    Use(UseGate& gate, CK_FUNCTION_LIST* functions) : gate_(&gate), functions_(functions) {}
    Use(Use&& other) noexcept
        : gate_(std::exchange(other.gate_, nullptr)), functions_(other.functions_) {}
    Use& operator=(Use&&) = delete;
    ~Use();
    CK_FUNCTION_LIST* operator->() const { return functions_; }

   private:
    UseGate* gate_;
    CK_FUNCTION_LIST* functions_;
  };

  // The same object for the same path, for as long as the process lives.
  [[nodiscard]] static ProviderResult<Cryptoki*> load(const std::filesystem::path& module);

  // Nothing if the module is still being restarted at the deadline.
  [[nodiscard]] std::optional<Use> use(Deadline deadline);
  // Grows with every restart; sessions of an older generation are gone.
  [[nodiscard]] unsigned generation() const { return generation_; }
  // C_Finalize and C_Initialize, unless somebody has done so since `seen`.
  [[nodiscard]] ProviderResult<void> restart(unsigned seen, Deadline deadline);

 private:
  explicit Cryptoki(CK_FUNCTION_LIST* functions) : functions_(functions) {}
  [[nodiscard]] ProviderResult<void> initialize();

  CK_FUNCTION_LIST* const functions_;
  UseGate gate_;
  std::atomic<unsigned> generation_ = 0;
};

}  // namespace vitalstream::crypto::provider
