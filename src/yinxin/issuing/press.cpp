// SPDX-License-Identifier: Apache-2.0
#include "yinxin/issuing/press.hpp"

#include "yinxin/issuing/release_check.hpp"

namespace yinxin::issuing {

using domain::CopyFormat;

std::string_view name_of(SealProfile profile, CopyFormat format) noexcept {
    if (format == CopyFormat::ofd) return profile == SealProfile::b_t ? "SES-T" : "SES-B";
    return profile == SealProfile::b_t ? "B-T" : "B-B";
}

CopyFormat UnsignedFace::format() const noexcept {
    return std::holds_alternative<documents::UnsignedOfd>(file) ? CopyFormat::ofd : CopyFormat::pdf;
}

const crypto::Digest32& UnsignedFace::digest() const noexcept {
    const auto* ofd = std::get_if<documents::UnsignedOfd>(&file);
    return ofd != nullptr ? ofd->sm3 : std::get_if<documents::UnsignedPdf>(&file)->digest;
}

Press::Press(std::shared_ptr<const documents::Stationery> stationery,
             std::map<std::string, SealShape, std::less<>> seals,
             std::shared_ptr<const crypto::TrustStore> trust,
             SealProfile profile)
    : stationery_(std::move(stationery)),
      seals_(std::move(seals)),
      trust_(std::move(trust)),
      profile_(profile),
      pdf_(stationery_),
      ofd_(stationery_) {}

Result<std::vector<UnsignedFace>> Press::build(Draft draft) const {
    const auto seal = seals_.find(draft.seal_id());
    if (seal == seals_.end()) {
        return Error(ErrorCode::seal_not_in_use, "the press has no seal " + draft.seal_id());
    }
    std::vector<UnsignedFace> faces;
    documents::PdfProfile profile = seal->second.profile;
    if (const auto fresh = fresh_ ? fresh_->find(draft.seal_id()) : nullptr) {
        profile.validation = *fresh;
    }
    YX_TRY(documents::UnsignedPdf pdf, pdf_.build(draft.face(), profile));
    faces.push_back({std::move(pdf)});
    if (seal->second.ofd) {
        YX_TRY(documents::UnsignedOfd ofd, ofd_.build(draft.face()));
        faces.push_back({std::move(ofd), seal->second.ofd->key_name});
    }
    return faces;
}

Result<Bytes> Press::finish(UnsignedFace face,
                            BytesView signature,
                            std::string_view seal_id,
                            Instant now) const {
    const auto seal = seals_.find(seal_id);
    if (seal == seals_.end()) {
        return Error(ErrorCode::seal_not_in_use, "the press has no seal " + std::string(seal_id));
    }
    const SealShape& shape = seal->second;
    const auto rule = profile_ == SealProfile::b_t ? verify::TimestampRule::required
                                                   : verify::TimestampRule::optional;
    if (auto* ofd = std::get_if<documents::UnsignedOfd>(&face.file)) {
        if (!shape.ofd) {
            return Error(ErrorCode::seal_not_in_use, shape.profile.signer_name + " seals no OFD");
        }
        YX_TRY(Bytes file, documents::embed(std::move(*ofd), signature));
        YX_CHECK(release_outcome(
            verify::check_sealed_ofd(file, trust_, shape.ofd->certificate, rule, now)));
        return file;
    }
    auto& pdf = std::get<documents::UnsignedPdf>(face.file);
    YX_TRY(Bytes file, documents::embed(std::move(pdf), signature));
    YX_CHECK(
        release_outcome(verify::check_sealed_pdf(file, *trust_, shape.certificate, rule, now)));
    return file;
}

}  // namespace yinxin::issuing
