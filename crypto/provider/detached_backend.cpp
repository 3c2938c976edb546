#include "crypto/provider/detached_backend.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {
namespace {

// What is to be done for somebody who may have left by the time it is. Owns all that it touches.
class Task {
 public:
  virtual ~Task() = default;
  virtual void run() = 0;
  // Wakes who waits for it.
  virtual void tell() = 0;
};
using TaskPtr = std::shared_ptr<Task>;

// Where one thread of the crew waits for its next task.
class Desk {
 public:
  // Null: go home.
  void put(TaskPtr task);
  [[nodiscard]] TaskPtr take();

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::optional<TaskPtr> task_;
};

void Desk::put(TaskPtr task) {
  {
    const std::lock_guard lock(mutex_);
    task_ = std::move(task);
  }
  filled_.notify_one();
}

TaskPtr Desk::take() {
  std::unique_lock lock(mutex_);
  filled_.wait(lock, [this] { return task_.has_value(); });
  return *std::exchange(task_, std::nullopt);
}

// Threads that nobody joins; they own this, so that one that hangs outlives everybody else. A task
// goes straight to the thread that has become free last, whose memory is still warm: of many
// threads only as many are ever awake as there are callers.
class Crew {
 public:
  explicit Crew(std::size_t threads_max) : threads_max_(threads_max) {}

  // `crew` is this one. A thread is added if none is free; at the limit the task waits.
  static void give(const std::shared_ptr<Crew>& crew, TaskPtr task);
  // Nobody waits for it any longer: it is not begun if it has not been.
  void withdraw(const TaskPtr& task);
  // No further tasks; waits a little for those that run.
  void dismiss();

 private:
  using DeskPtr = std::shared_ptr<Desk>;
  void work(TaskPtr task);
  // Null: there is none now, and `desk` will be given one.
  [[nodiscard]] TaskPtr next_for(const DeskPtr& desk);

  const std::size_t threads_max_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::deque<TaskPtr>
      waiting_;  // one for each caller that waits, who takes it along when it leaves
  std::vector<DeskPtr> free_;
  std::size_t threads_ = 0;
  bool is_dismissed_ = false;
};

void Crew::give(const std::shared_ptr<Crew>& crew, TaskPtr task) {
  std::unique_lock lock(crew->mutex_);
  if (!crew->free_.empty()) {
    const DeskPtr desk = std::move(crew->free_.back());
    crew->free_.pop_back();
    lock.unlock();
    desk->put(std::move(task));
  } else if (crew->threads_ < crew->threads_max_) {
    std::thread([crew, task = std::move(task)]() mutable { crew->work(std::move(task)); }).detach();
    ++crew->threads_;
  } else {
    crew->waiting_.push_back(std::move(task));
  }
}

void Crew::withdraw(const TaskPtr& task) {
  const std::lock_guard lock(mutex_);
  std::erase(waiting_, task);
}

void Crew::work(TaskPtr task) {
  const auto desk = std::make_shared<Desk>();
  while (task != nullptr) {
    task->run();
    // First free, then tell: whoever is told and asks again at once finds this thread.
    TaskPtr next = next_for(desk);
    task->tell();
    task = next != nullptr ? std::move(next) : desk->take();
  }
  const std::lock_guard lock(mutex_);
  --threads_;
  ended_.notify_all();
}

TaskPtr Crew::next_for(const DeskPtr& desk) {
  const std::lock_guard lock(mutex_);
  if (is_dismissed_) {
    desk->put(nullptr);
  } else if (waiting_.empty()) {
    free_.push_back(desk);
  } else {
    TaskPtr task = std::move(waiting_.front());
    waiting_.pop_front();
    return task;
  }
  return nullptr;
}

void Crew::dismiss() {
  std::unique_lock lock(mutex_);
  is_dismissed_ = true;
  waiting_.clear();
  for (const DeskPtr& desk : std::exchange(free_, {})) {
    desk->put(nullptr);
  }
  ended_.wait_for(lock, kDetachedCloseTimeout, [this] { return threads_ == 0; });
}

template <class T>
class Call final : public Task {
 public:
  explicit Call(std::function<T()> call) : call_(std::move(call)) {}
  void run() override { result_ = call_(); }
  void tell() override { promise_.set_value(*std::move(result_)); }
  [[nodiscard]] std::future<T> future() { return promise_.get_future(); }

 private:
  const std::function<T()> call_;
  std::optional<T> result_;
  std::promise<T> promise_;
};

// `call` owns all that it touches. Nothing: it has not returned in time.
template <class T>
std::optional<T> run(const std::shared_ptr<Crew>& crew, std::function<T()> call,
                     Deadline deadline) {
  const auto task = std::make_shared<Call<T>>(std::move(call));
  std::future<T> result = task->future();
  Crew::give(crew, task);
  // What gives up by itself at the deadline may say why.
  const bool is_endless = deadline > Deadline::max() - kDetachedGrace;
  if (result.wait_until(is_endless ? deadline : deadline + kDetachedGrace) !=
      std::future_status::ready) {
    crew->withdraw(task);
    return std::nullopt;
  }
  return result.get();
}

ProviderFailure hung() { return unavailable("the module has not answered in time"); }

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
