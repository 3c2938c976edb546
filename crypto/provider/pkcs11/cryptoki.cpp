#include "crypto/provider/pkcs11/cryptoki.hpp"

#include <dlfcn.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "crypto/provider/pkcs11/cryptoki_error.hpp"

namespace vitalstream::crypto::provider {
namespace {

ProviderResult<CK_FUNCTION_LIST*> functions_of(const std::filesystem::path& module) {
  void* library = dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    return refused("PKCS#11 module: " + std::string(dlerror()));
  }
  const auto get_functions =
      reinterpret_cast<CK_C_GetFunctionList>(dlsym(library, "C_GetFunctionList"));
  CK_FUNCTION_LIST* functions = nullptr;
  if (get_functions == nullptr || get_functions(&functions) != CKR_OK || functions == nullptr) {
    return refused("PKCS#11 module: " + module.string() + " is a library, but no PKCS#11 module");
  }
  return functions;
}

}  // namespace

ProviderResult<Cryptoki*> Cryptoki::load(const std::filesystem::path& module) {
  static std::mutex mutex;
  // Never destroyed: at the end of the process the module's own libraries may be gone already.
  static auto& loaded = *new std::map<std::string, std::unique_ptr<Cryptoki>>();
  const std::lock_guard lock(mutex);
  if (const auto found = loaded.find(module.string()); found != loaded.end()) {
    return found->second.get();
  }
  const auto functions = functions_of(module);
  if (functions.has_error()) {
    return functions.error();
  }
  std::unique_ptr<Cryptoki> cryptoki(new Cryptoki(*functions));
  if (const auto ready = cryptoki->initialize(); ready.has_error()) {
    return ready.error();
  }
  return loaded.emplace(module.string(), std::move(cryptoki)).first->second.get();
}

ProviderResult<void> Cryptoki::initialize() {
  CK_C_INITIALIZE_ARGS arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  const CK_RV status = functions_->C_Initialize(&arguments);
  if (status != CKR_OK && status != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
    return cryptoki_failure("C_Initialize", status);
  }
  return {};
}

Cryptoki::Use::~Use() {
  if (gate_ != nullptr) {
    gate_->leave();
  }
}

std::optional<Cryptoki::Use> Cryptoki::use(Deadline deadline) {
  if (!gate_.enter(deadline)) {
    return std::nullopt;
  }
  return Use(gate_, functions_);
}

ProviderResult<void> Cryptoki::restart(unsigned seen, Deadline deadline) {
  if (!gate_.enter_alone(deadline)) {
    return unavailable("PKCS#11 module: calls of other sessions did not end in time");
  }
  ProviderResult<void> restarted;
  if (generation_ == seen) {
    ++generation_;
    functions_->C_Finalize(nullptr);
    restarted = initialize();
  }
  gate_.leave_alone();
  return restarted;
}

}  // namespace vitalstream::crypto::provider
