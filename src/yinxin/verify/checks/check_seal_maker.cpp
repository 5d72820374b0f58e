// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {
namespace {

/// Nobody makes his own seal: the maker is led to an anchor like the signer, and is another.
bool is_made_by_trusted(const Case& work) {
    const SealClaims& seal = *work.claims.seal;
    const auto maker = crypto::Certificate::parse_der(seal.seal_certificate);
    if (!maker || seal.seal_certificate == seal.certificate) return false;
    // The maker's dates were those of the making, which nothing here proves.
    const auto path = work.store->verify(
        *maker, work.others, work.report.signed_at.value_or(work.question.at), work.crls);
    return path || path.error().code() == ErrorCode::certificate_not_current;
}

}  // namespace

/// Who made the electronic seal of an OFD.
std::optional<Row> check_seal_maker(Case& work) {
    if (!work.claims.seal->seal_certificate.empty() && !is_made_by_trusted(work)) {
        return row(Verdict::untrusted,
                   "seal",
                   "seal.maker_untrusted",
                   "GM/T 0031-2014, 6.2.3 f: the certificate of the seal's maker is verified");
    }
    work.report.authenticity = Authenticity::trusted;
    return std::nullopt;
}

}  // namespace yinxin::verify
