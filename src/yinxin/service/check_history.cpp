// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/check_history.hpp"

#include "yinxin/storage/account_merges.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using storage::Reader;

Result<void> add_of_one(Reader& reader,
                        const Services& services,
                        HolderId holder,
                        Instant now,
                        std::vector<CheckOfMine>& all) {
    YX_TRY(std::vector<storage::CheckRow> checks,
           storage::list_checks(reader, services.keys, holder, now, most_checks_shown));
    for (storage::CheckRow& check : checks) {
        YX_TRY(auto certificate,
               storage::find_certificate(reader, services.keys, holder, check.line));
        if (!certificate || !storage::is_released(*certificate)) continue;
        all.push_back({std::move(check), *std::move(certificate)});
    }
    return ok();
}

Result<CheckHistory> read_history(Reader& reader,
                                  const Services& services,
                                  const Actor& actor,
                                  Instant now) {
    CheckHistory history;
    for (const HolderId holder : actor.holders) {
        YX_CHECK(add_of_one(reader, services, holder, now, history.of_mine));
    }
    const auto at = [](const CheckOfMine& one) { return one.check.at; };
    std::ranges::sort(history.of_mine, std::ranges::greater(), at);
    if (history.of_mine.size() > most_checks_shown) {
        history.of_mine.erase(history.of_mine.begin() + most_checks_shown, history.of_mine.end());
    }
    YX_TRY(history.by_me,
           storage::list_checks_by(reader,
                                   services.keys,
                                   storage::CheckerKind::account,
                                   actor.account.str(),
                                   most_checks_shown));
    // What an account that was merged into this one checked is this person's too.
    YX_TRY(const auto merged, storage::list_merged_accounts(reader, actor.account));
    for (const AccountId account : merged) {
        YX_TRY(auto earlier,
               storage::list_checks_by(reader,
                                       services.keys,
                                       storage::CheckerKind::account,
                                       account.str(),
                                       most_checks_shown));
        std::ranges::move(earlier, std::back_inserter(history.by_me));
    }
    if (!merged.empty()) {
        std::ranges::sort(history.by_me, std::ranges::greater(), &storage::CheckRow::at);
        if (history.by_me.size() > most_checks_shown) {
            history.by_me.erase(history.by_me.begin() + most_checks_shown, history.by_me.end());
        }
    }
    return history;
}

}  // namespace

Task<Result<CheckHistory>> load_check_history(Services& services, Actor actor) {
    const Instant now = services.clock.now();
    auto read = [&services, actor, now](Reader& reader) {
        return read_history(reader, services, actor, now);
    };
    co_return co_await services.store.read(read);
}

}  // namespace yinxin::service
