#pragma once
// ResourcePool<T>: a bounded number of things that are dear to make and used by one thread at a
// time: sessions of a token, connections. Made when first needed, kept until they fail. When all
// are lent, a borrower waits until its deadline; who has waited in vain gets nothing. Any thread.

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

template <class T>
class ResourcePool {
 public:
  // One borrowed thing, or permission to make one (`resource` is null); given back at the end.
  class Lease {
   public:
    Lease() = default;
    Lease(ResourcePool* pool, std::unique_ptr<T> resource)
        : pool_(pool), resource_(std::move(resource)) {}
    Lease(Lease&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), resource_(std::move(other.resource_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() { give_back(); }

    // False: the deadline passed while all were lent.
    explicit operator bool() const { return pool_ != nullptr; }
    // Null: make one and `fill` it in.
    [[nodiscard]] T* get() const { return resource_.get(); }
    void fill(std::unique_ptr<T> resource) { resource_ = std::move(resource); }
    // It is broken: it is destroyed, and its place becomes free.
    void discard() { resource_.reset(); }

   private:
    void give_back();

    ResourcePool* pool_ = nullptr;
    std::unique_ptr<T> resource_;
  };

  explicit ResourcePool(std::size_t size_max) : size_max_(size_max) {}
  ResourcePool(const ResourcePool&) = delete;
  ResourcePool& operator=(const ResourcePool&) = delete;

  [[nodiscard]] Lease borrow(Deadline deadline);
  // Destroys those that nobody has borrowed.
  void clear();

 private:
  void take_back(std::unique_ptr<T> resource);

  const std::size_t size_max_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::size_t lent_ = 0;
  std::vector<std::unique_ptr<T>> idle_;
};

template <class T>
auto ResourcePool<T>::borrow(Deadline deadline) -> Lease {
  std::unique_lock lock(mutex_);
  const auto is_free = [this] { return lent_ < size_max_; };
  if (!is_free() && !returned_.wait_until(lock, deadline, is_free)) {
    return {};
  }
  ++lent_;
  std::unique_ptr<T> resource;
  if (!idle_.empty()) {
    resource = std::move(idle_.back());
    idle_.pop_back();
  }
  return {this, std::move(resource)};
}

template <class T>
void ResourcePool<T>::clear() {
  std::vector<std::unique_ptr<T>> gone;
  const std::lock_guard lock(mutex_);
  gone.swap(idle_);
}

template <class T>
void ResourcePool<T>::take_back(std::unique_ptr<T> resource) {
  {
    const std::lock_guard lock(mutex_);
    --lent_;
    if (resource != nullptr) {
      idle_.push_back(std::move(resource));
    }
  }
  returned_.notify_one();
}

template <class T>
void ResourcePool<T>::Lease::give_back() {
  if (pool_ != nullptr) {
    std::exchange(pool_, nullptr)->take_back(std::move(resource_));
  }
}

}  // namespace vitalstream::crypto::provider
