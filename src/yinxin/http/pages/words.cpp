// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/words.hpp"

namespace yinxin::http {
namespace {

Sign endorsement_sign_of(const Context& context, std::string css) {
    std::string text = say(context, "status.endorsement." + css);
    return {std::move(css), std::move(text)};
}

}  // namespace

void set_sign(View& view, std::string_view prefix, const Sign& sign) {
    view.set(std::string(prefix) + "_CLASS", sign.css)
        .set(std::string(prefix) + "_TEXT", sign.text);
}

Sign status_sign(const Context& context, domain::CertificateStatus status) {
    std::string css(domain::key(status));
    std::string text = say(context, "status.certificate." + css);
    return {std::move(css), std::move(text)};
}

Sign endorsement_sign(const Context& context, domain::EndorsementView view) {
    return endorsement_sign_of(context, std::string(domain::key(view)));
}

Sign endorsement_sign(const Context& context, const service::CertificateFacts& facts) {
    if (!facts.needs_endorsement) return endorsement_sign_of(context, "exempt");
    if (facts.endorsements.empty()) return endorsement_sign_of(context, "none");
    const Instant now = context.site().services.clock.now();
    if (facts.current(now) != nullptr) return endorsement_sign_of(context, "current");
    const auto view = service::view_of(facts.endorsements.front(), *facts.policy, now);
    // In its time, and closed all the same while the certificate is.
    if (view == domain::EndorsementView::current) {
        const auto status =
            facts.is_valid() ? domain::CertificateStatus::superseded : facts.certificate.status;
        return {std::string(domain::key(status)), say(context, "handler.endorsement_closed")};
    }
    return endorsement_sign(context, view);
}

std::string kind_words(const Context& context, domain::CertificateKind kind) {
    return say(context, "kind." + std::string(domain::key(kind)));
}

std::string scenario_words(const Context& context, std::string_view scenario) {
    return say(context, "scenario." + std::string(scenario));
}

std::string id_type_words(const Context& context, domain::IdDocumentType type) {
    return say(context, "id_type." + std::string(domain::key(type)));
}

void set_certificate(View& view, const Context& context, const domain::FaceData& face) {
    view.set("QUALIFICATION", pick(context, face.qualification));
    view.set("KIND", kind_words(context, face.kind));
    if (!face.level.zh.empty()) view.add("HAS_LEVEL").set("LEVEL", pick(context, face.level));
    if (!face.specialty.zh.empty()) {
        view.add("HAS_SPECIALTY").set("SPECIALTY", pick(context, face.specialty));
    }
    view.add("HAS_APPROVED").set("APPROVED_DAY", day_words(context, face.approved_on));
    view.set("ISSUED_DAY", day_words(context, face.issued_on));
}

void set_paper(View& view,
               const Context& context,
               const std::optional<domain::PaperCertificate>& paper) {
    const CivilDay today = civil_day(context.site().services.clock.now());
    const auto state = paper ? domain::state_on(*paper, today) : domain::PaperState::none;
    if (state == domain::PaperState::none) {
        view.show("NO_PAPER");
        return;
    }
    View& section = view.add("PAPER");
    section.set("PAPER_TEXT", say(context, "paper." + std::string(domain::key(state))));
    if (state == domain::PaperState::printed && !paper->pickup_place.zh.empty()) {
        section.add("PICKUP")
            .set("PICKUP_PLACE", pick(context, paper->pickup_place))
            .set("PICKUP_UNTIL_DAY",
                 paper->pickup_until ? day_words(context, *paper->pickup_until) : "");
    }
    const domain::Reissue reissue = domain::reissue_allowed(state);
    if (!reissue.allowed)
        section.add("NO_REISSUE").set("REISSUE_TEXT", say(context, reissue.reason));
}

void set_contact(View& view, const Context& context, const domain::Issuer& issuer) {
    view.set("AUTHORITY", pick(context, issuer.name))
        .set("AUTHORITY_PHONE", issuer.contact.phone)
        .set("AUTHORITY_ADDRESS", pick(context, issuer.contact.address));
}

std::int64_t days_left(Instant until, Instant now) {
    const Days days = civil_day(until - std::chrono::seconds(1)) - civil_day(now);
    return days.count() + 1;
}

}  // namespace yinxin::http
