#pragma once
// A model of the right to sign alone (C15): the production classes that ask, answer, commit and
// pass on, and around them nothing but clocks that drift, links that come and go, processes of one
// validator that are killed and started beside one another, answerers that restart, and somebody
// who keeps questions back. No signatures, no votes: a run takes a few milliseconds, and a hundred
// thousand of them see what a whole cluster would never meet. One seed is one history.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "consensus/core/commitments.hpp"
#include "consensus/core/inquiry.hpp"
#include "consensus/core/statement_traffic.hpp"
#include "tests/sim/event_queue.hpp"
#include "tests/sim/prng.hpp"

namespace vitalstream::sim {

struct ModelOptions {
  std::uint64_t seed = 1;
  std::size_t validators = 4;
  std::size_t liars = 0;        // answerers that commit to everybody
  std::size_t dead = 0;         // answerers that never answer
  double drift = 0.2;           // each clock runs by up to so much faster or slower
  bool flaps = true;            // links and answerers come and go
  bool hoards = true;           // questions are kept back and repeated
  bool has_good_links = false;  // packets take milliseconds
  Duration ask_period = milliseconds(500);
  Duration use = seconds(2);
  Duration hold = seconds(3);
};

class RightModel {
 public:
  explicit RightModel(const ModelOptions& options);
  RightModel(const RightModel&) = delete;
  RightModel& operator=(const RightModel&) = delete;

  // Processes of the one validator whose right it is; a number is never used twice.
  std::size_t start_process();
  void kill(std::size_t process);
  void say_over(std::size_t process);
  // The link between this process's validator and an answerer, from now on.
  void set_link(std::size_t process, std::size_t answerer, bool is_up);
  void restart_answerer(std::size_t answerer);

  void run_for(Duration length);
  [[nodiscard]] bool holds(std::size_t process) const;
  [[nodiscard]] std::size_t holders() const;
  // More than one process has held the right at one moment.
  [[nodiscard]] bool was_held_twice() const { return was_held_twice_; }
  [[nodiscard]] Instant now() const { return queue_.now(); }
  [[nodiscard]] EventQueue& queue() { return queue_; }
  [[nodiscard]] std::size_t answerers() const { return answerers_.size(); }

 private:
  struct Process {
    consensus::ProcessDigest digest;
    double rate = 1;
    consensus::Inquiry inquiry;
    bool is_alive = true;
    std::set<std::size_t> broken;  // answerers that it does not reach
    std::uint64_t wake = 0;
  };
  struct Answerer {
    double rate = 1;
    bool lies = false;
    bool is_dead = false;
    std::unique_ptr<consensus::Commitments> commitments;
    std::unique_ptr<consensus::StatementTraffic> traffic;
  };

  [[nodiscard]] Instant local(double rate) const;
  [[nodiscard]] double draw_rate();
  [[nodiscard]] Duration delay();
  [[nodiscard]] std::size_t needed() const;
  void boot_answerer(Answerer& answerer);
  void wake_when_due(std::size_t process);
  void ask(std::size_t process);
  void send_question(std::size_t process, std::size_t to, const consensus::Question& question);
  // `via` is the answerer that passed it on.
  void hear_question(std::size_t to, std::size_t process, const consensus::Question& question,
                     std::optional<std::size_t> via);
  void pass_on(std::size_t from, std::size_t process, const consensus::Question& question);
  [[nodiscard]] consensus::Answer answer_to(Answerer& one, std::size_t process,
                                            const consensus::Question& question);
  void send_answer(std::size_t from, std::size_t process, const consensus::Answer& answer,
                   std::optional<std::size_t> via);
  void hear_answer(std::size_t process, std::size_t answerer, const consensus::Answer& answer);
  void flap();
  void repeat_hoarded();

  ModelOptions options_;
  Prng prng_;
  EventQueue queue_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::vector<Answerer> answerers_;
  std::set<std::pair<std::size_t, std::size_t>> broken_between_;  // answerers, the lower first
  std::vector<std::pair<std::size_t, consensus::Question>> hoarded_;
  std::size_t next_hoarded_ = 0;
  std::uint64_t starts_ = 0;
  bool was_held_twice_ = false;
};

}  // namespace vitalstream::sim
