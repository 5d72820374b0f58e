// SPDX-License-Identifier: Apache-2.0
#include "yinxin/issuing/electronic_seal.hpp"

#include "yinxin/documents/ofd_seal_picture.hpp"
#include "yinxin/signing/ses_write.hpp"

#include <algorithm>
#include <cmath>

namespace yinxin::issuing {

Result<Bytes> make_electronic_seal(const domain::Seal& seal,
                                   const documents::SealArt& art,
                                   const documents::FontBook& fonts,
                                   const crypto::Certificate& signer,
                                   const SealMaker& maker,
                                   Instant now) {
    signing::SesSealPlan plan;
    plan.id = seal.id;
    plan.name = seal.name.zh;
    plan.picture_type = documents::seal_picture_type;
    YX_TRY(plan.picture, documents::make_seal_picture(art, fonts));
    plan.width_mm = plan.height_mm = static_cast<int>(std::lround(art.diameter));
    plan.signers = {signer};
    plan.created_at = now;
    plan.not_before = std::max(start_of(seal.valid_from), signer.not_before());
    plan.not_after = signer.not_after();
    if (seal.valid_until) {
        // The last second of the seal's last day; the register's end is half-open.
        plan.not_after =
            std::min(plan.not_after, start_of(*seal.valid_until) - std::chrono::seconds(1));
    }
    if (plan.not_after < plan.not_before) {
        return Error(ErrorCode::certificate_not_current, "seal and certificate never meet");
    }
    return signing::make_ses_seal(plan, maker.key, maker.certificate);
}

}  // namespace yinxin::issuing
