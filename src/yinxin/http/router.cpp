// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/router.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace yinxin::http {
namespace {

constexpr std::array<Method, 7> all_methods{Method::get,
                                            Method::head,
                                            Method::post,
                                            Method::put,
                                            Method::patch,
                                            Method::delete_,
                                            Method::options};

struct Leaf {
    const Route* route = nullptr;
    std::vector<std::string> names;  ///< of the parameters, in order
};
using Leaves = std::array<Leaf, all_methods.size()>;

bool is_any(const Leaves& leaves) noexcept {
    return std::ranges::any_of(leaves, [](const Leaf& leaf) { return leaf.route != nullptr; });
}

/// Splits "/a/b" into {"a", "b"} and "/" into {}.
std::vector<std::string_view> segments_of(std::string_view path) {
    path.remove_prefix(1);
    if (path.empty()) return {};
    return split(path, '/');
}

/// One decoded segment, or nullopt for anything that could be read differently elsewhere.
std::optional<std::string> clean_segment(std::string_view raw) {
    auto text = percent_decode(raw);
    if (!text || text->empty() || *text == "." || *text == ".." || !is_clean_text(*text)) {
        return std::nullopt;
    }
    const bool hides = std::ranges::any_of(*text, [](char c) {
        return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    if (hides) return std::nullopt;
    return text;
}

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::unique_ptr<Node> parameter;
    Leaves here;
    Leaves rest;  ///< patterns that end in {name...} below this node

    /// @param values  the parameters on the way, filled where the answer is not null.
    const Leaves* find(const std::vector<std::string>& segments,
                       std::size_t at,
                       std::vector<std::string>& values) const {
        if (at == segments.size()) return is_any(here) ? &here : nullptr;
        if (const auto next = literal.find(segments[at]); next != literal.end()) {
            if (const Leaves* found = next->second->find(segments, at + 1, values)) return found;
        }
        if (parameter) {
            values.push_back(segments[at]);
            if (const Leaves* found = parameter->find(segments, at + 1, values)) return found;
            values.pop_back();
        }
        if (!is_any(rest)) return nullptr;
        std::string joined = segments[at];
        for (std::size_t i = at + 1; i < segments.size(); ++i)
            joined += '/' + segments[i];
        values.push_back(std::move(joined));
        return &rest;
    }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Route& Router::add(Method method, std::string pattern, std::string name, Handler handler) {
    if (!pattern.starts_with('/')) throw std::logic_error("pattern without slash: " + pattern);
    Node* node = root_.get();
    std::vector<std::string> names;
    bool takes_rest = false;
    for (const std::string_view segment : segments_of(pattern)) {
        if (takes_rest || segment.empty()) throw std::logic_error("bad pattern: " + pattern);
        const bool is_parameter = segment.starts_with('{');
        if (!is_parameter) {
            auto& next = node->literal[std::string(segment)];
            if (!next) next = std::make_unique<Node>();
            node = next.get();
            continue;
        }
        if (!segment.ends_with('}')) throw std::logic_error("bad pattern: " + pattern);
        std::string_view inner = segment.substr(1, segment.size() - 2);
        takes_rest = inner.ends_with("...");
        if (takes_rest) inner.remove_suffix(3);
        names.emplace_back(inner);
        if (takes_rest) continue;
        if (!node->parameter) node->parameter = std::make_unique<Node>();
        node = node->parameter.get();
    }
    Leaf& leaf = (takes_rest ? node->rest : node->here).at(static_cast<std::size_t>(method));
    if (leaf.route != nullptr) throw std::logic_error("two routes for " + pattern);
    Route& route = routes_.emplace_back();
    route.method = method;
    route.pattern = std::move(pattern);
    route.name = std::move(name);
    route.handler = std::move(handler);
    leaf = {&route, std::move(names)};
    return route;
}

Match Router::match(Method method, std::string_view path) const {
    Match match;
    if (!path.starts_with('/')) return match;
    std::vector<std::string> segments;
    for (const std::string_view raw : segments_of(path)) {
        auto segment = clean_segment(raw);
        if (!segment) return match;
        segments.push_back(std::move(*segment));
    }
    std::vector<std::string> values;
    const Leaves* leaves = root_->find(segments, 0, values);
    if (leaves == nullptr) return match;

    const auto leaf_of = [leaves](Method each) -> const Leaf& {
        return leaves->at(static_cast<std::size_t>(each));
    };
    const Leaf* leaf = &leaf_of(method);
    if (leaf->route == nullptr && method == Method::head) leaf = &leaf_of(Method::get);
    if (leaf->route == nullptr) {
        for (const Method each : all_methods) {
            const bool by_get = each == Method::head && leaf_of(Method::get).route != nullptr;
            if (leaf_of(each).route == nullptr && !by_get) continue;
            match.allowed += (match.allowed.empty() ? "" : ", ") + std::string(name_of(each));
        }
        return match;
    }
    match.route = leaf->route;
    for (std::size_t i = 0; i < values.size(); ++i) {
        (void)match.parameters.add(leaf->names.at(i), std::move(values[i]));
    }
    return match;
}

Result<std::int64_t> Context::number(std::string_view name) const {
    const std::string_view text = parameter(name);
    const auto number = parse_integer(text);
    // One number has one address: no sign, no leading zeros.
    if (!number || *number <= 0 || text != std::to_string(*number)) {
        return Error(ErrorCode::not_found, "the path holds no number");
    }
    return *number;
}

std::string_view name_of(Access access) noexcept {
    switch (access) {
        case Access::anyone:
            return "anyone";
        case Access::machine:
            return "machine";
        case Access::account:
            return "account";
        case Access::consented:
            return "consented";
        case Access::office_door:
            return "office_door";
        case Access::staff:
            return "staff";
    }
    return "unknown";
}

Response Context::fail(const Error& error) const {
    Failure failure;
    failure.status = status_of(error.code());
    failure.error = error;
    failure.language = language;
    failure.id = request.id;
    failure.request = &request;
    failure.route = &route;
    failure.visitor = visitor;
    failure.staff = staff;
    return (*errors_)(failure);
}

}  // namespace yinxin::http
