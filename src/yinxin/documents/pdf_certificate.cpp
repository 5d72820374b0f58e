// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/pdf_certificate.hpp"

#include "yinxin/documents/layout.hpp"
#include "yinxin/documents/pdf_document.hpp"

#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace yinxin::documents {

struct PdfPress::State {
    std::shared_ptr<const Stationery> stationery;
    mutable std::shared_mutex mutex;
    std::unordered_map<std::string, std::shared_ptr<const PdfTemplate>> templates;

    Result<std::shared_ptr<const PdfTemplate>> find(const Face& face, PdfConformance conformance) {
        std::string key = plate_key(face);
        key += conformance == PdfConformance::a_2u ? '2' : '1';
        {
            const std::shared_lock lock(mutex);
            const auto found = templates.find(key);
            if (found != templates.end()) return found->second;
        }
        // Two threads may compile the same plate at once; the results are equal.
        YX_TRY(auto compiled, compile_template(face, conformance, *stationery));
        const std::unique_lock lock(mutex);
        if (templates.size() >= plate_limit) templates.clear();
        templates.emplace(std::move(key), compiled);
        return compiled;
    }
};

PdfPress::PdfPress(std::shared_ptr<const Stationery> stationery)
    : state_(std::make_unique<State>()) {
    state_->stationery = std::move(stationery);
}
PdfPress::PdfPress(PdfPress&&) noexcept = default;
PdfPress& PdfPress::operator=(PdfPress&&) noexcept = default;
PdfPress::~PdfPress() = default;

Result<UnsignedPdf> PdfPress::build(const Face& face, const PdfProfile& profile) const {
    YX_TRY(const auto base, state_->find(face, profile.conformance));
    return write_document(face, profile, *base, *state_->stationery);
}

Result<void> PdfPress::warm_up(const Face& face, PdfConformance conformance) const {
    YX_CHECK(state_->find(face, conformance));
    return ok();
}

Result<Bytes> embed(UnsignedPdf&& pdf, BytesView cms) {
    if (pdf.contents_length < 2 || cms.empty()) {
        return Error(ErrorCode::invalid_input, "no hole, or nothing to put into it");
    }
    if (cms.size() * 2 > pdf.contents_length - 2) {
        return Error(ErrorCode::signature_too_large,
                     std::to_string(cms.size()) + " bytes for " +
                         std::to_string((pdf.contents_length - 2) / 2));
    }
    Bytes bytes = std::move(pdf.bytes);
    constexpr std::string_view digits = "0123456789abcdef";
    auto out = bytes.begin() + static_cast<std::ptrdiff_t>(pdf.contents_offset) + 1;
    for (const std::uint8_t byte : cms) {
        *out++ = static_cast<std::uint8_t>(digits[byte >> 4]);
        *out++ = static_cast<std::uint8_t>(digits[byte & 15]);
    }
    return bytes;
}

}  // namespace yinxin::documents
