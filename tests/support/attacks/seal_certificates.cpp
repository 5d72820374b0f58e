// SPDX-License-Identifier: Apache-2.0
// Seals that may not seal: expired, revoked, made for something else, or certified by nobody we
// trust. The file and its signature are right in all of them.
#include "support/attacks/attack.hpp"

#include "yinxin/documents/pdf_syntax.hpp"

namespace yinxin::attacks {
namespace {

using crypto::RevocationReason;
using verify::Verdict;

constexpr const char* untrusted = "signer.untrusted";
constexpr const char* not_current = "signer.not_current";
constexpr const char* revoked = "signer.revoked";

std::string sealed_by(FreshCopy& copy, const Sealer& sealer) {
    return seal(with_wide_hole(copy.parts()), copy.signed_by(sealer, &copy.authority()));
}

std::string sealed_without_time(FreshCopy& copy, const Sealer& sealer) {
    return seal(with_wide_hole(copy.parts()), copy.signed_by(sealer));
}

Sealer certified(FreshCopy& copy, Instant from, Instant to) {
    crypto::CertificatePlan plan = copy.seal_plan();
    plan.not_before = from;
    plan.not_after = to;
    return copy.certify(plan);
}

Sealer certified_for(FreshCopy& copy, crypto::CertificateRole role) {
    crypto::CertificatePlan plan = copy.seal_plan();
    plan.role = role;
    plan.dns_names = {"localhost"};
    return copy.certify(plan);
}

/// A certificate that our seal, which is no CA, made for the namesake's key.
Sealer certified_by_our_seal(FreshCopy& copy) {
    Sealer sealer = copy.namesake();
    sealer.certificate =
        test::sure(crypto::issue_certificate(copy.seal_plan(),
                                             copy.namesake().key->public_key_spki(),
                                             *copy.ours().key,
                                             copy.ours().certificate));
    sealer.chain = copy.ours().chain;
    sealer.chain.insert(sealer.chain.begin(), copy.ours().certificate);
    return sealer;
}

Sealer certified_by_itself(FreshCopy& copy) {
    Sealer sealer = copy.namesake();
    sealer.certificate =
        test::sure(crypto::issue_self_signed(copy.seal_plan(), *copy.namesake().key));
    sealer.chain.clear();
    return sealer;
}

/// The namesake's seal with our own CA's certificate beside it.
Sealer with_our_chain(FreshCopy& copy) {
    Sealer sealer = copy.namesake();
    sealer.chain = copy.ours().chain;
    return sealer;
}

/// A stream as it is, and as other people's programs pack it.
std::string plain_stream(std::string_view data) {
    return stream("", data);
}
std::string packed_stream(std::string_view data) {
    return stream("/Filter/FlateDecode", documents::deflate(data));
}

/// The file with a list in its /DSS and nowhere else.
std::string with_list_inside(FreshCopy& copy,
                             const crypto::Crl& crl,
                             std::string (*as_stream)(std::string_view)) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    bodies[parts.size()] = as_stream(as_text(crl.der()));
    std::string& catalog = bodies[parts.catalog()];
    const std::string list = "/CRLs[" + reference(parts.size()) + " ";
    catalog = catalog.contains("/CRLs[") ? replaced(catalog, "/CRLs[", list)
                                         : replaced(catalog, "/DSS<<", "/DSS<<" + list + "]");
    return seal(put_together(bodies, parts.trailer()), copy.signed_by_us());
}

/// The file without /DSS, so that no certificate is left but those of the signature.
std::string without_material(FreshCopy& copy, const Sealer& sealer) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    bodies[parts.catalog()] = replaced(bodies[parts.catalog()], "/DSS<<", "/XSS<<");
    return seal(put_together(bodies, parts.trailer()), copy.signed_by(sealer));
}

Attack asked_later(Attack attack, Instant at) {
    attack.at = at;
    return attack;
}

Attack told(Attack attack, crypto::Crl crl) {
    attack.crls.push_back(std::move(crl));
    return attack;
}

Attacks untrusted_seals(FreshCopy& copy) {
    const auto refuse = [&](const char* name, const Sealer& sealer, const char* code) {
        return always(name, sealed_by(copy, sealer), Verdict::untrusted, code);
    };
    Sealer alone = copy.ours();
    alone.chain.clear();
    Attack unpinned =
        refuse("another_of_the_same_ca", copy.certify(copy.seal_plan()), "signer.not_pinned");
    unpinned.is_pinned = true;
    return {
        refuse("namesake", copy.namesake(), untrusted),
        refuse("namesake_with_our_chain", with_our_chain(copy), untrusted),
        refuse("certified_by_itself", certified_by_itself(copy), untrusted),
        refuse("certified_by_our_seal", certified_by_our_seal(copy), untrusted),
        always("chain_left_out", without_material(copy, alone), Verdict::untrusted, untrusted),
        refuse("certified_for_tls",
               certified_for(copy, crypto::CertificateRole::tls_server),
               "signer.key_usage"),
        refuse("certified_for_timestamps",
               certified_for(copy, crypto::CertificateRole::timestamp),
               "signer.key_usage"),
        refuse("certified_as_a_ca",
               certified_for(copy, crypto::CertificateRole::issuing_ca),
               "signer.key_usage"),
        std::move(unpinned),
    };
}

}  // namespace

Attacks seal_certificates(FreshCopy& copy) {
    const Instant now = copy.now();
    const crypto::Certificate& ours = copy.ours().certificate;
    const Sealer ended = certified(copy, now - Days(300), now - Days(2));
    const Sealer ending = certified(copy, now - Days(1), now + Days(30));
    const auto list = [&](Instant at, RevocationReason reason) {
        return copy.revoke(ours, at, reason);
    };
    const std::string plain = sealed_without_time(copy, copy.ours());
    Attacks all = untrusted_seals(copy);
    for (Attack attack : Attacks{
             always("expired_when_sealed", sealed_by(copy, ended), Verdict::invalid, not_current),
             always("not_yet_good_when_sealed",
                    sealed_by(copy, certified(copy, now + Days(2), now + Days(300))),
                    Verdict::invalid,
                    not_current),
             told(always("revoked_before_sealing", copy.file(), Verdict::revoked, revoked),
                  list(now - Days(1), RevocationReason::superseded)),
             told(always("key_lost_after_sealing", copy.file(), Verdict::revoked, revoked),
                  list(now + Days(1), RevocationReason::key_compromise)),
             always("revoked_in_its_own_list",
                    with_list_inside(
                        copy, list(now - Days(1), RevocationReason::superseded), plain_stream),
                    Verdict::revoked,
                    revoked),
             always("revoked_in_its_own_packed_list",
                    with_list_inside(
                        copy, list(now - Days(1), RevocationReason::superseded), packed_stream),
                    Verdict::revoked,
                    revoked),
             asked_later(always("claims_a_time_at_which_it_was_good",
                                sealed_without_time(copy, ending),
                                Verdict::indeterminate,
                                "signer.time_unproven"),
                         now + Days(60)),
             asked_later(told(always("revoked_since_without_a_time",
                                     plain,
                                     Verdict::indeterminate,
                                     "signer.time_unproven"),
                              list(now + Days(1), RevocationReason::superseded)),
                         now + Days(2)),
             asked_later(always("time_of_a_false_authority",
                                seal(with_wide_hole(copy.parts()),
                                     copy.signed_by(ending, &copy.false_authority())),
                                Verdict::indeterminate,
                                "signer.time_unproven"),
                         now + Days(60)),
         }) {
        all.push_back(std::move(attack));
    }
    return all;
}

}  // namespace yinxin::attacks
