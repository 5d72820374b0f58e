// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/password.hpp"
#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// The invented people of the demonstration's issuing office.
namespace yinxin::cli {

/// One of them. Password and authenticator protect nothing: everybody gets them.
struct DemoStaff {
    std::string login_name;
    std::string password;
    std::string totp;  ///< the authenticator's secret in base32
    std::string name;
    std::string issuer_id;  ///< empty: all authorities
    domain::RoleSet roles;
    domain::Bilingual shows;
};

/// The file in a demonstration's data directory (0600).
inline constexpr std::string_view demo_staff_file = "demo-staff.toml";

/// Everybody of the office, ready to log in: two authorities with clerk and approver each, and one
/// of every other role.
Result<std::vector<DemoStaff>> write_demo_staff(storage::Store& store,
                                                const storage::DataKeys& keys,
                                                crypto::PasswordCost cost,
                                                Instant now);

[[nodiscard]] Result<void> save_demo_staff(const std::filesystem::path& data_dir,
                                           const std::vector<DemoStaff>& staff);
/// Without roles, which are in the database. Empty where the file is not there, as in production.
/// @error config.invalid
[[nodiscard]] Result<std::vector<DemoStaff>> load_demo_staff(const std::filesystem::path& data_dir);

}  // namespace yinxin::cli
