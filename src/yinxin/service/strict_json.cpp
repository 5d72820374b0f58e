// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/strict_json.hpp"

#include "yinxin/base/text.hpp"

#include <set>
#include <string>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using Failed = json::error_code;

constexpr std::size_t deepest = 8;

/// Looks at names alone; what they stand for is read by the parser of Boost.JSON afterwards.
class Names {
  public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = 1024;
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(Failed&) { return true; }
    bool on_document_end(Failed&) { return true; }
    bool on_object_begin(Failed& failed) {
        open_.emplace_back();
        return open_.size() <= deepest || refuse(failed);
    }
    bool on_object_end(std::size_t, Failed&) {
        open_.pop_back();
        return true;
    }
    bool on_array_begin(Failed&) { return true; }
    bool on_array_end(std::size_t, Failed&) { return true; }
    bool on_key_part(json::string_view part, std::size_t, Failed&) {
        name_.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, Failed& failed) {
        name_.append(part.data(), part.size());
        const bool is_new = open_.back().insert(std::move(name_)).second;
        name_.clear();
        return is_new || refuse(failed);
    }
    bool on_string_part(json::string_view, std::size_t, Failed&) { return true; }
    bool on_string(json::string_view, std::size_t, Failed&) { return true; }
    bool on_number_part(json::string_view, Failed&) { return true; }
    bool on_int64(std::int64_t, json::string_view, Failed&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, Failed&) { return true; }
    bool on_double(double, json::string_view, Failed&) { return true; }
    bool on_bool(bool, Failed&) { return true; }
    bool on_null(Failed&) { return true; }
    bool on_comment_part(json::string_view, Failed&) { return true; }
    bool on_comment(json::string_view, Failed&) { return true; }

  private:
    static bool refuse(Failed& failed) {
        failed = make_error_code(boost::system::errc::invalid_argument);
        return false;
    }
    std::vector<std::set<std::string>> open_;
    std::string name_;
};

}  // namespace

Result<json::object> parse_strict_object(std::string_view text) {
    if (!is_utf8(text)) return Error(ErrorCode::malformed, "no UTF-8");
    json::parse_options options;
    options.max_depth = deepest;
    json::basic_parser<Names> names(options);
    Failed failed;
    const std::size_t used = names.write_some(false, text.data(), text.size(), failed);
    if (failed || used != text.size()) return Error(ErrorCode::malformed, "no strict JSON");
    json::value value = json::parse(text, failed, {}, options);
    if (failed || !value.is_object()) return Error(ErrorCode::malformed, "no JSON object");
    return std::move(value.as_object());
}

std::string text_under(const json::object& object, std::string_view name) {
    const json::value* found = object.if_contains(name);
    if (found == nullptr || !found->is_string()) return {};
    return std::string(found->as_string());
}

}  // namespace yinxin::service
