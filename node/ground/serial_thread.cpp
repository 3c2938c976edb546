#include "node/ground/serial_thread.hpp"

#include <pthread.h>

#include <cstddef>

namespace vitalstream::node {
namespace {

constexpr std::size_t kThreadNameCharsMax = 15;

}  // namespace

SerialThread::SerialThread(std::string name)
    : work_(boost::asio::make_work_guard(context_)), thread_([this] { context_.run(); }) {
  pthread_setname_np(thread_.native_handle(), name.substr(0, kThreadNameCharsMax).c_str());
}

SerialThread::~SerialThread() {
  finish();
}

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
