// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only. One check per file; each is a row of the table of design
// section 3, or part of one. A check says nothing when its row does not match; what it notices
// besides goes into the report's findings. A check may rely on those before it.

#include "yinxin/verify/checks/case.hpp"

namespace yinxin::verify {

using Check = std::optional<Row>(Case&);

// 1: hostile, unreadable, over a limit.
Check check_structure;
// 2: no signature.
Check check_sealed;
// 3: an algorithm or variant nobody here knows.
Check check_supported;
// 4: are these the sealed bytes?
Check check_signature;
Check check_coverage;
Check check_timestamp;
// 5: who sealed?
Check check_chain;
Check check_pinned;
Check check_key_usage;
Check check_seal_maker;
// 6: was the signer, was the seal valid at the signing time?
Check check_signer_dates;
Check check_seal_dates;
// 7: was the signer revoked before, or its key lost?
Check check_signer_revocation;
// 8: can the signing time be proven where that matters?
Check check_time_proven;
// 9: does the register know these bytes?
Check check_registered;
// Reported, never judged.
Check check_recipient;
// 10: certificate or endorsement withdrawn.
Check check_certificate;
Check check_endorsement_state;
// 11: endorsement out of its time.
Check check_endorsement_time;

}  // namespace yinxin::verify
