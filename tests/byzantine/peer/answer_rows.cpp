// Answers to the questions of a validator that has been away: false, cut, or none. The liar claims
// to hold everything, so that it is asked first.
#include <memory>
#include <optional>

#include "consensus/types/limits.hpp"
#include "crypto/provider/random.hpp"
#include "tests/byzantine/peer/batch_shelf.hpp"
#include "tests/byzantine/peer/behaviour.hpp"
#include "tests/byzantine/peer/flood.hpp"
#include "tests/byzantine/peer/forge.hpp"
#include "tests/byzantine/peer/pace.hpp"

namespace vitalstream::byzantine {
namespace {

using consensus::View;

// What becomes of a batch that somebody asks for; empty: no answer.
using Cut = Bytes (*)(const net::StoredBatch& batch);

class BatchAnswerer final : public Behaviour {
 public:
  explicit BatchAnswerer(Cut cut) : cut_(cut) {}

  void on_message(Liar& liar, Liar::Victim victim, const net::PeerMessage& message) override {
    if (!shelf_) {
      shelf_.emplace(liar.identity().genesis);
    }
    shelf_->keep(message);
    const auto* carrying = std::get_if<net::CarryingMessage>(&message);
    const auto* request =
        carrying != nullptr ? std::get_if<consensus::BatchRequest>(&carrying->message) : nullptr;
    if (request == nullptr) {
      return;
    }
    for (const consensus::BatchDigest& digest : request->digests) {
      if (const auto* batch = shelf_->find(digest)) {
        liar.tally().answers += 1;
        const Bytes answer = cut_(*batch);
        if (!answer.empty()) {
          liar.send_bytes(victim, answer);
        }
      }
    }
  }

  void on_turn(Liar& liar) override {
    if (shelf_ && claims_.take()) {
      liar.send_to_all(shelf_->watermarks());
    }
  }

 private:
  Cut cut_;
  std::optional<BatchShelf> shelf_;
  Pace claims_{100};
};

Bytes without_attachments(const net::StoredBatch& batch) {
  return net::encode_batch(batch.stored, {});
}
Bytes with_spoilt_attachments(const net::StoredBatch& batch) {
  Bytes attachments = batch.attachments;
  if (!attachments.empty()) {
    attachments.back() ^= 1U;
  }
  return net::encode_batch(batch.stored, attachments);
}
Bytes nothing(const net::StoredBatch& /*batch*/) { return {}; }

// Answers one kind of question by another message, and leaves the rest alone.
template <class Question>
class Answerer final : public Behaviour {
 public:
  using Answer = std::optional<consensus::Message> (*)(Liar& liar, const Question& question);
  explicit Answerer(Answer answer) : answer_(answer) {}

  void on_message(Liar& liar, Liar::Victim victim, const net::PeerMessage& message) override {
    const auto* carrying = std::get_if<net::CarryingMessage>(&message);
    const auto* question =
        carrying != nullptr ? std::get_if<Question>(&carrying->message) : nullptr;
    if (question == nullptr) {
      return;
    }
    if (const auto answer = answer_(liar, *question)) {
      liar.tally().answers += 1;
      liar.send(victim, *answer);
    }
  }

