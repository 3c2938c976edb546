#include "tests/providers/soft_token.hpp"

#include <cstdlib>
#include <stdexcept>

#ifdef __SANITIZE_ADDRESS__
// SoftHSM 2.6.1 loses what it has decoded of an Ed25519 key with each signature. That it is its
// doing, only whole stacks show: OpenSSL's code keeps no frame pointers.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "fast_unwind_on_malloc=0:malloc_context_size=12";
}
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libsofthsm2.so"; }
#endif
#ifdef __SANITIZE_THREAD__
// It makes a token's time of day with gmtime, whose one buffer all threads share.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() { return "race:^gmtime$"; }
#endif

namespace vitalstream::testing {
namespace {

namespace fs = std::filesystem;

void run(const std::string& command) {
  if (std::system((command + " >/dev/null 2>&1").c_str()) != 0) {
    throw std::runtime_error("failed: " + command);
  }
}

void use_folder(const TempDirectory& folder) {
  fs::create_directories(folder.path() / "tokens");
  const auto file = folder.write("softhsm2.conf",
                                 "directories.tokendir = " + (folder.path() / "tokens").string() +
                                     "\nobjectstore.backend = file\nlog.level = ERROR\n");
  setenv("SOFTHSM2_CONF", file.c_str(), 1);
}

// A token with its keys, to copy from.
fs::path template_tokens() {
  static const TempDirectory folder;
  static const bool made = [] {
    use_folder(folder);
    run("softhsm2-util --init-token --free --label chain --so-pin 1234 --pin 5678");
    const std::string tool = std::string("pkcs11-tool --module ") + kSoftHsmModule +
                             " --token-label chain --login --pin 5678 ";
    run(tool + "--keypairgen --key-type EC:prime256v1 --id 01 --label p256");
    run(tool + "--keypairgen --key-type EC:edwards25519 --id 02 --label ed25519");
    run(tool + "--keygen --key-type AES:32 --id 03 --label aes");
    run(tool + "--keypairgen --key-type EC:secp384r1 --id 04 --label p384");
    run(tool + "--keypairgen --key-type EC:prime256v1 --id 05 --label twice");
    run(tool + "--keypairgen --key-type EC:prime256v1 --id 06 --label twice");
    return true;
  }();
  static_cast<void>(made);
  return folder.path() / "tokens";
}

}  // namespace

SoftToken::SoftToken(fs::path module) : module_(std::move(module)) {
  const fs::path tokens = template_tokens();
  use_folder(folder_);
  fs::copy(tokens, folder_.path() / "tokens", fs::copy_options::recursive);
  pin_file_ = folder_.write("pin", "5678\n");
}

crypto::provider::Pkcs11Options SoftToken::options(const std::string& key) const {
  crypto::provider::Pkcs11Options options;
  options.module = module_;
  options.key = "pkcs11:token=chain;object=" + key;
  options.wrapping_key = "pkcs11:token=chain;object=aes";
  options.pin = *crypto::provider::SecretReference::parse("file:" + pin_file_.string());
  return options;
}

void SoftToken::remove() const {
  fs::rename(folder_.path() / "tokens", folder_.path() / "pulled");
  fs::create_directories(folder_.path() / "tokens");
}

void SoftToken::put_back() const {
  fs::remove_all(folder_.path() / "tokens");
  fs::rename(folder_.path() / "pulled", folder_.path() / "tokens");
}

}  // namespace vitalstream::testing
