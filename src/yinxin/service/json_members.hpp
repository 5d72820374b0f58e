// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/text.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/documents/letter.hpp"
#include "yinxin/domain/bilingual.hpp"
#include "yinxin/verify/judge.hpp"

#include <optional>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>

/// How this room's JSON spells what several documents tell. For the .cpp files of this room only:
/// Boost.JSON stays inside them.
namespace yinxin::service::json_members {

namespace json = boost::json;

/// Empty is null, and so is what a foreign file holds that is not UTF-8: JSON has no word for it.
[[nodiscard]] inline json::value or_null(const std::string& text) {
    return text.empty() || !is_utf8(text) ? json::value(nullptr) : json::value(text);
}
[[nodiscard]] inline json::value or_null(const std::optional<Instant>& at) {
    return at ? json::value(format_civil(*at)) : json::value(nullptr);
}
[[nodiscard]] inline json::object both(const domain::Bilingual& text) {
    return {{"zh", text.zh}, {"en", text.en}};
}

[[nodiscard]] inline json::object finding(const verify::Finding& finding) {
    const auto level = [&] {
        switch (finding.level) {
            case verify::Level::info:
                return "info";
            case verify::Level::warning:
                return "warning";
            case verify::Level::fail:
                return "fail";
        }
        return "fail";
    };
    return {{"check", finding.check},
            {"level", level()},
            {"code", finding.code},
            {"clause", or_null(finding.clause)}};
}

[[nodiscard]] inline json::value signer(const verify::Report& report) {
    if (!report.signer) return nullptr;
    const verify::SignerSummary& signer = *report.signer;
    return json::object{{"common_name", or_null(signer.common_name)},
                        {"organization", or_null(signer.organization)},
                        {"issuer", or_null(signer.issuer)},
                        {"serial", signer.serial},
                        {"sha256", signer.sha256},
                        {"not_before", format_civil(signer.not_before)},
                        {"not_after", format_civil(signer.not_after)}};
}

/// A receipt in words, as its PDF has them.
[[nodiscard]] inline json::object words(const documents::Letter& letter) {
    json::array parts;
    for (const documents::LetterPart& part : letter.parts) {
        json::array lines;
        for (const documents::LetterLine& line : part.lines) {
            lines.push_back(json::object{{"label", or_null(line.label)}, {"value", line.value}});
        }
        parts.push_back(
            json::object{{"heading", or_null(part.heading)}, {"lines", std::move(lines)}});
    }
    return {{"language", letter.language},
            {"headline", letter.headline},
            {"sentence", letter.sentence},
            {"parts", std::move(parts)},
            {"notes", json::value_from(letter.notes)}};
}

}  // namespace yinxin::service::json_members
