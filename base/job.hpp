#pragma once
// Job<Args...>: work that is handed on to be called once, elsewhere. Move-only, so that what it
// carries (a batch, a block, an answer's way back) is never copied on its way through a queue, and
// may itself be something that cannot be copied. A queue that refuses a job leaves it with its
// caller.

#include <memory>
#include <type_traits>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream {

template <class... Args>
class Job {
 public:
  Job() = default;

  template <class Work>
  requires(!std::is_same_v<std::remove_cvref_t<Work>, Job> &&
           std::is_invocable_r_v<void, std::decay_t<Work>&, Args...>)
      Job(Work&& work)  // NOLINT(google-explicit-constructor): a lambda is a job
      : work_(std::make_unique<Holder<std::decay_t<Work>>>(std::forward<Work>(work))) {}

  // Whether there is something to call.
  [[nodiscard]] explicit operator bool() const { return work_ != nullptr; }

  // Once: what it carries ends with the call.
  void operator()(Args... args) {
    VS_ASSERT(work_ != nullptr);
    const std::unique_ptr<Callable> work = std::move(work_);
    work->call(std::forward<Args>(args)...);
  }

 private:
  struct Callable {
    virtual ~Callable() = default;
    virtual void call(Args... args) = 0;
  };

  template <class Work>
  struct Holder final : Callable {
    template <class From>
    explicit Holder(From&& from) : work(std::forward<From>(from)) {}
    void call(Args... args) override { work(std::forward<Args>(args)...); }

    Work work;
  };

  std::unique_ptr<Callable> work_;
};

}  // namespace vitalstream
