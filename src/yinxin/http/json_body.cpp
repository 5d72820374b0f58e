// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/json_body.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>

namespace yinxin::http {
namespace {

namespace json = boost::json;
using Failed = json::error_code;

/// Builds a JsonValue while Boost.JSON parses. What it refuses, it refuses at once.
class Builder {
  public:
    // Bounds of the parser's own; ours are below.
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = 256;
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    explicit Builder(JsonLimits limits) : limits_(limits) {}
    JsonValue root;

    bool on_document_begin(Failed&) { return true; }
    bool on_document_end(Failed&) { return true; }
    bool on_object_begin(Failed& failed) { return open(JsonValue::Members(), failed); }
    bool on_array_begin(Failed& failed) { return open(JsonValue::List(), failed); }
    bool on_object_end(std::size_t, Failed&) { return close(); }
    bool on_array_end(std::size_t, Failed&) { return close(); }
    bool on_key_part(json::string_view part, std::size_t, Failed&) { return keep(part); }
    bool on_key(json::string_view part, std::size_t, Failed& failed) {
        keep(part);
        auto& members = std::get<JsonValue::Members>(open_.back()->is);
        const bool is_twice = std::ranges::find(members, text_, &JsonMember::name) != members.end();
        if (is_twice) return refuse(failed);
        members.push_back({std::move(text_), {}});
        text_.clear();
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, Failed&) { return keep(part); }
    bool on_string(json::string_view part, std::size_t, Failed& failed) {
        keep(part);
        const bool is_put = put(std::move(text_), failed) != nullptr;
        text_.clear();
        return is_put;
    }
    bool on_number_part(json::string_view, Failed&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, Failed& failed) {
        return put(number, failed) != nullptr;
    }
    bool on_uint64(std::uint64_t, json::string_view, Failed& failed) { return refuse(failed); }
    bool on_double(double, json::string_view, Failed& failed) { return refuse(failed); }
    bool on_bool(bool value, Failed& failed) { return put(value, failed) != nullptr; }
    bool on_null(Failed& failed) { return put(std::monostate(), failed) != nullptr; }
    bool on_comment_part(json::string_view, Failed&) { return true; }
    bool on_comment(json::string_view, Failed&) { return true; }

  private:
    static bool refuse(Failed& failed) {
        failed = make_error_code(boost::system::errc::invalid_argument);
        return false;
    }
    bool keep(json::string_view part) {
        text_.append(part.data(), part.size());
        return true;
    }
    /// Where the next value goes: behind the last of a list, or under the last name of an object.
    JsonValue& place() {
        if (open_.empty()) return root;
        if (auto* list = std::get_if<JsonValue::List>(&open_.back()->is)) {
            return list->emplace_back();
        }
        return std::get<JsonValue::Members>(open_.back()->is).back().value;
    }
    template <class T>
    JsonValue* put(T value, Failed& failed) {
        if (++values_ > limits_.values) {
            refuse(failed);
            return nullptr;
        }
        JsonValue& target = place();
        target.is = std::move(value);
        return &target;
    }
    template <class T>
    bool open(T empty, Failed& failed) {
        JsonValue* opened = put(std::move(empty), failed);
        if (opened == nullptr) return false;
        // A container stays where it is while it is open: only the innermost one grows.
        open_.push_back(opened);
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    JsonLimits limits_;
    std::size_t values_ = 0;
    std::string text_;
    std::vector<JsonValue*> open_;
};

}  // namespace

Result<JsonValue> parse_json(std::string_view text, JsonLimits limits) {
    json::parse_options options;
    options.max_depth = limits.depth;
    json::basic_parser<Builder> parser(options, limits);
    Failed failed;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), failed);
    if (failed || read != text.size()) {
        return Error(ErrorCode::malformed, "JSON is wrong near byte " + std::to_string(read));
    }
    return std::move(parser.handler().root);
}

JsonReader::JsonReader(const JsonValue& value)
    : members_(std::get_if<JsonValue::Members>(&value.is)) {
    if (members_ == nullptr) refuse("");
}

const JsonValue* JsonReader::ask(std::string_view name) {
    asked_.emplace(name);
    if (members_ == nullptr) return nullptr;
    const auto found = std::ranges::find(*members_, name, &JsonMember::name);
    const bool is_there =
        found != members_->end() && !std::holds_alternative<std::monostate>(found->value.is);
    return is_there ? &found->value : nullptr;
}

std::optional<std::string> JsonReader::text_if_any(std::string_view name) {
    const JsonValue* value = ask(name);
    if (value == nullptr) return std::nullopt;
    const auto* text = std::get_if<std::string>(&value->is);
    if (text == nullptr || text->find('\0') != std::string::npos) {
        refuse(name);
        return std::nullopt;
    }
    return *text;
}

std::string JsonReader::text(std::string_view name) {
    const auto text = text_if_any(name);
    if (!text || trim(*text).empty()) refuse(name);
    return text.value_or("");
}

std::optional<std::int64_t> JsonReader::integer_if_any(std::string_view name) {
    const JsonValue* value = ask(name);
    if (value == nullptr) return std::nullopt;
    const auto* number = std::get_if<std::int64_t>(&value->is);
    if (number == nullptr) {
        refuse(name);
        return std::nullopt;
    }
    return *number;
}

const JsonValue* JsonReader::value_if_any(std::string_view name) {
    return ask(name);
}

void JsonReader::refuse(std::string_view name) {
    if (!wrong_) wrong_ = name;
}

Result<void> JsonReader::finish() {
    if (members_ != nullptr) {
        for (const auto& [name, value] : *members_) {
            if (!asked_.contains(name)) refuse(name);
        }
    }
    if (!wrong_) return ok();
    return Error(ErrorCode::invalid_input, "JSON member").with("member", *wrong_);
}

}  // namespace yinxin::http
