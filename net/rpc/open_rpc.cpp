#include "net/rpc/open_rpc.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "net/rpc/rpc_errors.hpp"

namespace vitalstream::net {
namespace {

namespace json = boost::json;

// What any method may answer, whatever it does.
constexpr std::array kErrorsOfAll{RpcCause::InvalidParams,   RpcCause::InternalError,
                                  RpcCause::TooManyInFlight, RpcCause::Overloaded,
                                  RpcCause::ShuttingDown,    RpcCause::ResponseTooLarge};

void write_error(JsonWriter& writer, RpcCause cause) {
  const RpcErrorInfo& info = describe(cause);
  writer.begin_object().name("code").signed_number(info.code).name("message").text(info.message);
  writer.name("data").begin_object().name("reason").text(info.reason);
  writer.name("retryable").boolean(info.retryable).end_object().end_object();
}

void write_errors(JsonWriter& writer, const RpcMethod& method) {
  writer.name("errors").begin_array();
  for (const RpcCause cause : kErrorsOfAll) {
    const auto& own = method.errors;
    if (std::find(own.begin(), own.end(), cause) == own.end()) {
      write_error(writer, cause);
    }
  }
  for (const RpcCause cause : method.errors) {
    write_error(writer, cause);
  }
  writer.end_array();
}

void write_params(JsonWriter& writer, const RpcMethod& method) {
  writer.name("params").begin_array();
  for (const JsonMember& param : method.params) {
    writer.begin_object().name("name").text(param.name).name("description").text(param.about);
    writer.name("required").boolean(param.presence == Presence::Required).name("schema");
    write_schema(writer, *param.schema);
    writer.end_object();
  }
  writer.end_array();
}

void write_example(JsonWriter& writer, const RpcMethod& method) {
  const json::value params = json::parse(json::string_view(method.example_params));
  writer.name("examples").begin_array().begin_object();
  writer.name("name").text(std::string(method.name) + "_example").name("params").begin_array();
  for (const auto& [name, value] : params.get_object()) {
    writer.begin_object().name("name").text(name).name("value").raw(json::serialize(value));
    writer.end_object();
  }
  writer.end_array().name("result").begin_object().name("name").text("result").name("value");
  writer.raw(method.example_result).end_object().end_object().end_array();
}

void write_method(JsonWriter& writer, const RpcMethod& method) {
  writer.begin_object().name("name").text(method.name).name("summary").text(method.summary);
  writer.name("paramStructure").text("either");
  write_params(writer, method);
  writer.name("result").begin_object().name("name").text("result").name("schema");
  write_schema(writer, *method.result);
  writer.end_object();
  write_errors(writer, method);
  write_example(writer, method);
  writer.name("x-runsOn").text(to_string(method.runs));
  writer.name("x-cost").text(describe(method.cost).name);
  writer.end_object();
}

}  // namespace

std::string open_rpc_document(MethodList methods, std::string_view version) {
  std::string document;
  JsonWriter writer(document);
  writer.begin_object().name("openrpc").text("1.3.2").name("info").begin_object();
  writer.name("title").text("VitalStream").name("version").text(version);
  writer.name("description").text("JSON-RPC 2.0 over HTTP POST / and over the WebSocket /ws.");
  writer.end_object().name("methods").begin_array();
  for (const RpcMethod* method : methods) {
    write_method(writer, *method);
  }
  writer.end_array().end_object();
  return document;
}

}  // namespace vitalstream::net
