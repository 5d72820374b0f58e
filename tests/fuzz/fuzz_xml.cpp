// SPDX-License-Identifier: Apache-2.0
// XML of strangers' packages and workbooks, which two rooms read by the same rules: what one
// refuses the other does not take, and reading it in pieces changes nothing.
#include "fuzz/input.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/sheets/xml_events.hpp"
#include "yinxin/verify/ofd_xml.hpp"

#include <algorithm>

using namespace yinxin;

namespace {

class Recorder final : public sheets::XmlListener {
  public:
    Result<void> open(std::string_view name, const sheets::XmlAttributes& attributes) override {
        seen += "<" + std::string(name) + "=" + std::string(attributes["name"]);
        return ok();
    }
    Result<void> close(std::string_view name) override {
        seen += ">" + std::string(name);
        return ok();
    }
    Result<void> text(std::string_view text) override {
        seen += text;
        return ok();
    }
    std::string seen;
};

/// Everything that was heard; nothing where the text was refused.
std::optional<std::string> heard(BytesView content, std::size_t piece) {
    Recorder recorder;
    sheets::XmlEvents events(recorder);
    while (!content.empty()) {
        const std::size_t size = std::min(piece, content.size());
        if (!events.feed(content.first(size))) return std::nullopt;
        content = content.subspan(size);
    }
    if (!events.finish()) return std::nullopt;
    return std::move(recorder.seen);
}

std::size_t depth_of(const verify::XmlElement& element) {
    std::size_t deepest = 0;
    for (const verify::XmlElement& child : element.children)
        deepest = std::max(deepest, depth_of(child));
    return deepest + 1;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView content(data, size);
    const verify::ReadLimits limits;
    const verify::OfdPackage::Member member{"OFD.xml", Bytes(content.begin(), content.end())};
    verify::Claims scanned;
    const bool is_known = verify::scan_xml(member, limits, scanned);
    fuzz::must(scanned.is_hostile == !scanned.findings.empty());
    verify::Claims claims;
    const auto root = verify::read_xml(member, "OFD", limits, claims);
    fuzz::must(root.has_value() != claims.is_hostile);
    if (root) {
        fuzz::must(is_known && !scanned.is_hostile);
        fuzz::must(depth_of(*root) <= limits.nesting);
    }
    const auto whole = heard(content, size + 1);
    fuzz::must(whole == heard(content, 1));
    fuzz::must(whole.has_value() == (is_known && !scanned.is_hostile));
    return 0;
}
