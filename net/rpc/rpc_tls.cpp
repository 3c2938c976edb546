#include "net/rpc/rpc_tls.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "crypto/pki/pem_text.hpp"
#include "storage/files/private_file.hpp"

namespace vitalstream::net {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

constexpr const char* kSuites =
    "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:"
    "TLS_AES_128_GCM_SHA256";

std::string failed(const std::string& file, const error_code& error) {
  return file + ": " + error.message();
}

struct StoreContextDeleter {
  void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
};

// Sets what does not depend on files; false if OpenSSL refuses.
bool restrict(ssl::context& context) {
  SSL_CTX* const native = context.native_handle();
  SSL_CTX_set_options(native, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  // The authorities of the bundle are trusted themselves, whoever issued them.
  X509_STORE_set_flags(SSL_CTX_get_cert_store(native), X509_V_FLAG_PARTIAL_CHAIN);
  return SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_ciphersuites(native, kSuites) == 1 &&
         SSL_CTX_set_num_tickets(native, 0) == 1 && SSL_CTX_set_max_early_data(native, 0) == 1;
}

// An encrypted key must fail, not ask on the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

// What is wrong with the key; empty: nothing is.
std::string load_key(SSL_CTX* context, const std::string& path) {
  const auto opened = storage::open_private_file(path);
  if (opened.has_error()) {
    return std::string(storage::to_string(opened.error()));
  }
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new_fd(opened->file.get(), BIO_NOCLOSE),
                                                       &BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(text.get(), nullptr, &no_passphrase, nullptr), &EVP_PKEY_free);
  if (key == nullptr) {
    return "is no PEM key without a passphrase";
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    return "is not the key of the certificate";
  }
  return {};
}

std::string load_files(ssl::context& context, const RpcTlsFiles& files) {
  error_code error;
  for (const std::string& file : {files.certificate_chain, files.client_ca}) {
    if (!crypto::file_begins_all_blocks(file)) {
      return file + ": " + std::string(crypto::kHiddenBlock);
    }
  }
  if (context.use_certificate_chain_file(files.certificate_chain, error)) {
    return failed(files.certificate_chain, error);
  }
  if (auto refused = load_key(context.native_handle(), files.private_key); !refused.empty()) {
    return files.private_key + ": " + refused;
  }
  if (files.client_ca.empty()) {
    return {};
  }
  if (context.load_verify_file(files.client_ca, error)) {
    return failed(files.client_ca, error);
  }
  if (context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error)) {
    return failed(files.client_ca, error);
  }
  return {};
}

}  // namespace

Result<TlsContextPtr, std::string> load_rpc_tls(const RpcTlsFiles& files) {
  // Only the tag for the method is of older versions; restrict() leaves 1.3.
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  if (!restrict(*context)) {
    return std::string("this OpenSSL does not offer TLS 1.3 as required");
  }
  auto error = load_files(*context, files);
  // What is left in the thread's queue would be taken for the failure of a connection.
  ERR_clear_error();
  if (!error.empty()) {
    return error;
  }
  return context;
}

RpcTlsMode mode_of(const std::optional<RpcTlsFiles>& files) {
  if (!files) {
    return RpcTlsMode::None;
  }
  return files->client_ca.empty() ? RpcTlsMode::ServerOnly : RpcTlsMode::ClientCertificates;
}

bool still_trusted(SSL* connection, ssl::context& context) {
  X509* const leaf = SSL_get0_peer_certificate(connection);
  if (leaf == nullptr) {
    return SSL_CTX_get_verify_mode(context.native_handle()) == SSL_VERIFY_NONE;
  }
  const std::unique_ptr<X509_STORE_CTX, StoreContextDeleter> check(X509_STORE_CTX_new());
  X509_STORE* const store = SSL_CTX_get_cert_store(context.native_handle());
  if (!check ||
      X509_STORE_CTX_init(check.get(), store, leaf, SSL_get_peer_cert_chain(connection)) != 1) {
    return false;
  }
  X509_STORE_CTX_set_default(check.get(), "ssl_client");
  return X509_verify_cert(check.get()) == 1;
}

std::int64_t expires_at_unix_s(ssl::context& context) {
  const X509* const leaf = SSL_CTX_get0_certificate(context.native_handle());
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> epoch(ASN1_TIME_set(nullptr, 0),
                                                                    &ASN1_TIME_free);
  int days = 0;
  int seconds = 0;
  if (leaf == nullptr ||
      ASN1_TIME_diff(&days, &seconds, epoch.get(), X509_get0_notAfter(leaf)) != 1) {
    return 0;
  }
  return std::int64_t{days} * 86'400 + seconds;
}

std::array<RpcTlsSource::Stamp, 3> RpcTlsSource::stamps() const {
  std::array<Stamp, 3> stamps{};
  const std::array<const std::string*, 3> paths{&files_.certificate_chain, &files_.private_key,
                                                &files_.client_ca};
  for (std::size_t i = 0; i < paths.size(); ++i) {
    std::error_code absent;
    stamps[i].time = std::filesystem::last_write_time(*paths[i], absent);
    stamps[i].bytes = std::filesystem::file_size(*paths[i], absent);
  }
  return stamps;
}

RpcTlsSource::Change RpcTlsSource::refresh() {
  const auto now = stamps();
  if (seen_ == now) {
    return Change::None;
  }
  seen_ = now;
  auto loaded = load_rpc_tls(files_);
  if (!loaded) {
    error_ = loaded.error();
    return Change::Refused;
  }
  error_.clear();
  context_ = std::move(*loaded);
  return Change::Taken;
}

}  // namespace vitalstream::net
