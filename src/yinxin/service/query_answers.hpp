// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/letter.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/verification_results.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// The answer of a query (证书查询), kept for a day under a random token, and its receipt
/// (查询回执), a sealed PDF and a signed JSON, kept for settings.receipts.keep. It names a person,
/// so the token opens it for the account that asked and for nobody else.
namespace yinxin::service {

/// What the form asks, as typed.
struct Query {
    std::string name;
    std::string id_number;
    std::string management_number;  ///< or 查询编号
    std::string purpose;
};

/// What a query tells of a certificate, as it stood then.
struct QueriedCertificate {
    domain::CertificateKind kind = domain::CertificateKind::certificate;
    domain::Bilingual qualification;
    domain::Bilingual level;
    domain::Bilingual specialty;
    CivilDay issued_on{};
    domain::CertificateStatus status = domain::CertificateStatus::valid;
    bool is_recalled = false;
    bool is_stopped = false;
    std::string photo_sha256;  ///< empty: none is shown
};
[[nodiscard]] QueriedCertificate queried(const storage::CertificateRecord& record);

/// No more than the verifier typed, and of the certificate: status, qualification, date and photo.
struct QueryAnswer {
    Query asked;
    std::string masked_id;  ///< for the receipt, which goes from hand to hand
    Instant at{};
    std::optional<QueriedCertificate> found;

    /// "valid", another status, "recalled", "stopped" or "not_found".
    [[nodiscard]] std::string outcome() const;
};

/// What the verdict of a kept result begins with where it is the answer of a query; the outcome
/// follows.
inline constexpr std::string_view query_outcome_prefix = "query.";

/// Keeps an answer. @return the token of its page.
Result<std::string> keep_query_answer(storage::Transaction& transaction,
                                      const storage::DataKeys& keys,
                                      AccountId account,
                                      const QueryAnswer& answer);

struct KeptQueryAnswer {
    QueryAnswer answer;
    Instant expires_at;
    std::optional<std::string> receipt_no;
    std::optional<Instant> receipt_made_at;
    Bytes photo;  ///< JPEG; empty where there is none
};
/// @error not_found  no such token, another account's, or its time is over.
Task<Result<KeptQueryAnswer>> load_query_answer(Services& services,
                                                AccountId account,
                                                std::string token);

/// The receipt in words, in the language of the page.
using QueryReceiptWords = std::function<documents::Letter(const QueryAnswer& answer)>;
/// Makes the receipt of an answer; an answer has one, and asking again changes nothing.
/// @error not_found; unavailable  this installation has no receipts key;
///   signing.timestamp_unavailable, document.text_does_not_fit
Task<Result<void>> give_query_receipt(Services& services,
                                      AccountId account,
                                      std::string token,
                                      QueryReceiptWords words);
/// @error not_found  no receipt was given, another account's, or its time is over.
Task<Result<storage::ReceiptFiles>> open_query_receipt(Services& services,
                                                       AccountId account,
                                                       std::string token);

}  // namespace yinxin::service
