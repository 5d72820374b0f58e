// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/endorse.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/http/pages/copies.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"

#include <fmt/format.h>

namespace yinxin::http {
namespace {

using domain::EndorsementView;
using service::CertificateFacts;
using storage::EndorsementRow;

CivilDay last_day_of(const EndorsementRow& row) {
    return domain::last_day({row.applied_at, row.valid_until});
}

std::string reason_words(const Context& context, const EndorsementRow& row) {
    if (row.failure_code.empty()) return {};
    return say(context, "error." + row.failure_code);
}

Task<Result<void>> set_current(Context& context, View& view, const EndorsementRow& row) {
    auto& services = context.site().services;
    YX_CO_TRY(const service::CopyView copy,
              co_await service::load_copy(services, context.visitor->facts.actor(), row.copy));
    View& section = view.add("CURRENT");
    section.set("COPY_ID", row.copy.value)
        .set("SCENARIO_TEXT", scenario_words(context, row.scenario))
        .set("UNTIL_DAY", day_words(context, last_day_of(row)))
        .set("DAYS_LEFT", days_left(row.valid_until, services.clock.now()))
        .set("COPY_NUMBER", copy.copy.copy_no)
        .set("COPY_CODE", domain::grouped(domain::CopyCode{copy.copy.code}));
    set_downloads(section, copy);
    if (!row.recipient.empty()) section.add("HAS_RECIPIENT").set("RECIPIENT", row.recipient);
    co_return ok();
}

/// What became of the newest application, where none is current.
void set_newest(View& view,
                const Context& context,
                const EndorsementRow& row,
                EndorsementView seen) {
    switch (seen) {
        case EndorsementView::generating:
        case EndorsementView::overdue:
            view.add("PENDING").set("ENDORSEMENT_URL", "/endorsements/" + row.id.str());
            return;
        case EndorsementView::expired:
            view.add("EXPIRED").set("UNTIL_DAY", day_words(context, last_day_of(row)));
            return;
        case EndorsementView::withdrawn:
            view.add("WITHDRAWN").set("WITHDRAWN_DAY", day_words(context, civil_day(row.state_at)));
            return;
        case EndorsementView::ended_by_office:
            view.add("ENDED").set("REASON", reason_words(context, row));
            return;
        case EndorsementView::failed:
            view.add("FAILED").set("REASON", reason_words(context, row));
            return;
        case EndorsementView::current:
            // Current by its own dates, but of a version that is no longer in force.
            view.add("ENDED").set("REASON", say(context, "error.certificate.not_valid"));
            return;
    }
}

Task<Result<void>> set_state(Context& context, View& view, const CertificateFacts& facts) {
    auto& services = context.site().services;
    const Instant now = services.clock.now();
    if (!facts.is_valid()) {
        const Sign status = status_sign(context, facts.certificate.status);
        view.add("NOT_VALID")
            .set("REASON", say(context, "status.certificate_note." + status.css))
            .set("STATUS_CLASS", status.css);
        co_return ok();
    }
    if (!facts.needs_endorsement) {
        YX_CO_TRY(const CopyId copy,
                  co_await service::ensure_exempt_copy(
                      services,
                      context.visitor->facts.actor(context.request.trace),
                      facts.certificate.line));
        YX_CO_TRY(const service::CopyView loaded,
                  co_await service::load_copy(services, context.visitor->facts.actor(), copy));
        View& exempt = view.add("EXEMPT");
        exempt.set("COPY_ID", copy.value);
        set_downloads(exempt, loaded);
        co_return ok();
    }
    if (const EndorsementRow* current = facts.current(now)) {
        co_return co_await set_current(context, view, *current);
    }
    if (facts.endorsements.empty()) {
        view.show("NONE");
        co_return ok();
    }
    const EndorsementRow& newest = facts.endorsements.front();
    set_newest(view, context, newest, service::view_of(newest, *facts.policy, now));
    co_return ok();
}

void set_slot(View& slots, const Context& context, const CertificateFacts& facts, int number) {
    const Instant now = context.site().services.clock.now();
    const CivilDay today = civil_day(now);
    View& slot = slots.add("SLOTS");
    slot.set("NUMBER", number);
    for (const EndorsementRow& row : facts.endorsements) {
        const domain::PastApplication past{row.applied_on, row.slot, row.state, row.valid_until};
        if (row.slot != number || !domain::weighs(past, today, *facts.policy)) continue;
        const auto elapsed = (today - row.applied_on).count() + 1;
        View& used = slot.add("SLOT_USED");
        used.set("APPLIED_DAY", day_words(context, row.applied_on))
            .set("FREED_DAY",
                 day_words(context, domain::window_end(row.applied_on, *facts.policy, row.days)))
            .set("ELAPSED", elapsed);
        set_sign(
            used, "STATE", endorsement_sign(context, service::view_of(row, *facts.policy, now)));
        return;
    }
    slot.show("SLOT_FREE");
}

void set_timeline(View& view, const Context& context, const CertificateFacts& facts) {
    if (!facts.needs_endorsement || !facts.is_valid()) return;
    View& line = view.add("TIMELINE");
    line.set("USED", facts.used)
        .set("QUOTA", facts.policy->quota)
        .set("WINDOW", facts.policy->window.count());
    for (int number = 1; number <= facts.policy->quota; ++number) {
        set_slot(line, context, facts, number);
    }
    if (facts.quota_is_free()) {
        line.show("NEXT_NOW");
    } else {
        line.add("NEXT_LATER").set("FIRST_DAY", day_words(context, facts.first_possible_day));
    }
}

void set_check(View& view, const Context& context, const CertificateFacts& facts) {
    if (facts.data_checked_at) {
        view.add("CHECKED").set("CHECKED_DAY",
                                day_words(context, civil_day(*facts.data_checked_at)));
        return;
    }
    view.add("CHECK_FORM").show_if("CHANGED_SINCE", facts.checked_before);
}

void set_apply(View& view, const Context& context, const CertificateFacts& facts) {
    const bool may_ask = facts.is_valid() && facts.needs_endorsement && facts.data_checked_at &&
                         facts.pending() == nullptr;
    if (!may_ask) return;
    if (facts.quota_is_free()) {
        view.show("CAN_APPLY");
    } else {
        view.add("LIMIT").set("FIRST_DAY", day_words(context, facts.first_possible_day));
    }
}

Task<Result<Response>> show(Context& context, LineId line, const FormErrors& errors) {
    YX_CO_TRY(const CertificateFacts facts,
              co_await service::load_certificate(
                  context.site().services, context.visitor->facts.actor(), line));
    const domain::FaceData& face = facts.certificate.face;
    View view;
    set_certificate(view, context, face);
    set_sign(view, "STATUS", status_sign(context, facts.certificate.status));
    set_contact(view, context, *facts.issuer);
    view.set("ID", line.value)
        .set("VERSION", facts.certificate.version)
        .set(
            "PICTURE_URL",
            fmt::format("/certificates/{}/picture.svg?v={}", line.value, facts.certificate.version))
        .set("NAME", face.name)
        .set("MASKED_ID", domain::masked(domain::IdNumber{face.id_type, face.id_number}))
        .set("MANAGEMENT_NUMBER", face.management_no);
    YX_CO_CHECK(co_await set_state(context, view, facts));
    set_check(view, context, facts);
    set_apply(view, context, facts);
    set_timeline(view, context, facts);
    set_paper(view, context, facts.paper);
    errors.show(view);
    co_return show_page(context, "endorse", view, form_frame(Menu::certificates, errors));
}

}  // namespace

Task<Result<Response>> show_endorse(Context& context) {
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    const FormErrors none;
    co_return co_await show(context, LineId{number}, none);
}

Task<Result<Response>> confirm_data(Context& context) {
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    YX_CO_CHECK(only_fields(context, {"version", "checked"}));
    const auto version = parse_integer(context.request.form["version"]);
    FormErrors errors;
    if (context.request.form["checked"].empty() || !version) {
        errors.add("checked", say(context, "handler.endorse_checked"));
        co_return co_await show(context, LineId{number}, errors);
    }
    const Result<void> done = co_await service::confirm_data(context.site().services,
                                                             context.visitor->facts.actor(),
                                                             LineId{number},
                                                             static_cast<int>(*version));
    if (!done && done.error().code() == ErrorCode::conflict) {
        errors.add("checked", say(context, "handler.endorse_changed"));
        co_return co_await show(context, LineId{number}, errors);
    }
    if (!done) co_return Error(done.error());
    co_return redirect_with_flash(
        context, "/certificates/" + std::to_string(number) + "/endorse", "checked");
}

}  // namespace yinxin::http
