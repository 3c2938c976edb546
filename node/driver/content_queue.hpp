#pragma once
// ContentQueue: whom to ask for contents that are wanted, and when: each of one peer at a time, of
// one after the other, a few at once and fewer of one peer; after a round without success with a
// growing pause. Used by WantedContents on its thread. Pure; time is an input.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::node {

class ContentQueue {
 public:
  // Of `validators`, all but `own` are asked.
  ContentQueue(std::size_t validators, consensus::ValidatorIndex own);

  // False if it is full; what is in it already changes nothing.
  bool add(const consensus::BatchDigest& batch, Instant now);
  void remove(const consensus::BatchDigest& batch);
  // The answer was not right: the next peer is asked at its turn.
  void fail(const consensus::BatchDigest& batch, Instant now);

  struct Ask {
    consensus::ValidatorIndex peer;
    consensus::BatchDigest batch;
  };
  // What is to be asked for now. Nobody else is asked for it before its time is over.
  [[nodiscard]] std::vector<Ask> due(Instant now);

  [[nodiscard]] std::optional<consensus::ValidatorIndex> asked_of(
      const consensus::BatchDigest& batch) const;
  // What is asked for now, and of whom.
  [[nodiscard]] std::map<consensus::BatchDigest, consensus::ValidatorIndex> asked() const;
  [[nodiscard]] std::size_t size() const { return wants_.size(); }
  [[nodiscard]] bool is_full() const;

 private:
  using Turn = std::pair<Instant, std::uint64_t>;
  struct Want {
    Turn turn;  // when it is looked at again
    std::uint32_t attempts = 0;
    std::optional<consensus::ValidatorIndex> asked;
  };

  [[nodiscard]] consensus::ValidatorIndex next_peer(const consensus::BatchDigest& batch,
                                                    const Want& want) const;
  void put(const consensus::BatchDigest& batch, Want& want, Instant when);
  void end_asking(Want& want);
  [[nodiscard]] Duration pause_after(const Want& want) const;

  std::size_t validators_;
  consensus::ValidatorIndex own_;
  std::map<consensus::BatchDigest, Want> wants_;
  std::map<Turn, consensus::BatchDigest> turns_;
  std::map<consensus::ValidatorIndex, std::size_t> asked_;  // how many are asked of each
  std::size_t all_asked_ = 0;
  std::uint64_t serial_ = 0;
};

}  // namespace vitalstream::node
