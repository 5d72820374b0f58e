// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/revocation_round.hpp"

#include "yinxin/jobs/revocation_fetch.hpp"
#include "yinxin/storage/alarms.hpp"

#include <algorithm>
#include <limits>

namespace yinxin::jobs {
namespace {

using std::chrono::seconds;

/// An address is never asked more often than this.
constexpr seconds least_wait{60};
/// The next list is usually there before the last one ends.
constexpr seconds ahead{3600};
constexpr seconds between_alarms{3600};

seconds wait_after(std::int64_t failures, seconds refresh) {
    const auto doublings = std::clamp<std::int64_t>(failures - 1, 0, 12);
    return std::max(least_wait, std::min(refresh, least_wait * (1 << doublings)));
}

const storage::RevocationMark* find(const std::vector<storage::RevocationMark>& marks,
                                    const RevocationTarget& target) {
    const auto found = std::ranges::find(marks, target.key(), &storage::RevocationMark::key);
    return found == marks.end() ? nullptr : &*found;
}

std::string name_of(const storage::NewAlarm& alarm) {
    return std::string(domain::key(alarm.kind)) + ' ' + alarm.object;
}

bool is_revoked(const CertificateStanding& standing, Instant now) {
    return standing.revocation && standing.revocation->spoils_signature_made_at(now);
}

bool is_stale(const CertificateStanding& standing, seconds limit, Instant now) {
    if (!standing.is_expected) return false;
    const auto age = standing.age(now);
    return !age || *age > limit;
}

}  // namespace

bool is_fetch_due(const storage::RevocationMark* mark,
                  const config::Revocation& settings,
                  Instant now) noexcept {
    if (mark == nullptr) return true;
    if (mark->failures > 0) {
        return now >= mark->tried_at + wait_after(mark->failures, settings.refresh);
    }
    Instant due = mark->tried_at + settings.refresh;
    if (mark->next_update) due = std::min(due, *mark->next_update - ahead);
    return now >= std::max(due, mark->tried_at + least_wait);
}

RevocationRound::RevocationRound(storage::Store& store,
                                 RevocationShelf& shelf,
                                 const Clock& clock,
                                 observe::Metrics& metrics,
                                 std::function<bool()> is_stopping)
    : store_(store),
      shelf_(shelf),
      clock_(clock),
      is_stopping_(std::move(is_stopping)),
      age_(metrics.gauge("yinxin_revocation_age_seconds",
                         "Age of the oldest revocation data of our own chains; +Inf: none yet")),
      failing_(metrics.gauge("yinxin_revocation_addresses_failing",
                             "Revocation addresses whose last try failed")),
      revoked_(metrics.gauge("yinxin_revocation_revoked",
                             "Certificates of our own chains that are revoked")) {}

Result<std::int64_t> RevocationRound::round() {
    YX_CHECK(fetch_due());
    const Instant now = clock_.now();
    YX_CHECK(shelf_.load(store_, now));
    YX_TRY(const auto marks, store_.read_now(storage::list_revocation_marks));
    measure(now, marks);
    YX_CHECK(raise_alarms(now));
    return std::int64_t{0};
}

Result<void> RevocationRound::fetch_due() {
    YX_TRY(const auto marks, store_.read_now(storage::list_revocation_marks));
    for (const RevocationTarget& target : shelf_.targets()) {
        if (is_stopping_()) return ok();
        if (!is_fetch_due(find(marks, target), shelf_.settings(), clock_.now())) continue;
        const Result<HeldData> outcome = fetch_revocation_data(shelf_, target, clock_);
        const Instant now = clock_.now();
        YX_CHECK(store_.write_now([&](storage::Transaction& transaction) {
            return record_fetch(transaction, target, outcome, now);
        }));
    }
    return ok();
}

void RevocationRound::measure(Instant now, const std::vector<storage::RevocationMark>& marks) {
    double oldest = 0;
    double revoked = 0;
    for (const CertificateStanding& standing : shelf_.standings()) {
        if (is_revoked(standing, now)) ++revoked;
        if (!standing.is_expected) continue;
        const auto age = standing.age(now);
        oldest = std::max(
            oldest,
            age ? static_cast<double>(age->count()) : std::numeric_limits<double>::infinity());
    }
    double failing = 0;
    for (const RevocationTarget& target : shelf_.targets()) {
        const auto* mark = find(marks, target);
        if (mark != nullptr && mark->failures > 0) ++failing;
    }
    age_.set(oldest);
    failing_.set(failing);
    revoked_.set(revoked);
}

Result<void> RevocationRound::raise_alarms(Instant now) {
    std::vector<storage::NewAlarm> alarms;
    for (const CertificateStanding& standing : shelf_.standings()) {
        if (is_revoked(standing, now)) {
            alarms.push_back({domain::AlarmKind::seal_revoked,
                              standing.chain,
                              {},
                              to_hex(standing.certificate.serial_der())});
        }
        if (is_stale(standing, shelf_.settings().stale_after, now)) {
            const auto age = standing.age(now);
            alarms.push_back({domain::AlarmKind::revocation_stale,
                              standing.chain,
                              {},
                              age ? std::to_string(age->count()) : std::string("none")});
        }
    }
    // What is over may be told at once when it comes back.
    std::erase_if(told_, [&](const auto& told) {
        return std::ranges::find(alarms, told.first, name_of) == alarms.end();
    });
    std::erase_if(alarms,
                  [&](const storage::NewAlarm& alarm) { return !is_news(name_of(alarm), now); });
    if (alarms.empty()) return ok();
    return store_.write_now([&](storage::Transaction& transaction) -> Result<void> {
        for (const storage::NewAlarm& alarm : alarms)
            YX_CHECK(storage::raise_alarm(transaction, alarm, now));
        return ok();
    });
}

bool RevocationRound::is_news(const std::string& object, Instant now) {
    const auto [told, is_first] = told_.try_emplace(object, now);
    if (is_first) return true;
    if (now - told->second < between_alarms) return false;
    told->second = now;
    return true;
}

}  // namespace yinxin::jobs
