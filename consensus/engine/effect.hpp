#pragma once
// What an engine wants done, in this order: the effects of the replica and of the lanes in one. The
// runner makes every Persist durable, together with all batches stored so far, before any later
// SignVote, SpeakStatement, Broadcast or Send is carried out (persist before speak, C14). All
// others promise nothing and may run at once.

#include <variant>
#include <vector>

#include "consensus/core/effect.hpp"
#include "consensus/lanes/effect.hpp"

namespace vitalstream::consensus {

using Effect = std::variant<Persist, RotateJournal, SignVote, VerifyProposal, VerifyVotes,
                            VerifyCertificate, VerifyFinalRange, VerifyStatement, SpeakStatement,
                            Broadcast, Send, AnswerFromStore, Deliver, ReportEvidence, CutPeer,
                            WakeAt, Alarm, Halt, Admitted, RefusedBusy, ForgetTransactions,
                            CloseBatch, VerifyBatch, DropBatch, BroadcastBatch, SendBatches,
                            SendWatermarks, RequestBatches, ForgetBatches, RenewIncarnation>;

using Effects = std::vector<Effect>;

}  // namespace vitalstream::consensus
