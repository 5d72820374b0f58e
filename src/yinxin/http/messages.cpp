// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/messages.hpp"

#include "yinxin/base/log.hpp"

#include <algorithm>

#include <toml++/toml.h>

namespace yinxin::http {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

Error wrong(std::string_view file, std::string_view reason, std::string_view key = {}) {
    std::string detail = std::string(file) + ": " + std::string(reason);
    if (!key.empty()) detail += " '" + std::string(key) + '\'';
    return Error(ErrorCode::config_invalid, std::move(detail));
}

Result<void> collect(std::string_view file,
                     const toml::table& table,
                     const std::string& prefix,
                     Texts& texts) {
    for (const auto& [name, node] : table) {
        const std::string key = prefix + std::string(name.str());
        if (const auto* inner = node.as_table()) {
            YX_CHECK(collect(file, *inner, key + '.', texts));
        } else if (const auto* text = node.as_string()) {
            if (!texts.emplace(key, text->get()).second) return wrong(file, "key twice", key);
        } else {
            return wrong(file, "not a text", key);
        }
    }
    return ok();
}

Result<void> read_file(const WebFile& file, Texts& texts) {
    try {
        const toml::table table = toml::parse(file.second);
        return collect(file.first, table, "", texts);
    } catch (const toml::parse_error& error) {
        return wrong(file.first,
                     "line " + std::to_string(error.source().begin.line) + ": " +
                         std::string(error.description()));
    }
}

}  // namespace

Result<Messages> Messages::load(std::span<const WebFile> files) {
    Messages messages;
    for (const Language language : languages) {
        const std::string directory = "messages/" + std::string(tag(language)) + '/';
        Texts& texts = messages.texts_.at(static_cast<std::size_t>(language));
        for (const WebFile& file : files) {
            if (!file.first.starts_with(directory) || !file.first.ends_with(".toml")) continue;
            YX_CHECK(read_file(file, texts));
        }
    }
    for (const Language language : languages) {
        for (const std::string_view key : messages.keys(language)) {
            for (const Language other : languages) {
                if (!messages.find(other, key)) return wrong(tag(other), "missing key", key);
            }
        }
    }
    return messages;
}

std::optional<std::string_view> Messages::find(Language language, std::string_view key) const {
    const Texts& texts = texts_.at(static_cast<std::size_t>(language));
    const auto found = texts.find(key);
    if (found == texts.end()) return std::nullopt;
    return std::string_view(found->second);
}

std::string Messages::text(Language language,
                           std::string_view key,
                           const Parameters& parameters) const {
    const auto pattern = find(language, key);
    if (!pattern) {
        log::error("messages.missing", {{"key", key}, {"language", tag(language)}});
        return std::string(key);
    }
    std::string text;
    std::string_view rest = *pattern;
    while (!rest.empty()) {
        const std::size_t open = std::min(rest.find('{'), rest.size());
        const std::size_t close = rest.find('}', open);
        text += rest.substr(0, open);
        if (close == std::string_view::npos) {
            text += rest.substr(open);
            break;
        }
        const auto found = parameters.find(std::string(rest.substr(open + 1, close - open - 1)));
        if (found == parameters.end()) {
            text += rest.substr(open, close - open + 1);
        } else {
            text += found->second;
        }
        rest.remove_prefix(close + 1);
    }
    return text;
}

std::vector<std::string_view> Messages::keys(Language language) const {
    std::vector<std::string_view> all;
    for (const auto& [key, text] : texts_.at(static_cast<std::size_t>(language)))
        all.push_back(key);
    return all;
}

}  // namespace yinxin::http
