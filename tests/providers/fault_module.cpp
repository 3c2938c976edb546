// A PKCS#11 module that passes every call to SoftHSM, except for the faults that a test has asked
// for (fault_module.hpp). Loaded like any other module.
#include "tests/providers/fault_module.hpp"

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace {

struct Fault {
  unsigned long status = CKR_OK;
  unsigned times = 0;
  unsigned calls = 0;
  std::string spoil;
};

std::mutex mutex;
std::map<std::string, Fault> faults;
CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST spoiled;

struct Decision {
  unsigned long status = CKR_OK;
  std::string spoil;
};

Decision decide(const char* function) {
  const std::lock_guard lock(mutex);
  Fault& fault = faults[function];
  ++fault.calls;
  Decision decision{CKR_OK, fault.spoil};
  if (fault.times > 0) {
    --fault.times;
    decision.status = fault.status;
  }
  return decision;
}

// Each wrapper: fail as told, else call, then spoil as told.
#define PASS(function, ...)                         \
  const Decision decision = decide(#function);      \
  if (decision.status != CKR_OK) {                  \
    return decision.status;                         \
  }                                                 \
  const CK_RV status = real->function(__VA_ARGS__); \
  if (status != CKR_OK || decision.spoil.empty()) { \
    return status;                                  \
  }

CK_RV initialize(void* arguments) {
  PASS(C_Initialize, arguments)
  return status;
}

CK_RV get_slot_list(CK_BBOOL present, CK_SLOT_ID* slots, CK_ULONG* count) {
  PASS(C_GetSlotList, present, slots, count)
  *count = 0;
  return status;
}

CK_RV get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
  PASS(C_GetTokenInfo, slot, info)
  info->flags |= decision.spoil == "locked" ? CKF_USER_PIN_LOCKED : CKF_USER_PIN_FINAL_TRY;
  return status;
}

CK_RV open_session(CK_SLOT_ID slot, CK_FLAGS flags, void* data, CK_NOTIFY notify,
                   CK_SESSION_HANDLE* session) {
  PASS(C_OpenSession, slot, flags, data, notify, session)
  // "writable": only such sessions can be had.
  if ((flags & CKF_RW_SESSION) == 0) {
    real->C_CloseSession(*session);
    return CKR_FUNCTION_FAILED;
  }
  return status;
}

CK_RV log_in(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char* pin, CK_ULONG size) {
  PASS(C_Login, session, user, pin, size)
  return status;
}

CK_RV find_objects(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE* objects, CK_ULONG max,
                   CK_ULONG* count) {
  PASS(C_FindObjects, session, objects, max, count)
  *count = decision.spoil == "none" ? 0 : 1'000'000;
  return status;
}

CK_RV get_attribute_value(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                          CK_ATTRIBUTE* attributes, CK_ULONG count) {
  PASS(C_GetAttributeValue, session, object, attributes, count)
  if (attributes[0].type == CKA_EC_POINT) {
    if (decision.spoil == "huge") {
      attributes[0].ulValueLen = 1'000'000;
    } else {
      static_cast<unsigned char*>(attributes[0].pValue)[attributes[0].ulValueLen - 1] ^= 1;
    }
  }
  return status;
}

// One that is not named p256.
CK_OBJECT_HANDLE another_key(CK_SESSION_HANDLE session) {
  CK_OBJECT_CLASS object_class = CKO_PRIVATE_KEY;
  std::string label = "twice";
  CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &object_class, sizeof object_class},
                           {CKA_LABEL, label.data(), label.size()}};
  CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
  CK_ULONG count = 0;
  real->C_FindObjectsInit(session, wanted, 2);
  real->C_FindObjects(session, &key, 1, &count);
  real->C_FindObjectsFinal(session);
  return key;
}

// "another key" signs in place of the one that was asked.
CK_RV sign_init(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key) {
  const Decision decision = decide("C_SignInit");
  if (decision.status != CKR_OK) {
    return decision.status;
  }
  return real->C_SignInit(session, mechanism, decision.spoil.empty() ? key : another_key(session));
}

