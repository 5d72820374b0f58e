// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/pdf_certificate.hpp"

#include "yinxin/documents/layout.hpp"
#include "yinxin/documents/pdf_document.hpp"
#include "yinxin/documents/plate_cache.hpp"

namespace yinxin::documents {

struct PdfPress::State {
    std::shared_ptr<const Stationery> stationery;
    mutable PlateCache<PdfTemplate> templates;

    [[nodiscard]] Result<std::shared_ptr<const PdfTemplate>> find(
        const Face& face, PdfConformance conformance) const {
        std::string key = plate_key(face);
        key += conformance == PdfConformance::a_2u ? '2' : '1';
        return templates.find(key,
                              [&] { return compile_template(face, conformance, *stationery); });
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
