#include "crypto/provider/detached_backend.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {
namespace {

// Threads that nobody joins; they own this, so that one that hangs outlives everybody else.
class Crew {
 public:
  using Task = std::function<void()>;

  explicit Crew(std::size_t threads_max) : threads_max_(threads_max) {}

  // `crew` is this one. Done by the first that is free; a thread is added if none is.
  static void give(const std::shared_ptr<Crew>& crew, Task task);
  // No further tasks; waits a little for those that run.
  void dismiss();

 private:
  void work();

  const std::size_t threads_max_;
  std::mutex mutex_;
  std::condition_variable given_;
  std::condition_variable ended_;
  std::deque<Task> tasks_;
  std::size_t threads_ = 0;
  std::size_t idle_ = 0;
  bool is_dismissed_ = false;
};

void Crew::give(const std::shared_ptr<Crew>& crew, Task task) {
  const std::lock_guard lock(crew->mutex_);
  crew->tasks_.push_back(std::move(task));
  if (crew->tasks_.size() > crew->idle_ && crew->threads_ < crew->threads_max_) {
    ++crew->threads_;
    std::thread([crew] { crew->work(); }).detach();
  }
  crew->given_.notify_one();
}

void Crew::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    given_.wait(lock, [this] { return is_dismissed_ || !tasks_.empty(); });
    --idle_;
    if (tasks_.empty()) {
      break;
    }
    {
      const Task task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
    }
    lock.lock();
  }
  --threads_;
  ended_.notify_all();
}

void Crew::dismiss() {
  std::unique_lock lock(mutex_);
  is_dismissed_ = true;
  tasks_.clear();
  given_.notify_all();
  ended_.wait_for(lock, kDetachedCloseTimeout, [this] { return threads_ == 0; });
}

// `call` owns all that it touches. Nothing: it has not returned in time.
template <class T>
std::optional<T> run(const std::shared_ptr<Crew>& crew, std::function<T()> call,
                     Deadline deadline) {
  const auto is_abandoned = std::make_shared<std::atomic<bool>>(false);
  const auto promise = std::make_shared<std::promise<T>>();
  std::future<T> result = promise->get_future();
  Crew::give(crew, [is_abandoned, promise, call = std::move(call)] {
    if (!*is_abandoned) {
      promise->set_value(call());
    }
  });
  // What gives up by itself at the deadline may say why.
  const bool is_endless = deadline > Deadline::max() - kDetachedGrace;
  if (result.wait_until(is_endless ? deadline : deadline + kDetachedGrace) !=
      std::future_status::ready) {
    *is_abandoned = true;
    return std::nullopt;
  }
  return result.get();
}

ProviderFailure hung() {
  return unavailable("the module has not answered in time");
}

class DetachedBackend final : public KeyBackend {
 public:
  DetachedBackend(std::shared_ptr<KeyBackend> backend, std::shared_ptr<Crew> crew)
      : backend_(std::move(backend)), crew_(std::move(crew)) {}
  ~DetachedBackend() override { crew_->dismiss(); }
  DetachedBackend(const DetachedBackend&) = delete;
  DetachedBackend& operator=(const DetachedBackend&) = delete;

  [[nodiscard]] std::string_view name() const override { return backend_->name(); }
  [[nodiscard]] Capabilities capabilities() const override { return backend_->capabilities(); }
  [[nodiscard]] const PublicKey& public_key() const override { return backend_->public_key(); }
  [[nodiscard]] ProviderResult<void> check_health(Deadline deadline) override;
  ProviderResult<Signature> ask_signature(ByteView message, Deadline deadline) override;
  ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                 Deadline deadline) override;
  ProviderResult<SecretBytes> ask_unwrap(ByteView blob, const Hash32& context,
                                         Deadline deadline) override;

 private:
  template <class T>
  ProviderResult<T> ask(std::function<ProviderResult<T>()> call, Deadline deadline) {
    auto result = run<ProviderResult<T>>(crew_, std::move(call), deadline);
    return result ? *std::move(result) : ProviderResult<T>(hung());
  }

  const std::shared_ptr<KeyBackend> backend_;
  const std::shared_ptr<Crew> crew_;
};

ProviderResult<void> DetachedBackend::check_health(Deadline deadline) {
  return ask<void>([backend = backend_, deadline] { return backend->check_health(deadline); },
                   deadline);
}

ProviderResult<Signature> DetachedBackend::ask_signature(ByteView message, Deadline deadline) {
  return ask<Signature>([backend = backend_, message = to_bytes(message),
                         deadline] { return backend->ask_signature(message, deadline); },
                        deadline);
}

ProviderResult<Bytes> DetachedBackend::ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                                Deadline deadline) {
  const auto kept = std::make_shared<SecretBytes>(SecretBytes::copy_of(plaintext.view()));
  return ask<Bytes>([backend = backend_, kept, context,
                     deadline] { return backend->ask_wrap(*kept, context, deadline); },
                    deadline);
}

ProviderResult<SecretBytes> DetachedBackend::ask_unwrap(ByteView blob, const Hash32& context,
                                                        Deadline deadline) {
  return ask<SecretBytes>([backend = backend_, blob = to_bytes(blob), context,
                           deadline] { return backend->ask_unwrap(blob, context, deadline); },
                          deadline);
}

}  // namespace

ProviderResult<std::unique_ptr<KeyBackend>> open_detached_backend(BackendOpener open,
                                                                  std::size_t threads_max,
                                                                  Deadline deadline) {
  using Opened = ProviderResult<std::unique_ptr<KeyBackend>>;
  const auto crew = std::make_shared<Crew>(threads_max);
  auto opened = run<Opened>(
      crew, [open = std::move(open), deadline] { return open(deadline); }, deadline);
  if (!opened || opened->has_error()) {
    crew->dismiss();
    return opened ? opened->error() : hung();
  }
  return std::unique_ptr<KeyBackend>(
      std::make_unique<DetachedBackend>(std::shared_ptr<KeyBackend>(**std::move(opened)), crew));
}

}  // namespace vitalstream::crypto::provider
