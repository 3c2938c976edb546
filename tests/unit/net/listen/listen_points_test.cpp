#include "net/listen/listen_points.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>

namespace vitalstream::net {
namespace {

using boost::asio::ip::tcp;

std::vector<ListenPoint> points_of(const std::vector<ListenHost>& addresses) {
  auto points = resolve_listen(addresses);
  EXPECT_TRUE(points.has_value());
  return points ? *points : std::vector<ListenPoint>{};
}

class ListenPoints : public ::testing::Test {
 protected:
  // Opens a socket for each; the port of the last one.
  std::uint16_t open_all(const std::vector<ListenPoint>& points) {
    std::uint16_t port = 0;
    for (const ListenPoint& point : points) {
      acceptors_.emplace_back(context_);
      const auto opened = open_listening(acceptors_.back(), point, 8);
      EXPECT_TRUE(opened.has_value()) << opened.error();
      if (opened && *opened == ListenOutcome::Listening) {
        port = acceptors_.back().local_endpoint().port();
      }
    }
    return port;
  }

  bool accepts(const char* address, std::uint16_t port) {
    tcp::socket client(context_);
    boost::system::error_code error;
    client.connect({boost::asio::ip::make_address(address), port}, error);
    return !error;
  }

  boost::asio::io_context context_;
  std::vector<tcp::acceptor> acceptors_;
};

TEST_F(ListenPoints, AnAddressIsTakenAsItIsWritten) {
  const auto points = points_of({{"127.0.0.1", 8545}, {"::1", 8546}});
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].endpoint, tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 8545));
  EXPECT_EQ(points[1].endpoint, tcp::endpoint(boost::asio::ip::make_address("::1"), 8546));
  EXPECT_FALSE(points[0].has_others);
}

TEST_F(ListenPoints, ANameStandsForItsAddresses) {
  const auto points = points_of({{"localhost", 8545}, {"127.0.0.1", 8545}});
  ASSERT_FALSE(points.empty());
  for (const ListenPoint& point : points) {
    EXPECT_TRUE(point.endpoint.address().is_loopback());
    EXPECT_EQ(point.endpoint.port(), 8545);
  }
  std::vector<tcp::endpoint> endpoints;
  for (const ListenPoint& point : points) {
    endpoints.push_back(point.endpoint);
  }
  std::sort(endpoints.begin(), endpoints.end());
  EXPECT_EQ(std::adjacent_find(endpoints.begin(), endpoints.end()), endpoints.end());
}

TEST_F(ListenPoints, ANameThatNobodyKnowsIsToldByName) {
  const auto points = resolve_listen({{"no-such-host.invalid", 8545}});
  ASSERT_FALSE(points.has_value());
  EXPECT_NE(points.error().find("no-such-host.invalid: the name cannot be resolved"),
            std::string::npos);
}

TEST_F(ListenPoints, AnyIpv6AddressTakesIpv4AsWell) {
  const std::uint16_t port = open_all(points_of({{"::", 0}}));
  EXPECT_TRUE(accepts("127.0.0.1", port));
}

TEST_F(ListenPoints, BothFamiliesOnOnePortAreTwoSockets) {
  const std::uint16_t port = open_all(points_of({{"0.0.0.0", 0}}));
  acceptors_.clear();
  for (const auto& addresses : {std::vector<ListenHost>{{"0.0.0.0", port}, {"::", port}},
                                std::vector<ListenHost>{{"::", port}, {"0.0.0.0", port}}}) {
    const auto points = points_of(addresses);
    ASSERT_EQ(points.size(), 2U);
    EXPECT_EQ(points[0].ipv6_only, addresses[0].host == "::");
    open_all(points);
    EXPECT_TRUE(accepts("127.0.0.1", port));
    acceptors_.clear();
  }
}

TEST_F(ListenPoints, AnAddressOfANameThatIsNotOfThisHostIsLeftOut) {
  const tcp::endpoint foreign(boost::asio::ip::make_address("192.0.2.1"), 0);
  tcp::acceptor acceptor(context_);
  const auto left_out = open_listening(acceptor, {{"name", 0}, foreign, false, true}, 8);
  ASSERT_TRUE(left_out.has_value());
  EXPECT_EQ(*left_out, ListenOutcome::LeftOut);
  const auto refused = open_listening(acceptor, {{"192.0.2.1", 0}, foreign, false, false}, 8);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().find("cannot listen on 192.0.2.1:0"), std::string::npos);
}

TEST_F(ListenPoints, APortThatIsTakenIsToldAsSuch) {
  const std::uint16_t port = open_all(points_of({{"127.0.0.1", 0}}));
  tcp::acceptor acceptor(context_);
  const auto refused = open_listening(acceptor, points_of({{"127.0.0.1", port}}).at(0), 8);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().find("another process"), std::string::npos);
}

}  // namespace
}  // namespace vitalstream::net
