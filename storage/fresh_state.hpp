#pragma once
// FreshState: the state and its index, made anew beside those in use, in column families of their
// own. Both follow from the blocks, so a damaged page of them is no loss: whoever executes the
// blocks again puts here what they yield, and Database::use_state exchanges the two in one atomic
// write. Until then nothing reads it but `latest`; whatever crash comes before, the next opening
// drops it, and whatever comes after, it drops the old ones. What is not taken into use is dropped
// with this object. One thread; must not outlive its database.

#include <memory>
#include <optional>
#include <vector>

#include "storage/read_view.hpp"
#include "storage/types.hpp"

namespace vitalstream::storage {

class Families;

class FreshState {
 public:
  ~FreshState();
  FreshState(const FreshState&) = delete;
  FreshState& operator=(const FreshState&) = delete;

  struct Row {
    ByteView key;
    std::optional<ByteView> value;  // nothing: it is erased
  };
  // Of one block, each in the order of its keys.
  struct Rows {
    std::vector<Row> state;
    std::vector<Row> index;
  };
  [[nodiscard]] Written write(const Rows& rows);

  // The database with what has been put here as its state and index.
  [[nodiscard]] ReadView latest() const;

 private:
  friend class Database;
  FreshState(RocksHandle& rocks, std::shared_ptr<const Families> families);

  RocksHandle& rocks_;
  std::shared_ptr<const Families> families_;
  bool is_used_ = false;
};

}  // namespace vitalstream::storage
