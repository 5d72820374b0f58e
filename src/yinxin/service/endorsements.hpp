// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/certificates.hpp"

namespace yinxin::service {

/// What the holder sees before 提交加注申请.
struct ApplicationPreview {
    domain::Validity validity;  ///< if it were submitted now
    int use_no = 0;             ///< "this is 2 of 3"
    int quota = 0;
    bool asks_short = false;  ///< fewer days than the policy's advice
    /// The same was applied for today already and still counts: the copy that exists.
    std::optional<EndorsementId> same_today;
};

/// The holder's answers to the two questions before submission.
struct Confirmations {
    bool is_short = false;   ///< yes, so few days
    bool is_repeat = false;  ///< yes, another copy with the same parameters
};

struct Applied {
    EndorsementId id;
    bool is_new = false;  ///< false: an equal application of today is returned
};

/// Checks terms and rules without changing anything.
/// @error as apply_for_endorsement, but for the two confirmations
Task<Result<ApplicationPreview>> preview_application(Services& services,
                                                     const Actor& actor,
                                                     LineId line,
                                                     domain::EndorsementTerms terms);

/// 提交加注申请: records the application, its copy and its job in one transaction. Equal terms on
/// the same civil day return the existing application unless `confirmations.is_repeat`; so double
/// clicks, two browsers and two nodes make one.
/// @error not_found, certificate.not_valid, certificate.data_check_required,
///   endorsement.not_needed, endorsement.scenario_unknown, endorsement.days_out_of_range,
///   endorsement.recipient_invalid, endorsement.pending (param id), endorsement.limit_reached
///   (params used, quota, first_day), endorsement.short_confirmation
Task<Result<Applied>> apply_for_endorsement(Services& services,
                                            const Actor& actor,
                                            LineId line,
                                            domain::EndorsementTerms terms,
                                            Confirmations confirmations);

/// The same for an organisation that is to fetch the copy. @error as apply_for_organisation
Result<ApplicationPreview> preview_for_organisation(storage::Reader& reader,
                                                    const Services& services,
                                                    const Actor& actor,
                                                    LineId line,
                                                    const std::string& recipient,
                                                    int days,
                                                    Instant now);

/// The application for an organisation that will fetch the copy itself (authorised_uses.hpp), in
/// the transaction that gives it its code: scenario 授权使用, which no policy lists. The caller
/// wakes the press after the commit.
/// @error as apply_for_endorsement
Result<Applied> apply_for_organisation(storage::Transaction& transaction,
                                       const Services& services,
                                       const Actor& actor,
                                       LineId line,
                                       const std::string& recipient,
                                       int days,
                                       Confirmations confirmations,
                                       Instant now);

/// An application with the certificate it is for.
struct ApplicationFacts {
    storage::EndorsementRow endorsement;
    CertificateFacts certificate;
    domain::EndorsementView view = domain::EndorsementView::generating;
};
/// @error not_found
Task<Result<ApplicationFacts>> load_application(Services& services,
                                                const Actor& actor,
                                                EndorsementId id);

/// Every application of this account's persons, newest first.
Task<Result<std::vector<ApplicationFacts>>> list_applications(Services& services,
                                                              const Actor& actor);

/// 撤回: the endorsement ends now; the use stays counted.
/// @error not_found, endorsement.expired, endorsement.not_ready, endorsement.withdrawn
Task<Result<void>> withdraw_endorsement(Services& services, const Actor& actor, CopyId copy);

}  // namespace yinxin::service
