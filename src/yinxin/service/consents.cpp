// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/consents.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>
#include <map>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::Reader;
using storage::Transaction;

Result<storage::NoticeRow> notice_in_force(Reader& reader, Instant now) {
    YX_TRY(auto row, storage::find_notice_in_force(reader, now));
    if (!row) return Error(ErrorCode::notice_not_in_force);
    return *std::move(row);
}

Result<std::optional<std::int64_t>> privacy_in_force(Reader& reader, Instant now) {
    return reader.maybe<std::int64_t>(
        sql::notice::find_version_in_force, storage::privacy_notice, now);
}

/// The version in force, where the account has not agreed to it.
Result<std::optional<std::int64_t>> privacy_to_ask(Reader& reader, AccountId account, Instant now) {
    YX_TRY(const std::optional<std::int64_t> privacy, privacy_in_force(reader, now));
    YX_TRY(const std::optional<std::int64_t> agreed,
           reader.maybe<std::int64_t>(sql::consent::find_newest, account, storage::privacy_notice));
    const bool is_asked = privacy && (!agreed || *agreed < *privacy);
    return is_asked ? privacy : std::optional<std::int64_t>();
}

Result<NoticeView> read_notice(Reader& reader, AccountId account, Language language, Instant now) {
    YX_TRY(const storage::NoticeRow row, notice_in_force(reader, now));
    YX_TRY(const std::vector<Consent> consents, list_consents(reader, account));
    NoticeView view;
    view.version = row.version;
    view.effective_at = row.effective_at;
    view.title = language == Language::zh ? row.title_zh : row.title_en;
    view.parts = parse_notice_body(language == Language::zh ? row.body_zh : row.body_en);
    for (const Consent& consent : consents) {
        if (consent.version >= row.version) view.agreed_at = consent.accepted_at;
        if (consent.version < row.version) view.has_agreed_before = true;
    }
    YX_TRY(view.privacy_asked, privacy_to_ask(reader, account, now));
    return view;
}

/// Whether the privacy notice beside the button is the one in force, or none is left to agree to.
Result<bool> is_current_privacy(Reader& reader,
                                AccountId account,
                                std::optional<std::int64_t> shown,
                                Instant now) {
    YX_TRY(const auto asked, privacy_to_ask(reader, account, now));
    if (asked || !shown) return asked == shown;
    // Agreed to already, by another page or a second click.
    YX_TRY(const auto in_force, privacy_in_force(reader, now));
    return in_force == shown;
}

/// One row, and its event if it is new.
Result<void> record(Transaction& transaction,
                    AccountId account,
                    std::string_view notice,
                    std::int64_t version,
                    const Origin& origin,
                    Instant now) {
    YX_TRY(
        const std::int64_t rows,
        transaction.execute(sql::consent::insert, account, notice, version, now, origin.address));
    if (rows == 0) return ok();
    std::map<std::string, std::string> facts{{"version", std::to_string(version)}};
    if (notice != storage::service_notice) facts.emplace("notice", notice);
    return audit_account(
        transaction, domain::EventKind::notice_accepted, account, now, std::move(facts));
}

}  // namespace

std::vector<NoticePart> parse_notice_body(std::string_view body) {
    std::vector<NoticePart> parts;
    bool is_paragraph_open = false;
    for (std::string_view line : split(body, '\n')) {
        line = trim(line);
        if (line.empty()) {
            is_paragraph_open = false;
            continue;
        }
        if (line.starts_with("# ")) {
            parts.push_back({std::string(trim(line.substr(2))), {}});
            is_paragraph_open = false;
            continue;
        }
        if (parts.empty()) parts.emplace_back();
        std::vector<std::string>& paragraphs = parts.back().paragraphs;
        if (is_paragraph_open) {
            paragraphs.back() += ' ' + std::string(line);
        } else {
            paragraphs.emplace_back(line);
            is_paragraph_open = true;
        }
    }
    return parts;
}

Task<Result<NoticeView>> find_notice(Services& services, AccountId account, Language language) {
    const Instant now = services.clock.now();
    auto read = [account, language, now](Reader& reader) {
        return read_notice(reader, account, language, now);
    };
    co_return co_await services.store.read(read);
}

Task<Result<std::optional<NoticeView>>> find_privacy_notice(Services& services, Language language) {
    const Instant now = services.clock.now();
    auto read = [language, now](Reader& reader) -> Result<std::optional<NoticeView>> {
        YX_TRY(const auto row, storage::find_notice_in_force(reader, now, storage::privacy_notice));
        if (!row) return std::optional<NoticeView>();
        NoticeView view;
        view.version = row->version;
        view.effective_at = row->effective_at;
        view.title = language == Language::zh ? row->title_zh : row->title_en;
        view.parts = parse_notice_body(language == Language::zh ? row->body_zh : row->body_en);
        return std::optional(std::move(view));
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> accept_notice(Services& services,
                                 AccountId account,
                                 ShownNotices shown,
                                 Origin origin) {
    const Instant now = services.clock.now();
    auto accept = [account, shown, origin, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const storage::NoticeRow row, notice_in_force(transaction, now));
        YX_TRY(const bool is_current, is_current_privacy(transaction, account, shown.privacy, now));
        if (row.version != shown.service || !is_current) {
            return Error(ErrorCode::conflict, "another version of the notice is in force");
        }
        YX_CHECK(record(transaction, account, storage::service_notice, shown.service, origin, now));
        if (!shown.privacy) return ok();
        return record(transaction, account, storage::privacy_notice, *shown.privacy, origin, now);
    };
    co_return co_await services.store.write(accept);
}

Result<void> agree_to_privacy(Transaction& transaction,
                              AccountId account,
                              Instant sent_at,
                              const Origin& origin,
                              Instant now) {
    YX_TRY(const auto shown,
           transaction.maybe<std::int64_t>(
               sql::notice::find_version_in_force, storage::privacy_notice, sent_at));
    if (!shown) return ok();
    return record(transaction, account, storage::privacy_notice, *shown, origin, now);
}

Result<std::vector<Consent>> list_consents(Reader& reader, AccountId account) {
    return reader.all<Consent>(sql::consent::list_for_account, account, storage::service_notice);
}

}  // namespace yinxin::service
