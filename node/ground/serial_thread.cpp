#include "node/ground/serial_thread.hpp"

#include <pthread.h>

#include <cstddef>
#include <string>

namespace vitalstream::node {
namespace {

constexpr std::size_t kThreadNameCharsMax = 15;

}  // namespace

SerialThread::SerialThread(QueueId id)
    : id_(id), work_(boost::asio::make_work_guard(context_)), thread_([this] { context_.run(); }) {
  const std::string name(row_of(id).name.substr(0, kThreadNameCharsMax));
  pthread_setname_np(thread_.native_handle(), name.c_str());
}

SerialThread::~SerialThread() { finish(); }

void SerialThread::finish() {
  work_.reset();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void SerialThread::stop() {
  context_.stop();
  finish();
}

}  // namespace vitalstream::node
