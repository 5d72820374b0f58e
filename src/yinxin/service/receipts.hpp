// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/letter.hpp"
#include "yinxin/service/packed_report.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/verification_results.hpp"

#include <functional>
#include <optional>
#include <string>

/// What a verifier was told, kept for a day under a random token so that its page can be read
/// again; and the receipt (核验回执) of it, a sealed PDF and a signed JSON, kept for
/// settings.receipts.keep. Who has the token may read both.
namespace yinxin::service {

struct KeptAnswer {
    CheckedSubject checked;
    Instant checked_at;
    Instant expires_at;
    std::optional<std::string> receipt_no;
    std::optional<Instant> receipt_made_at;
};

/// @return the token of the answer's page.
Task<Result<std::string>> keep_answer(Services& services, CheckedSubject checked);
/// @error not_found  no such token, or its time is over.
Task<Result<KeptAnswer>> load_answer(Services& services, std::string token);

/// The receipt in words, in the language of the page. Its number and time are set by give_receipt.
using ReceiptWords = std::function<documents::Letter(const KeptAnswer& answer)>;
/// Makes the receipt of an answer; an answer has one, and asking again changes nothing.
/// @error not_found; unavailable  this installation has no receipts key;
///   signing.timestamp_unavailable, document.text_does_not_fit
Task<Result<void>> give_receipt(Services& services, std::string token, ReceiptWords words);
/// @error not_found  no receipt was given, or its time is over.
Task<Result<storage::ReceiptFiles>> open_receipt(Services& services, std::string token);
/// The receipt of ours that this file is, byte for byte, however old; PDF or JSON.
Task<Result<std::optional<storage::ReceiptRow>>> recognise_receipt(Services& services,
                                                                   crypto::Digest32 sha256);

}  // namespace yinxin::service