 private:
  Answer answer_;
};

template <class Question>
Row answering(std::string_view name, std::string_view does,
              typename Answerer<Question>::Answer answer) {
  return {name, does, 0,
          [answer](double /*per_second*/) { return std::make_unique<Answerer<Question>>(answer); }};
}

Row cutting(std::string_view name, std::string_view does, Cut cut) {
  return {name, does, 0,
          [cut](double /*per_second*/) { return std::make_unique<BatchAnswerer>(cut); }};
}

consensus::Block invented_block(Liar& liar, std::uint64_t height) {
  consensus::Block block;
  block.header.epoch = liar.identity().set.epoch();
  block.header.height = consensus::Height{height};
  block.header.parent = consensus::BlockDigest{random_hash()};
  block.header.timestamp = UnixMs{1};
  block.header.proposer = liar.identity().id;
  block.header.payload = consensus::payload_digest({});
  return block;
}

// Blocks of chance under a certificate of chance.
std::optional<consensus::Message> forged_range(Liar& liar,
                                               const consensus::FinalRangeRequest& question) {
  consensus::FinalRangeResponse answer;
  for (std::uint64_t i = 0; i < 4; ++i) {
    answer.blocks.push_back(invented_block(liar, question.first.value() + i));
  }
  const auto subject = consensus::make_finalize(consensus::make_notarize(
      liar.identity().set.epoch(), liar.follower().view(), View{},
      consensus::block_digest(liar.identity().genesis, answer.blocks.back().header)));
  answer.finalization = random_certificate(liar.identity(), subject, 64);
  return answer;
}

// A true certificate over blocks of chance.
std::optional<consensus::Message> unconnected_range(Liar& liar,
                                                    const consensus::FinalRangeRequest& question) {
  consensus::FinalRangeResponse answer;
  for (std::uint64_t i = 0; i < 4; ++i) {
    answer.blocks.push_back(invented_block(liar, question.first.value() + i));
  }
  for (const auto& [view, certificate] : liar.follower().certificates()) {
    if (certificate.subject.kind == consensus::VoteKind::Finalize) {
      answer.finalization = certificate;
    }
  }
  return answer;
}

std::optional<consensus::Message> empty_range(Liar& /*liar*/,
                                              const consensus::FinalRangeRequest& /*question*/) {
  return consensus::FinalRangeResponse{};
}

std::optional<consensus::Message> another_block(Liar& liar,
                                                const consensus::BlockRequest& /*question*/) {
  return consensus::BlockResponse{invented_block(liar, 1)};
}

std::optional<consensus::Message> forged_certificate(
    Liar& liar, const consensus::CertificatesRequest& question) {
  return random_certificate(liar.identity(),
                            consensus::make_nullify(question.epoch, question.first), 64);
}

// The asker is said to have voted far beyond its record.
class FalseWitness final : public Behaviour {
 public:
  void look_back(Liar& liar, Liar::Victim victim, const consensus::Question& question) override {
    const View far{liar.follower().view().value() + 50};
    consensus::Answer answer = liar.process().answer(question, far, far);
    answer.shown = {{consensus::make_nullify(question.epoch, far), answer.asker,
                     crypto::provider::random_bytes(64)}};
    liar.send(victim, liar.process().sign(std::move(answer)));
  }
};

// Tells nobody anything about votes.
class SilentWitness final : public Behaviour {
 public:
  void look_back(Liar& /*liar*/, Liar::Victim /*victim*/,
                 const consensus::Question& /*question*/) override {}
};

Bytes unasked_answers(Liar& liar) {
  const View far{liar.follower().view().value() + 50};
  consensus::Question never_asked = liar.process().question();
  never_asked.number = ~std::uint64_t{0};
  return encode(liar.process().answer(never_asked, far, far));
}

Bytes unasked_blocks(Liar& liar) {
  return encode(consensus::BlockResponse{invented_block(liar, 1)});
}

Bytes unasked_ranges(Liar& liar) {
  return encode(*unconnected_range(liar, {consensus::Height{1}, 4}));
}

}  // namespace

std::vector<Row> answer_rows() {
  return {
      cutting("answers-stripped", "Gives batches without their attachments to whoever asks",
              &without_attachments),
      cutting("answers-spoilt", "Gives batches with other attachments to whoever asks",
              &with_spoilt_attachments),
      cutting("answers-nothing", "Claims to hold every batch, and gives none", &nothing),
      answering<consensus::FinalRangeRequest>(
          "answers-forged-range", "Answers with blocks of chance under a certificate of chance",
          &forged_range),
      answering<consensus::FinalRangeRequest>(
          "answers-unconnected-range", "Answers with blocks of chance under a true certificate",
          &unconnected_range),
      answering<consensus::FinalRangeRequest>("answers-empty-range",
                                              "Answers that it has no final blocks", &empty_range),
      answering<consensus::BlockRequest>(
          "answers-another-block", "Answers with another block than was asked for", &another_block),
      answering<consensus::CertificatesRequest>("answers-forged-certificates",
                                                "Answers with certificates of chance",
                                                &forged_certificate),
      {"answers-votes-of-asker", "Claims that the asker has voted far ahead", 0,
       [](double /*per_second*/) { return std::make_unique<FalseWitness>(); }},
      {"answers-no-votes", "Never says what it knows of others' votes", 0,
       [](double /*per_second*/) { return std::make_unique<SilentWitness>(); }},
      flood_row("unasked-answers", "Answers about votes that nobody has asked for", 5'000,
                Target::All, &unasked_answers),
      flood_row("unasked-blocks", "Blocks that nobody has asked for", 5'000, Target::All,
                &unasked_blocks),
      flood_row("unasked-ranges", "Ranges of blocks that nobody has asked for", 500, Target::All,
                &unasked_ranges),
  };
}

}  // namespace vitalstream::byzantine
