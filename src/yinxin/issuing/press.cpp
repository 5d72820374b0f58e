// SPDX-License-Identifier: Apache-2.0
#include "yinxin/issuing/press.hpp"

#include "yinxin/issuing/release_check.hpp"

namespace yinxin::issuing {

std::string_view name_of(SealProfile profile) noexcept {
    return profile == SealProfile::b_t ? "B-T" : "B-B";
}

Press::Press(std::shared_ptr<const documents::Stationery> stationery,
             std::map<std::string, SealShape, std::less<>> seals,
             std::shared_ptr<const crypto::TrustStore> trust,
             SealProfile profile)
    : stationery_(std::move(stationery)),
      seals_(std::move(seals)),
      trust_(std::move(trust)),
      profile_(profile),
      pdf_(stationery_) {}

Result<documents::UnsignedPdf> Press::build(Draft draft) const {
    const auto seal = seals_.find(draft.seal_id());
    if (seal == seals_.end()) {
        return Error(ErrorCode::seal_not_in_use, "the press has no seal " + draft.seal_id());
    }
    return pdf_.build(draft.face(), seal->second.profile);
}

Result<Bytes> Press::finish(documents::UnsignedPdf unsigned_pdf,
                            BytesView cms,
                            std::string_view seal_id,
                            Instant now) const {
    const auto seal = seals_.find(seal_id);
    if (seal == seals_.end()) {
        return Error(ErrorCode::seal_not_in_use, "the press has no seal " + std::string(seal_id));
    }
    YX_TRY(Bytes file, documents::embed(std::move(unsigned_pdf), cms));
    const auto rule = profile_ == SealProfile::b_t ? verify::TimestampRule::required
                                                   : verify::TimestampRule::optional;
    YX_CHECK(check_release(file, *trust_, seal->second.certificate, rule, now));
    return file;
}

}  // namespace yinxin::issuing