CK_RV sign(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG size, unsigned char* signature,
           CK_ULONG* signature_size) {
  PASS(C_Sign, session, data, size, signature, signature_size)
  if (decision.spoil == "garbage") {
    signature[7] ^= 1;
  } else if (decision.spoil == "zero") {
    std::fill_n(signature, *signature_size, static_cast<unsigned char>(0));
  } else if (decision.spoil == "short") {
    *signature_size = 63;
  } else if (decision.spoil == "huge") {
    *signature_size = 1'000'000;
  } else if (decision.spoil == "slow") {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
  return status;
}

// "own-iv": takes only zeros, and writes an IV of its own in their place; "no-iv" forgets to.
CK_RV encrypt_init(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key) {
  const Decision decision = decide("C_EncryptInit");
  if (decision.status != CKR_OK) {
    return decision.status;
  }
  if (!decision.spoil.empty()) {
    const auto& parameters = *static_cast<CK_GCM_PARAMS*>(mechanism->pParameter);
    const auto is_zero = [](unsigned char byte) { return byte == 0; };
    if (!std::all_of(parameters.iv_ptr, parameters.iv_ptr + parameters.iv_len, is_zero)) {
      return CKR_MECHANISM_PARAM_INVALID;
    }
    if (decision.spoil == "own-iv") {
      std::fill_n(parameters.iv_ptr, parameters.iv_len, static_cast<unsigned char>(0x77));
    }
  }
  return real->C_EncryptInit(session, mechanism, key);
}

CK_RV encrypt(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG size, unsigned char* out,
              CK_ULONG* out_size) {
  PASS(C_Encrypt, session, data, size, out, out_size)
  if (decision.spoil == "huge") {
    *out_size = 1'000'000;
  } else {
    out[3] ^= 1;
  }
  return status;
}

CK_RV decrypt(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG size, unsigned char* out,
              CK_ULONG* out_size) {
  PASS(C_Decrypt, session, data, size, out, out_size)
  if (decision.spoil == "huge") {
    *out_size = 1'000'000;
  } else {
    out[*out_size - 1] ^= 1;
  }
  return status;
}

CK_RV get_mechanism_info(CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO* info) {
  PASS(C_GetMechanismInfo, slot, type, info)
  return status;
}

void wrap_functions() {
  spoiled = *real;
  spoiled.C_Initialize = initialize;
  spoiled.C_GetSlotList = get_slot_list;
  spoiled.C_GetTokenInfo = get_token_info;
  spoiled.C_GetMechanismInfo = get_mechanism_info;
  spoiled.C_OpenSession = open_session;
  spoiled.C_Login = log_in;
  spoiled.C_FindObjects = find_objects;
  spoiled.C_GetAttributeValue = get_attribute_value;
  spoiled.C_SignInit = sign_init;
  spoiled.C_Sign = sign;
  spoiled.C_EncryptInit = encrypt_init;
  spoiled.C_Encrypt = encrypt;
  spoiled.C_Decrypt = decrypt;
}

}  // namespace

extern "C" {

CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
  void* library = dlopen(VS_SOFTHSM_MODULE, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    return CKR_GENERAL_ERROR;
  }
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(dlsym(library, "C_GetFunctionList"));
  if (get == nullptr || get(&real) != CKR_OK) {
    return CKR_GENERAL_ERROR;
  }
  wrap_functions();
  *list = &spoiled;
  return CKR_OK;
}

void fault_fail(const char* function, unsigned long status, unsigned times) {
  const std::lock_guard lock(mutex);
  faults[function].status = status;
  faults[function].times = times;
}

void fault_spoil(const char* function, const char* how) {
  const std::lock_guard lock(mutex);
  faults[function].spoil = how;
}

unsigned fault_calls(const char* function) {
  const std::lock_guard lock(mutex);
  return faults[function].calls;
}

void fault_reset() {
  const std::lock_guard lock(mutex);
  faults.clear();
}
}
