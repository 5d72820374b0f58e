// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/words.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/copy_states.hpp"

#include <string>

namespace yinxin::http {

/// "/office/certificates/<holder>-<line>"
[[nodiscard]] std::string certificate_page(storage::LineKey key);
[[nodiscard]] inline std::string certificate_page(const storage::CertificateRecord& record) {
    return certificate_page(storage::LineKey{record.holder, record.line});
}
/// The key in the address. @error not_found
Result<storage::LineKey> certificate_in_address(const Context& context);

/// Qualification, level, specialty and status of one line of a list: set_certificate, STATUS, and
/// HIDDEN with BATCH_TEXT where the batch is not out.
void set_listed(View& row, const Context& context, const storage::CertificateRecord& record);
/// COPY_NUMBER, APPLIED_AT, VALID_UNTIL or NO_END, STATE_CLASS, STATE_TEXT, FAILURE with
/// FAILURE_TEXT, JOB with JOB_TEXT, NEXT_RUN and JOB_ERROR.
void set_copy(View& row,
              const Context& context,
              const storage::CopyStanding& standing,
              const domain::EndorsementPolicy* policy);

}  // namespace yinxin::http
