#pragma once
// DoorKeeper: accepts connections, gives them places and turns (stranger_places.hpp,
// handshake_queue.hpp), and introduces them; who has shown to be a peer is handed on, everybody
// else is refused. Running out of descriptors or memory delays it but never ends it. peer_door runs
// it on a thread of its own, so that no number of strangers slows down the one that carries
// consensus. One strand.

#include <functional>
#include <map>
#include <memory>

#include "net/p2p/handshake_queue.hpp"
#include "net/p2p/introduction.hpp"
#include "net/p2p/peer_addresses.hpp"
#include "net/p2p/peer_listener.hpp"
#include "net/p2p/stranger_places.hpp"

namespace vitalstream::net {

// Where the door's keeper hands on. Called on the door's strand; they must not block.
struct DoorSinks {
  std::function<void(Introduced)> introduced;
  std::function<void(const PeerRefusal&)> refused;  // some of many
};

class DoorKeeper final : public RefusalEvents, public std::enable_shared_from_this<DoorKeeper> {
 public:
  DoorKeeper(const asio::any_io_executor& executor, const std::shared_ptr<NetworkFacts>& facts,
             PeerTlsContext tls, DoorSinks sinks);

  [[nodiscard]] const std::shared_ptr<NetworkCore>& core() const { return core_; }
  [[nodiscard]] PeerAddresses& addresses() { return addresses_; }
  void start(const PeerAcceptors& acceptors);
  // Everything ends; `on_stopped` is called when it has.
  void stop(std::function<void()> on_stopped);

  void on_refused(const PeerRefusal& refusal) override;

 private:
  using Place = StrangerPlaces::Place;

  // Those before their hello that come from one kind of address.
  struct Hall {
    Hall(std::size_t places_max, std::size_t per_group_max) : places(places_max, per_group_max) {}
    StrangerPlaces places;
    std::map<Place, std::weak_ptr<Tcp::socket>> sockets;
  };

  struct Visit {
    std::shared_ptr<Tcp::socket> socket;
    asio::ip::address address;
    Caller caller = Caller::Stranger;
    Place place = 0;
  };

  [[nodiscard]] static Task<void> accept_loop(std::shared_ptr<DoorKeeper> self,
                                              std::shared_ptr<Tcp::acceptor> acceptor);
  [[nodiscard]] static Task<void> welcome(std::shared_ptr<DoorKeeper> self, Visit visit);
  [[nodiscard]] static Task<std::optional<CloseReason>> wait_for_turn(
      std::shared_ptr<DoorKeeper> self, Visit visit);
  void on_accepted(std::shared_ptr<Tcp::socket> socket);
  // For want of descriptors.
  void make_room();
  void turn_away(Caller caller, Place place);
  void end_visit(const Visit& visit);
  [[nodiscard]] bool is_turned_away(const Visit& visit);
  [[nodiscard]] Hall& hall_of(Caller caller);
  void report(const Visit& visit, CloseReason reason);
  void show_places();

  std::shared_ptr<NetworkCore> core_;
  DoorSinks sinks_;
  PeerAddresses addresses_;
  Hall peers_;
  Hall strangers_;
  HandshakeQueue queue_;
  TokenBucket told_;
  PeerAcceptors acceptors_;
};

}  // namespace vitalstream::net
