// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"
#include "yinxin/storage/store.hpp"

#include <vector>

/// How tries to bind an account to a person went. The account's owner hears the same whatever was
/// wrong (docs/choices.md#c24); the office, on the telephone, must be able to say why.
namespace yinxin::storage {

enum class BindingOutcome {
    code_sent,      ///< the proof fitted, a code went out
    code_withheld,  ///< the proof fitted, but the mobile had had enough codes
    proof_wrong,    ///< number, year or corrected data do not fit
    no_mobile,      ///< the exam record has none: only the office can help
    code_wrong,
    code_expired,
    office_asked,  ///< the owner asked the office to confirm
    bound,
};

}  // namespace yinxin::storage

template <>
struct yinxin::domain::KeyTable<yinxin::storage::BindingOutcome> {
    static constexpr std::array<Keyed<storage::BindingOutcome>, 8> rows{{
        {storage::BindingOutcome::code_sent, "code_sent"},
        {storage::BindingOutcome::code_withheld, "code_withheld"},
        {storage::BindingOutcome::proof_wrong, "proof_wrong"},
        {storage::BindingOutcome::no_mobile, "no_mobile"},
        {storage::BindingOutcome::code_wrong, "code_wrong"},
        {storage::BindingOutcome::code_expired, "code_expired"},
        {storage::BindingOutcome::office_asked, "office_asked"},
        {storage::BindingOutcome::bound, "bound"},
    }};
};

namespace yinxin::storage {

struct BindingAttempt {
    Instant at{};
    BindingOutcome outcome = BindingOutcome::proof_wrong;
};
Result<void> record_binding_attempt(Transaction& transaction,
                                    AccountId account,
                                    BindingOutcome outcome,
                                    Instant at);
/// Newest first.
Result<std::vector<BindingAttempt>> list_binding_attempts(Reader& reader,
                                                          AccountId account,
                                                          int most);

}  // namespace yinxin::storage
