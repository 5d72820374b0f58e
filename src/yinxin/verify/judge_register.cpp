// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/judging.hpp"

namespace yinxin::verify {
namespace {

using domain::CertificateStatus;
using domain::EndorsementState;

Row withdrawn(std::string check, std::string code) {
    return row(Verdict::revoked, std::move(check), std::move(code));
}

/// The certificate's own status; a change after the moment asked about does not count yet.
std::optional<Row> judge_certificate(const RegisteredCopy& copy, Instant at) {
    if (copy.is_recalled) return withdrawn("certificate", "certificate.recalled");
    if (copy.status_at <= at) {
        switch (copy.status) {
            case CertificateStatus::valid:
                break;
            case CertificateStatus::suspended:
                return withdrawn("certificate", "certificate.suspended");
            case CertificateStatus::revoked:
                return withdrawn("certificate", "certificate.revoked");
            case CertificateStatus::cancelled:
                return withdrawn("certificate", "certificate.cancelled");
            case CertificateStatus::superseded:
                return withdrawn("certificate", "certificate.superseded");
        }
    }
    const bool is_marked = copy.status == CertificateStatus::superseded;
    if (copy.is_superseded && !is_marked) return withdrawn("certificate", "certificate.superseded");
    return std::nullopt;
}

std::optional<Row> judge_endorsement(const RegisteredCopy& copy, Instant at) {
    if (!copy.has_endorsement) return std::nullopt;
    const bool is_ended = !copy.ended_at || *copy.ended_at <= at;
    if (copy.endorsement == EndorsementState::withdrawn && is_ended) {
        return withdrawn("endorsement", "endorsement.withdrawn");
    }
    if (copy.endorsement == EndorsementState::ended_by_office && is_ended) {
        return withdrawn("endorsement", "endorsement.ended_by_office");
    }
    // Half-open: the end itself is over (design section 2, limits).
    if (at >= copy.valid_until) return row(Verdict::expired, "endorsement", "endorsement.expired");
    if (at < copy.applied_at) return row(Verdict::expired, "endorsement", "endorsement.not_yet");
    return std::nullopt;
}

void note_recipient(Case& work, const std::string& printed) {
    if (!work.question.recipient || work.question.recipient->empty()) return;
    if (printed.empty()) return note(work, Level::info, "recipient", "recipient.not_named");
    const bool is_same = printed == *work.question.recipient;
    note(work,
         is_same ? Level::info : Level::warning,
         "recipient",
         is_same ? "recipient.same" : "recipient.other");
}

std::optional<Row> judge_copy(Case& work, const RegisteredCopy& copy) {
    work.report.authenticity = Authenticity::issued;
    note_recipient(work, copy.recipient);
    if (work.question.at < work.now) note(work, Level::info, "register", "register.as_of");
    std::optional<Row> over = judge_certificate(copy, work.question.at);
    if (!over) over = judge_endorsement(copy, work.question.at);
    work.report.currency = !over                               ? Currency::current
                           : over->verdict == Verdict::expired ? Currency::expired
                                                               : Currency::withdrawn;
    return over;
}

/// Without the register only what the file says of its own end can be judged.
std::optional<Row> judge_alone(Case& work) {
    const FaceClaims& face = work.claims.face;
    work.report.authenticity = Authenticity::trusted;
    note(work, Level::info, "register", "register.not_asked");
    note_recipient(work, face.recipient);
    if (!face.valid_until || work.question.at < *face.valid_until) return std::nullopt;
    work.report.currency = Currency::expired;
    return row(Verdict::expired, "endorsement", "endorsement.expired");
}

}  // namespace

std::optional<Row> judge_register(Case& work) {
    if (work.answer == nullptr) return judge_alone(work);
    if (work.answer->identical) return judge_copy(work, *work.answer->identical);
    if (work.answer->named) {
        work.report.authenticity = Authenticity::altered;
        return row(Verdict::altered, "register", "register.other_bytes");
    }
    work.report.authenticity = Authenticity::not_issued;
    return row(Verdict::not_issued, "register", "register.unknown");
}

}  // namespace yinxin::verify
