#include "net/rpc/chunked_body.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>

#include "base/assert.hpp"
#include "net/rpc/limits.hpp"

namespace vitalstream::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

// The head of the request has been judged already; the parser wants one all the same.
constexpr std::string_view kHead = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
// The line before a chunk (its length, and extensions that nobody reads) and the line end before
// that.
constexpr std::size_t kChunkLineBytesMax = 256;
// No rest of a body is shorter than its last line and the empty one, and Beast relies on that.
constexpr std::size_t kRestBytesMin = 5;

}  // namespace

class ChunkedBody::Reader final : public http::basic_parser<true> {
 public:
  explicit Reader(std::size_t bytes_max) {
    beast::error_code error;
    body_limit(bytes_max);
    put({kHead.data(), kHead.size()}, error);
    VS_ASSERT(!error);
    is_head_over_ = true;
  }

  std::string text;
  bool has_read_line = false;

 private:
  using Text = beast::string_view;
  using Error = beast::error_code;

  void on_field_impl(http::field, Text, Text, Error& error) override {
    if (is_head_over_) {
      error = http::error::bad_field;
    }
  }
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, Error&) override {
    text.append(body.data(), body.size());
    return body.size();
  }
  void on_request_impl(http::verb, Text, Text, int, Error&) override {}
  void on_response_impl(int, Text, int, Error&) override {}
  void on_header_impl(Error&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  std::size_t on_body_impl(Text body, Error&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, Text, Error&) override { has_read_line = true; }
  void on_finish_impl(Error&) override {}

  bool is_head_over_ = false;
};

ChunkedBody::ChunkedBody(std::size_t bytes_max)
    : reader_(std::make_unique<Reader>(bytes_max)), bytes_left_(bytes_max) {}
ChunkedBody::~ChunkedBody() = default;
ChunkedBody::ChunkedBody(ChunkedBody&&) noexcept = default;
ChunkedBody& ChunkedBody::operator=(ChunkedBody&&) noexcept = default;

ChunkedBody::Progress ChunkedBody::take(std::string_view input) {
  Progress progress;
  beast::error_code error;
  while (!is_complete() && !progress.refusal && !error &&
         progress.consumed + kRestBytesMin <= input.size()) {
    const auto rest = input.substr(progress.consumed);
    reader_->has_read_line = false;
    // One line, or as much of a chunk as there is.
    const std::size_t taken = reader_->put({rest.data(), rest.size()}, error);
    const std::size_t line =
        reader_->has_read_line ? taken : (error == http::error::need_more ? rest.size() : 0);
    if (error == http::error::body_limit || taken > bytes_left_) {
      progress.refusal = RpcCause::BodyTooLarge;
    } else if ((error && error != http::error::need_more) || line > kChunkLineBytesMax) {
      progress.refusal = RpcCause::MalformedHttp;
    }
    bytes_left_ -= std::min(taken, bytes_left_);
    progress.consumed += taken;
  }
  return progress;
}

bool ChunkedBody::is_complete() const { return reader_->is_done(); }

const std::string& ChunkedBody::text() const { return reader_->text; }

}  // namespace vitalstream::net
