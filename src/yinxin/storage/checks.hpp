// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"
#include "yinxin/domain/organisation.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::storage {

/// Which door a check came through.
enum class Door { page, code, upload, match, query, bulk, api };

/// Who checked, as far as known.
enum class CheckerKind { anonymous, account, organisation, client };

/// Who asks and why. Anonymous looks are only counted (count_copy_check); the others are kept one
/// by one and shown to the holder.
struct Checker {
    CheckerKind kind = CheckerKind::anonymous;
    std::string id;       ///< account, organisation or client id; empty for anonymous
    std::string name;     ///< shown to the holder: the organisation's name or a masked account name
    std::string purpose;  ///< in the checker's words; kept and visible to the holder
    /// The holder sees the check from here on; policy for authorities and bid evaluation.
    std::optional<Instant> visible_from;
    /// The account, or the API client, that checks for an organisation.
    std::optional<std::int64_t> made_by = std::nullopt;
};

/// One check of one certificate, kept (核验记录).
struct CheckRow {
    std::int64_t id = 0;
    Instant at;
    LineId line{};
    std::optional<std::string> copy_no;
    Door door = Door::upload;
    CheckerKind checker_kind = CheckerKind::account;
    std::string checker_id;
    std::string checker_name;
    std::string purpose;
    std::string outcome;  ///< verdict key, e.g. "VALID"; "MATCH" and "NO_MATCH" of door match
    HolderId holder;
    Instant visible_from;
    std::optional<std::int64_t> made_by;
    /// Of an organisation: what is known of the name that stands here. A confirmed organisation
    /// counts as such only for checks under the name that was confirmed.
    std::optional<domain::OrganisationStanding> standing;
};

struct NewCheck {
    HolderId holder;
    LineId line;
    std::optional<std::string> copy_no;
    Door door = Door::upload;
    Checker checker;
    std::string outcome;
    Instant at;
};

/// Keeps a check by somebody who is known; an anonymous checker is refused (a bug).
/// @error invalid_input
Result<void> insert_check(Transaction& transaction, const DataKeys& keys, const NewCheck& check);
/// Those of one holder that may be shown at `now`, newest first, at most `limit`.
Result<std::vector<CheckRow>> list_checks(
    Reader& reader, const DataKeys& keys, HolderId holder, Instant now, int limit);
/// What one checker has checked, newest first, at most `limit`; also what holders may not see yet.
Result<std::vector<CheckRow>> list_checks_by(
    Reader& reader, const DataKeys& keys, CheckerKind kind, std::string_view checker_id, int limit);

/// Where a list of checks goes on: behind this one.
struct CheckPlace {
    Instant at{};
    std::int64_t id = 0;
};
/// Which checks of an organisation are asked for.
struct CheckFilter {
    std::int64_t made_by = 0;  ///< 0: by anybody
    std::optional<Door> door;
    std::optional<CivilDay> day;  ///< UTC+8
    std::optional<CheckPlace> before;
};
/// What was checked for an organisation by whomever, newest first, at most `limit`; also what
/// holders may not see yet.
Result<std::vector<CheckRow>> list_checks_of_organisation(Reader& reader,
                                                          const DataKeys& keys,
                                                          domain::OrganisationId organisation,
                                                          const CheckFilter& filter,
                                                          int limit);
/// Whether the checker looked at the page of this copy, for the same purpose, after `since`: by
/// scanning or typing its code.
Result<bool> has_looked_since(Reader& reader,
                              const DataKeys& keys,
                              const NewCheck& look,
                              Instant since);

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::Door> {
    static constexpr std::array<Keyed<storage::Door>, 7> rows{{
        {storage::Door::page, "page"},
        {storage::Door::code, "code"},
        {storage::Door::upload, "upload"},
        {storage::Door::match, "match"},
        {storage::Door::query, "query"},
        {storage::Door::bulk, "bulk"},
        {storage::Door::api, "api"},
    }};
};

template <>
struct KeyTable<storage::CheckerKind> {
    static constexpr std::array<Keyed<storage::CheckerKind>, 4> rows{{
        {storage::CheckerKind::anonymous, "anonymous"},
        {storage::CheckerKind::account, "account"},
        {storage::CheckerKind::organisation, "organisation"},
        {storage::CheckerKind::client, "client"},
    }};
};

}  // namespace yinxin::domain
