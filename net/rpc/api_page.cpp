#include "net/rpc/api_page.hpp"

#include "net/rpc/rpc_errors.hpp"

namespace vitalstream::net {
namespace {

std::string range_of(const JsonSchema& schema) {
  return std::to_string(schema.min) + " to " + std::to_string(schema.max);
}

std::string type_of(const JsonSchema& schema) {
  switch (schema.kind) {
    case SchemaKind::Text:
      if (schema.form == TextForm::Hex) {
        return "hex, " + std::to_string(schema.max) + " digits";
      }
      return schema.form == TextForm::Base64Url ? "base64url" : "string";
    case SchemaKind::Integer:
      return schema.max == kJsonIntegerMax ? "integer" : "integer, " + range_of(schema);
    case SchemaKind::Boolean:
      return "boolean";
    case SchemaKind::Choice: {
      std::string words;
      for (const std::string_view choice : schema.choices) {
        words.append(words.empty() ? "" : " or ").append("`").append(choice).append("`");
      }
      return words;
    }
    case SchemaKind::List:
      return "array of " + type_of(*schema.items);
    case SchemaKind::Object:
      return "object";
    case SchemaKind::Any:
      return "any";
  }
  return {};
}

void append_member(std::string& out, const JsonMember& member, const std::string& path) {
  out.append("| `").append(path).append(member.name).append("` | ");
  out.append(type_of(*member.schema));
  out.append(member.presence == Presence::Optional ? ", optional | " : " | ");
  out.append(member.about).append(" |\n");
}

// The members of an object, and below each those of what it holds.
void append_members(std::string& out, std::span<const JsonMember> members,
                    const std::string& path) {
  for (const JsonMember& member : members) {
    append_member(out, member, path);
    const JsonSchema* inner = member.schema;
    std::string inner_path = path + std::string(member.name);
    if (inner->kind == SchemaKind::List) {
      inner = inner->items;
      inner_path += "[]";
    }
    append_members(out, inner->members, inner_path + ".");
  }
}

void append_table(std::string& out, std::string_view title, std::span<const JsonMember> members) {
  if (members.empty()) {
    return;
  }
  out.append("\n| ").append(title).append(" | type | |\n|---|---|---|\n");
  append_members(out, members, "");
}

void append_method(std::string& out, const RpcMethod& method) {
  out.append("\n### ").append(method.name).append("\n\n").append(method.summary).append("\n");
  out.append("\nRuns on the ").append(to_string(method.runs)).append("; cost: `");
  out.append(describe(method.cost).name).append("`.\n");
  append_table(out, "parameter", method.params);
  append_table(out, "result", method.result->members);
  if (!method.errors.empty()) {
    out.append("\nErrors:");
    for (const RpcCause cause : method.errors) {
      out.append(" `").append(describe(cause).reason).append("`");
    }
    out.append("\n");
  }
}

void append_costs(std::string& out) {
  out.append("\n## What a call may read\n\n| cost | of the ledger, in one turn |\n|---|---|\n");
  for (const ReadCostInfo& cost : all_read_costs()) {
    out.append("| `").append(cost.name).append("` | ").append(cost.about).append(" |\n");
  }
}

void append_error(std::string& out, const RpcErrorInfo& info) {
  out.append("| ").append(std::to_string(info.code)).append(" | `").append(info.reason);
  out.append("` | ").append(info.retryable ? "yes" : "no").append(" | ");
  out.append(info.http_status == 200 ? "" : std::to_string(info.http_status)).append(" | ");
  out.append(info.message).append(" |\n");
}

}  // namespace

std::string api_reference(MethodList methods) {
  std::string out = "## Methods\n";
  for (const RpcMethod* method : methods) {
    append_method(out, *method);
  }
  append_costs(out);
  out.append("\n## Errors\n\n| code | `data.reason` | retry | HTTP | |\n|---|---|---|---|---|\n");
  for (const RpcErrorInfo& info : all_rpc_errors()) {
    append_error(out, info);
  }
  return out;
}

}  // namespace vitalstream::net
