#include "crypto/provider/http/curl_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <csignal>
#include <mutex>

#include "base/assert.hpp"
#include "crypto/provider/http/http_url.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/resource_pool.hpp"

namespace vitalstream::crypto::provider {
namespace {

struct EasyDelete {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, EasyDelete>;

struct ListDelete {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListDelete>;

// What arrives, up to the limits.
struct Incoming {
  SecretBytes body{kHttpBodyBytesMax};
  std::size_t body_bytes = 0;
  std::vector<HttpHeader> headers = {};
  std::size_t header_bytes = 0;
  bool too_large = false;
};

void initialize_once() {
  static std::once_flag once;
  std::call_once(once, [] {
    VS_ASSERT(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    // A connection that the server has closed must not end the process.
    std::signal(SIGPIPE, SIG_IGN);
  });
}

// Returning another size than given makes curl end the transfer.
std::size_t on_body(char* data, std::size_t, std::size_t size, void* target) {
  auto& incoming = *static_cast<Incoming*>(target);
  const auto room = incoming.body.writable().subspan(incoming.body_bytes);
  if (size > room.size()) {
    incoming.too_large = true;
    return 0;
  }
  std::copy_n(data, size, room.begin());
  incoming.body_bytes += size;
  return size;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  const auto last = text.find_last_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, last - first + 1);
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* target) {
  auto& incoming = *static_cast<Incoming*>(target);
  incoming.header_bytes += size;
  if (incoming.header_bytes > kHttpHeaderBytesMax) {
    incoming.too_large = true;
    return 0;
  }
  const std::string_view line(data, size);
  if (line.starts_with("HTTP/")) {
    // Of an interim answer there may have been some.
    incoming.headers.clear();
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    std::string name(trimmed(line.substr(0, colon)));
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    incoming.headers.push_back({std::move(name), std::string(trimmed(line.substr(colon + 1)))});
  }
  return size;
}

HttpError meaning_of(CURLcode code, const Incoming& incoming) {
  if (incoming.too_large) {
    return HttpError::TooLarge;
  }
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return HttpError::Timeout;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
      return HttpError::Certificate;
    case CURLE_SSL_CONNECT_ERROR:
      return HttpError::TlsHandshake;
    case CURLE_FILESIZE_EXCEEDED:
      return HttpError::TooLarge;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WRITE_ERROR:
      return HttpError::Malformed;
    case CURLE_URL_MALFORMAT:
      return HttpError::BadRequest;
    default:
      return HttpError::Connection;
  }
}

bool is_one_line(const HttpHeader& header) {
  return (header.name + header.value).find_first_of(std::string_view("\r\n\0", 3)) ==
         std::string::npos;
}

std::optional<HttpFailure> reason_not_to_send(const HttpRequest& request) {
  const auto url = parse_http_url(request.url);
  if (!url) {
    return HttpFailure{HttpError::BadRequest, "the address is no http or https URL"};
  }
  if (!may_be_asked(*url)) {
    return HttpFailure{HttpError::BadRequest,
                       "plain HTTP to " + url->host + " would show credentials: use https"};
  }
  if (!std::ranges::all_of(request.headers, is_one_line)) {
    return HttpFailure{HttpError::BadRequest, "a header holds a line end"};
  }
  return std::nullopt;
}

HeaderList header_list(const std::vector<HttpHeader>& headers) {
  HeaderList list;
  const auto add = [&list](const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    VS_ASSERT(longer != nullptr);
    static_cast<void>(list.release());
    list.reset(longer);
  };
  // Some servers keep a connection only if asked; a body is sent without waiting for a permission.
  add("Connection: keep-alive");
  add("Expect:");
  for (const HttpHeader& header : headers) {
    // A semicolon is how curl is told to send an empty header.
    add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  return list;
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(const HttpOptions& options)
      : options_(options), handles_(options.connections_max) {}
  [[nodiscard]] Result<HttpResponse, HttpFailure> send(const HttpRequest& request,
                                                       Deadline deadline) override;

 private:
  // One handle is one kept connection to each host.
  using Handles = ResourcePool<Easy>;
  void prepare(CURL* handle, const HttpRequest& request) const;
  void prepare_tls(CURL* handle) const;

  const HttpOptions options_;
  Handles handles_;
};

void CurlClient::prepare_tls(CURL* handle) const {
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options_.ca_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, options_.ca_file.c_str());
    // None but the configured authorities.
    curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
  }
}

// Everything is set anew for each request: each ends with curl_easy_reset, which keeps connections
// and nothing else.
void CurlClient::prepare(CURL* handle, const HttpRequest& request) const {
  prepare_tls(handle);
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  const auto url = parse_http_url(request.url);
  const bool by_proxy = !options_.proxy.empty() && url && !is_near(*url);
  curl_easy_setopt(handle, CURLOPT_PROXY, by_proxy ? options_.proxy.c_str() : "");
  curl_easy_setopt(handle, CURLOPT_NOPROXY, by_proxy ? "" : "*");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "vitalstream");
  curl_easy_setopt(handle, CURLOPT_MAXFILESIZE, static_cast<long>(kHttpBodyBytesMax));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
  const auto body = request.body.view();
  if (request.method != HttpMethod::Get) {
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS,
                     body.empty() ? "" : reinterpret_cast<const char*>(body.data()));
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, to_string(request.method).data());
  }
}

Result<HttpResponse, HttpFailure> CurlClient::send(const HttpRequest& request, Deadline deadline) {
  if (auto reason = reason_not_to_send(request)) {
    return *std::move(reason);
  }
  auto lease = handles_.borrow(deadline);
  const auto left = std::chrono::duration_cast<Milliseconds>(
      std::min<Deadline::duration>(deadline - std::chrono::steady_clock::now(), kHttpTimeoutMax));
  if (!lease || left.count() <= 0) {
    return HttpFailure{HttpError::Timeout, "all connections were busy"};
  }
  if (lease.get() == nullptr) {
    lease.fill(std::make_unique<Easy>(curl_easy_init()));
    VS_ASSERT(*lease.get() != nullptr);
  }
  CURL* handle = lease.get()->get();
  prepare(handle, request);
  const HeaderList headers = header_list(request.headers);
  Incoming incoming;
  char error[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &incoming);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &incoming);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error);
  const CURLcode code = curl_easy_perform(handle);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  // The handle is kept, and the buffers that it was given are not.
  curl_easy_reset(handle);
  if (code != CURLE_OK) {
    const HttpFailure failure{meaning_of(code, incoming),
                              *error != '\0' ? error : curl_easy_strerror(code)};
    lease.discard();
    return failure;
  }
  HttpResponse response;
  response.status = static_cast<int>(status);
  response.headers = std::move(incoming.headers);
  response.body = SecretBytes::copy_of(incoming.body.view().first(incoming.body_bytes));
  return response;
}

}  // namespace

std::unique_ptr<HttpClient> make_curl_client(const HttpOptions& options) {
  initialize_once();
  return std::make_unique<CurlClient>(options);
}

}  // namespace vitalstream::crypto::provider
