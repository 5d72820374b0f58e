// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/domain/keyed.hpp"
#include "yinxin/domain/uscc.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Organisations that check certificates (核验单位) and the accounts that act for them.
namespace yinxin::domain {

using OrganisationId = Id<struct OrganisationTag>;

/// What is known of an organisation's name and code; holders are told.
enum class OrganisationStanding {
    stated,     ///< 自称: nobody but its own people has said so
    confirmed,  ///< 已核实: the office has looked at its papers
    closed,     ///< 已停用: nobody acts for it any more
};

template <>
struct KeyTable<OrganisationStanding> {
    static constexpr std::array<Keyed<OrganisationStanding>, 3> rows{{
        // A key that is not known reads as the first value: the one that promises least.
        {OrganisationStanding::closed, "closed"},
        {OrganisationStanding::stated, "stated"},
        {OrganisationStanding::confirmed, "confirmed"},
    }};
};

/// Whose checks may be shown to holders later (check_display.hpp); only the office says so.
enum class OrganisationClass {
    ordinary,
    authority,  ///< 主管部门
};

template <>
struct KeyTable<OrganisationClass> {
    static constexpr std::array<Keyed<OrganisationClass>, 2> rows{{
        {OrganisationClass::ordinary, "ordinary"},
        {OrganisationClass::authority, "authority"},
    }};
};

enum class MemberRole {
    member,  ///< 成员: checks for the organisation and reads its history
    owner,   ///< 负责人: invites and removes as well; there is always one
};

template <>
struct KeyTable<MemberRole> {
    static constexpr std::array<Keyed<MemberRole>, 2> rows{{
        {MemberRole::member, "member"},
        {MemberRole::owner, "owner"},
    }};
};

enum class PurposeKind {
    ordinary,
    bid_evaluation,  ///< 评标: holders see the check from a stated day on
};

template <>
struct KeyTable<PurposeKind> {
    static constexpr std::array<Keyed<PurposeKind>, 2> rows{{
        {PurposeKind::ordinary, "ordinary"},
        {PurposeKind::bid_evaluation, "bid_evaluation"},
    }};
};

/// How many organisations one account may act for; the slots of organisation_member run to it.
inline constexpr int most_organisations = 5;
inline constexpr std::int64_t most_members = 200;
inline constexpr std::int64_t most_purposes = 50;
inline constexpr std::int64_t most_open_invitations = 20;
inline constexpr int invitation_days = 7;

inline constexpr std::size_t max_organisation_name = 100;
inline constexpr std::size_t max_contact_name = 50;

/// The name as registered, on one line, without the words that say whether it is confirmed.
/// @error organisation.name_invalid  param `max`
[[nodiscard]] Result<std::string> parse_organisation_name(std::string_view raw);
/// @error organisation.uscc_invalid
[[nodiscard]] Result<Uscc> parse_organisation_uscc(std::string_view raw);

/// Whom the office calls about an organisation (联系人).
struct OrganisationContact {
    std::string name;
    std::string phone;  ///< mobile or land line, as written

    friend bool operator==(const OrganisationContact&, const OrganisationContact&) = default;
};
/// The phone has 7 to 15 digits; signs people write between them stay.
/// @error organisation.contact_invalid  param `field`: contact_name, contact_phone
[[nodiscard]] Result<OrganisationContact> parse_contact(std::string_view name,
                                                        std::string_view phone);

}  // namespace yinxin::domain
