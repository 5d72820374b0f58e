// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/mobile.hpp"
#include "yinxin/domain/person_name.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/identity_cases.hpp"
#include "yinxin/storage/identity_files.hpp"

#include <optional>
#include <string>
#include <vector>

/// A request to confirm somebody's identity with everything that was said about it, as both sides
/// read it.
namespace yinxin::service {

/// Who asks, in his own words: what the office compares with the register.
struct IdentityApplicant {
    storage::StatedPerson person;
    domain::Mobile mobile;  ///< where answers go; for a recovery also what the account gets
    std::optional<storage::StatedPerson> agent{};  ///< who asks for the person; answers go to him
};
[[nodiscard]] std::string pack_applicant(const IdentityApplicant& applicant);
/// @error malformed
Result<IdentityApplicant> unpack_applicant(std::string_view packed);

struct IdentityPart {
    domain::IdentityMessageKind kind = domain::IdentityMessageKind::statement;
    std::string text;
    Instant at{};
    std::string author;  ///< name of who wrote it for the office; empty: the applicant
    std::vector<storage::IdentityFile> files;
};

struct IdentityStory {
    storage::IdentityCase request;
    IdentityApplicant applicant;
    std::vector<IdentityPart> parts;  ///< the statement first

    /// What the office said last, a question or an answer; null: nothing yet.
    [[nodiscard]] const IdentityPart* said_by_office() const noexcept;
    [[nodiscard]] const storage::IdentityFile* find_file(domain::IdentityFileId id) const noexcept;
};
/// @error malformed, crypto.unsealing_failed
Result<IdentityStory> read_identity_story(storage::Reader& reader,
                                          const Services& services,
                                          storage::IdentityCase request);

/// One piece of evidence with its bytes.
struct IdentityEvidence {
    storage::IdentityFile file;
    Bytes content;
};
/// @error not_found
[[nodiscard]] Task<Result<IdentityEvidence>> load_evidence(Services& services,
                                                           IdentityStory story,
                                                           domain::IdentityFileId id);

}  // namespace yinxin::service
