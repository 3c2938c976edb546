#pragma once
// ChunkedBody: takes the chunks off a body, as they arrive. Trailers are refused: nobody has judged
// them. Pure; used by http_session.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/rpc/rpc_errors.hpp"

namespace vitalstream::net {

class ChunkedBody {
 public:
  // With everything around its chunks, the body may take as many bytes.
  explicit ChunkedBody(std::size_t bytes_max);
  ~ChunkedBody();
  ChunkedBody(ChunkedBody&&) noexcept;
  ChunkedBody& operator=(ChunkedBody&&) noexcept;

  struct Progress {
    std::size_t consumed = 0;         // from the front; nothing that is consumed is needed again
    std::optional<RpcCause> refusal;  // then nothing else counts
  };
  [[nodiscard]] Progress take(std::string_view input);

  [[nodiscard]] bool is_complete() const;
  // What the chunks held, so far.
  [[nodiscard]] const std::string& text() const;

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
  std::size_t bytes_left_;
};

}  // namespace vitalstream::net
