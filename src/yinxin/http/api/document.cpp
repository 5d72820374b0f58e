// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/api/document.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/site.hpp"

#include <boost/json.hpp>

namespace yinxin::http {
namespace {

namespace json = boost::json;

constexpr std::string_view source = "api/openapi.json";

/// Reads a document that our own tests have checked; what is missing throws and is told by load().
class Reading {
  public:
    explicit Reading(const json::object& root) : root_(root) {}

    [[nodiscard]] std::vector<ApiEntry> entries() const {
        std::vector<ApiEntry> all;
        for (const auto& [path, operations] : root_.at("paths").as_object()) {
            for (const auto& [method, operation] : operations.as_object()) {
                all.push_back(entry(path, method, operation.as_object()));
            }
        }
        return all;
    }

  private:
    /// What stands behind "#/components/…", or the value itself.
    [[nodiscard]] const json::object& resolved(const json::value& value) const {
        const json::object& object = value.as_object();
        const json::value* reference = object.if_contains("$ref");
        if (reference == nullptr) return object;
        const std::string_view pointer = reference->as_string();
        return find(pointer.substr(1));
    }
    [[nodiscard]] const json::object& find(std::string_view pointer) const {
        const json::object* at = &root_;
        for (const std::string_view part : split(pointer.substr(1), '/'))
            at = &at->at(part).as_object();
        return *at;
    }
    static std::string text(const json::object& object, std::string_view name) {
        const json::value* value = object.if_contains(name);
        return value == nullptr ? std::string() : std::string(value->as_string());
    }
    [[nodiscard]] std::string type_of(const json::value& schema) const {
        const json::object& object = resolved(schema);
        return object.contains("format") ? text(object, "format") : text(object, "type");
    }

    void add_parameters(ApiEntry& entry, const json::object& operation) const {
        const json::value* parameters = operation.if_contains("parameters");
        if (parameters == nullptr) return;
        for (const json::value& each : parameters->as_array()) {
            const json::object& parameter = resolved(each);
            const json::value* required = parameter.if_contains("required");
            entry.members.push_back({text(parameter, "name") + " (" + text(parameter, "in") + ")",
                                     type_of(parameter.at("schema")),
                                     text(parameter, "description"),
                                     required != nullptr && required->as_bool()});
        }
    }
    void add_body(ApiEntry& entry, const json::object& operation) const {
        const json::value* body = operation.if_contains("requestBody");
        if (body == nullptr) return;
        const auto& media = body->as_object().at("content").as_object();
        const json::object& schema = resolved(media.begin()->value().as_object().at("schema"));
        const json::array& required = schema.at("required").as_array();
        for (const auto& [name, member] : schema.at("properties").as_object()) {
            const bool is_required =
                std::ranges::find(required, json::value(name)) != required.end();
            entry.members.push_back(
                {name, type_of(member), text(resolved(member), "description"), is_required});
        }
    }
    [[nodiscard]] ApiEntry entry(std::string_view path,
                                 std::string_view method,
                                 const json::object& operation) const {
        ApiEntry entry{to_upper_ascii(method),
                       std::string(path),
                       text(operation, "x-scope"),
                       {text(operation, "x-summary-zh"), text(operation, "summary")},
                       text(operation, "description"),
                       {},
                       {}};
        add_parameters(entry, operation);
        add_body(entry, operation);
        for (const auto& [status, answer] : operation.at("responses").as_object()) {
            entry.answers.emplace_back(status, text(resolved(answer), "description"));
        }
        return entry;
    }

    const json::object& root_;
};

}  // namespace

Result<ApiDocument> ApiDocument::load(std::span<const WebFile> files, std::string_view public_url) {
    const auto file = std::ranges::find(files, source, &WebFile::first);
    if (file == files.end()) return Error(ErrorCode::config_invalid, "no API document");
    try {
        json::object root = json::parse(file->second).as_object();
        ApiDocument made;
        made.entries_ = Reading(root).entries();
        root["servers"] = json::array{json::object{{"url", std::string(public_url) + "/api/v1"}}};
        made.text_ = std::make_shared<const std::string>(json::serialize(root));
        return made;
    } catch (const std::exception& wrong) {
        return Error(ErrorCode::config_invalid, std::string("API document: ") + wrong.what());
    }
}

Result<Response> show_api_document(Context& context) {
    Response response;
    response.set_body(Body(context.site().api.text()), "application/json");
    response.set("Cache-Control", "no-cache");
    return response;
}

Result<Response> show_api_docs(Context& context) {
    View view;
    for (const ApiEntry& entry : context.site().api.entries()) {
        View& row = view.add("ENTRIES");
        row.set("METHOD", entry.method)
            .set("PATH", "/api/v1" + entry.path)
            .set("SUMMARY", pick(context, entry.summary))
            .set("TEXT", entry.text)
            .set("SCOPE", entry.scope)
            .show_if("HAS_SCOPE", !entry.scope.empty())
            .show_if("HAS_MEMBERS", !entry.members.empty());
        for (const ApiMember& member : entry.members) {
            row.add("MEMBERS")
                .set("NAME", member.name)
                .set("TYPE", member.type)
                .set("MEMBER_TEXT", member.text)
                .show_either(member.is_required, "REQUIRED", "OPTIONAL");
        }
        for (const auto& [status, text] : entry.answers) {
            row.add("ANSWERS").set("STATUS", status).set("ANSWER_TEXT", text);
        }
    }
    return show_page(context, "api_docs", view, {});
}

}  // namespace yinxin::http
