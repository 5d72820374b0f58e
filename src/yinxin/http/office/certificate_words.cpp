// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/certificate_words.hpp"

#include "yinxin/http/request.hpp"
#include "yinxin/service/certificates.hpp"

namespace yinxin::http {
namespace {

using storage::CopyStanding;

/// An endorsed copy stands as its endorsement does, an exempt one as it was pressed.
Sign copy_sign(const Context& context,
               const CopyStanding& standing,
               const domain::EndorsementPolicy* policy) {
    const storage::CopyRow& copy = standing.copy;
    if (copy.endorsement && policy != nullptr) {
        const Instant now = context.site().services.clock.now();
        return endorsement_sign(context,
                                domain::view_at(*copy.endorsement_state,
                                                *copy.applied_at,
                                                *copy.valid_until,
                                                now,
                                                policy->promise));
    }
    switch (copy.state) {
        case domain::CopyState::pressing:
            return {"generating", say(context, "status.endorsement.generating")};
        case domain::CopyState::released:
            return {"exempt", say(context, "status.endorsement.exempt")};
        case domain::CopyState::failed:
            return {"failed", say(context, "status.endorsement.failed")};
    }
    return {};
}

void set_job(View& row, const Context& context, const storage::CopyJob& job) {
    View& section = row.add("JOB");
    section.set("JOB_TEXT", say(context, "copy_job." + job.state)).set("ATTEMPTS", job.attempts);
    if (job.state == "waiting" && job.attempts > 0) {
        section.add("RETRY").set("NEXT_RUN", time_words(context, job.run_after));
    }
    if (!job.error_code.empty()) {
        section.add("TROUBLE").set("JOB_ERROR", say(context, "error." + job.error_code));
    }
}

}  // namespace

std::string certificate_page(storage::LineKey key) {
    return "/office/certificates/" + key.str();
}

Result<storage::LineKey> certificate_in_address(const Context& context) {
    return storage::parse_line_key(context.parameter("certificate"));
}

void set_listed(View& row, const Context& context, const storage::CertificateRecord& record) {
    set_certificate(row, context, record.face);
    set_sign(row, "STATUS", status_sign(context, record.status));
    row.set("CERTIFICATE_URL", certificate_page(record))
        .set("NAME", record.face.name)
        .set("MANAGEMENT_NUMBER", record.face.management_no)
        .set("CERTIFICATE_NUMBER", record.face.certificate_no);
    if (!storage::is_released(record)) {
        row.add("HIDDEN").set(
            "BATCH_TEXT",
            say(context, "hidden_batch." + std::string(domain::key(record.batch_state))));
    }
}

void set_copy(View& row,
              const Context& context,
              const CopyStanding& standing,
              const domain::EndorsementPolicy* policy) {
    const storage::CopyRow& copy = standing.copy;
    set_sign(row, "STATE", copy_sign(context, standing, policy));
    row.set("COPY_NUMBER", copy.copy_no)
        .set("VERSION", copy.version)
        .set("APPLIED_AT", time_words(context, copy.applied_at.value_or(copy.created_at)));
    if (copy.valid_until) {
        row.add("ENDS").set("VALID_UNTIL", time_words(context, *copy.valid_until));
    }
    if (copy.failure_code && !copy.failure_code->empty()) {
        row.add("FAILURE").set("FAILURE_TEXT", say(context, "error." + *copy.failure_code));
    }
    if (standing.job) set_job(row, context, *standing.job);
}

}  // namespace yinxin::http
