// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/checks.hpp"

#include <vector>

/// 核验记录: who checked my certificates, and what I have checked.
namespace yinxin::service {

inline constexpr int most_checks_shown = 200;

/// One check of a certificate of the asker's own.
struct CheckOfMine {
    storage::CheckRow check;
    storage::CertificateRecord certificate;  ///< as it stands now
};

struct CheckHistory {
    std::vector<CheckOfMine> of_mine;      ///< those whose time to be shown has come
    std::vector<storage::CheckRow> by_me;  ///< made while signed in
};

/// Both, newest first, at most most_checks_shown each.
Task<Result<CheckHistory>> load_check_history(Services& services, Actor actor);

}  // namespace yinxin::service
