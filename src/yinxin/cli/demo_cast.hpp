// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/demo_accounts.hpp"
#include "yinxin/cli/demo_people.hpp"
#include "yinxin/domain/endorsement.hpp"
#include "yinxin/domain/paper_certificate.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/persons.hpp"

#include <optional>
#include <string>
#include <vector>

/// Everybody and everything of the demonstration before it is written.
namespace yinxin::cli {

/// One application. A pending one is pressed in the background when the demonstration is first
/// served; all others are over and have no file.
struct DemoEndorsement {
    Instant applied_at{};
    int days = 90;
    std::string recipient;
    domain::EndorsementState state = domain::EndorsementState::pending;
    Instant state_at{};
    std::string failure_code;
};

/// One certificate with its history.
struct DemoLine {
    std::vector<storage::NewCertificate> versions;  ///< oldest first; at least one
    std::optional<domain::PaperCertificate> paper;
    std::vector<DemoEndorsement> endorsements;  ///< oldest first, of the newest version
    bool wants_exempt_copy = false;             ///< needs no endorsement; press its copy

    [[nodiscard]] const domain::FaceData& face() const { return versions.back().face; }
};

struct DemoLogin {
    std::string login_name;
    std::string password;  ///< empty: nobody knows one
    domain::PersonName name;
    domain::IdNumber document;
    domain::Mobile mobile;
    storage::AccountOrigin origin = storage::AccountOrigin::exam_platform;
    bool is_bound = true;
    int agreed_to = 0;        ///< version of the notice; 0: none
    domain::Bilingual shows;  ///< printed accounts only

    [[nodiscard]] bool is_printed() const noexcept { return !password.empty(); }
};

/// A person with certificates, an account, or both.
struct DemoHolder {
    std::optional<storage::NewPerson> person;  ///< none: the register does not know them
    std::vector<DemoLine> lines;
    std::optional<DemoLogin> login;
    domain::Bilingual invites;  ///< printed for visitors who want to register as this person
};

}  // namespace yinxin::cli
