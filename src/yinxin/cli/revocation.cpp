// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/revocation.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/jobs/revocation_fetch.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using jobs::CertificateStanding;
using jobs::HeldData;
using jobs::RevocationShelf;
using jobs::RevocationTarget;
using storage::RevocationMark;

/// An installation with what it holds.
struct Desk {
    DataDirectory data;
    std::shared_ptr<RevocationShelf> shelf;
};

Result<Desk> open_desk(const std::filesystem::path& directory, Instant now) {
    YX_TRY(const config::Settings settings, load_directory_settings(directory));
    YX_TRY(DataDirectory data, DataDirectory::open(directory));
    YX_TRY(auto shelf, RevocationShelf::open(*data.store, settings, {}));
    if (shelf->targets().empty()) {
        return Error(ErrorCode::config_invalid,
                     "no address is configured: revocation.lists, revocation.responders");
    }
    YX_CHECK(shelf->load(*data.store, now));
    return Desk{std::move(data), std::move(shelf)};
}

std::string when(const std::optional<Instant>& at) {
    return at ? format_civil(*at) : std::string("not said");
}

bool is_stale(const CertificateStanding& standing, const RevocationShelf& shelf, Instant now) {
    const auto age = standing.age(now);
    return standing.is_expected && (!age || *age > shelf.settings().stale_after);
}

std::string_view word_for(const CertificateStanding& standing,
                          const RevocationShelf& shelf,
                          Instant now) {
    if (standing.revocation) return "revoked";
    if (!standing.is_expected) return "no address";
    if (!standing.known_until) return "nothing fetched";
    return is_stale(standing, shelf, now) ? "stale" : "good";
}

void print_words(const CertificateStanding& standing, std::string_view word, Instant now) {
    fmt::print("{}: {}, serial {}\n  {}",
               standing.chain,
               standing.certificate.common_name(),
               to_hex(standing.certificate.serial_der()),
               word);
    if (standing.revocation) {
        fmt::print(" {} (reason {})",
                   format_civil(standing.revocation->at),
                   static_cast<int>(standing.revocation->reason));
    }
    if (const auto age = standing.age(now)) {
        fmt::print("; {} s old, made {}, next {}, from {}",
                   age->count(),
                   when(standing.this_update),
                   when(standing.next_update),
                   standing.source);
    }
    fmt::print("\n");
}

void print_json(const CertificateStanding& standing, std::string_view word, Instant now) {
    boost::json::object told{{"chain", standing.chain},
                             {"name", standing.certificate.common_name()},
                             {"sha256", to_hex(standing.certificate.fingerprint())},
                             {"state", word}};
    if (standing.revocation) told["revoked_at"] = format_civil(standing.revocation->at);
    if (const auto age = standing.age(now)) {
        told["age_seconds"] = age->count();
        told["this_update"] = when(standing.this_update);
        told["next_update"] = when(standing.next_update);
        told["address"] = standing.source;
    }
    fmt::print("{}\n", boost::json::serialize(told));
}

void print_mark(const RevocationTarget& target, const RevocationMark* mark, bool is_json) {
    const auto key = target.key();
    const std::string fetched = mark != nullptr && mark->fetched_at
                                    ? format_civil(*mark->fetched_at)
                                    : std::string("never");
    const std::int64_t failures = mark != nullptr ? mark->failures : 0;
    if (is_json) {
        boost::json::object told{
            {"address", key.address}, {"fetched", fetched}, {"failures", failures}};
        if (!key.subject.empty()) told["subject"] = key.subject;
        if (failures > 0) told["error"] = mark->error + ": " + mark->error_detail;
        fmt::print("{}\n", boost::json::serialize(told));
        return;
    }
    fmt::print("{}{}{}: last good answer {}",
               key.address,
               key.subject.empty() ? "" : " about ",
               key.subject.substr(0, 16),
               fetched);
    if (failures > 0) {
        fmt::print("; {} failures since, last {} ({})", failures, mark->error, mark->error_detail);
    }
    fmt::print("\n");
}

Result<bool> show_status(const RevocationRequest& request, Instant now) {
    YX_TRY(const Desk desk, open_desk(request.data, now));
    bool is_good = true;
    for (const CertificateStanding& standing : desk.shelf->standings()) {
        const std::string_view word = word_for(standing, *desk.shelf, now);
        is_good = is_good && !standing.revocation && !is_stale(standing, *desk.shelf, now);
        request.is_json ? print_json(standing, word, now) : print_words(standing, word, now);
    }
    YX_TRY(const auto marks, desk.data.store->read_now(storage::list_revocation_marks));
    for (const RevocationTarget& target : desk.shelf->targets()) {
        const auto mark = std::ranges::find(marks, target.key(), &RevocationMark::key);
        print_mark(target, mark == marks.end() ? nullptr : &*mark, request.is_json);
    }
    return is_good;
}

Result<void> keep(const Desk& desk,
                  const RevocationTarget& target,
                  const Result<HeldData>& outcome,
                  Instant now) {
    return desk.data.store->write_now([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(jobs::record_fetch(transaction, target, outcome, now));
        return storage::append_audit(
            transaction,
            {now,
             domain::ActorKind::operator_shell,
             "revocation",
             domain::EventKind::configuration_changed,
             "revocation:" + target.url,
             {{"outcome", outcome ? "accepted" : std::string(dotted_name(outcome.error().code()))},
              {"sha256", outcome ? to_hex(crypto::sha256(outcome->der)) : std::string()}}});
    });
}

void print_outcome(const RevocationTarget& target,
                   const Result<HeldData>& outcome,
                   const RevocationRequest& request) {
    const auto key = target.key();
    const std::string said = outcome ? "made " + format_civil(outcome->this_update()) + ", next " +
                                           when(outcome->next_update())
                                     : std::string(dotted_name(outcome.error().code())) + ": " +
                                           outcome.error().detail();
    if (request.is_json) {
        boost::json::object told{
            {"address", key.address}, {"accepted", outcome.has_value()}, {"said", said}};
        if (!key.subject.empty()) told["subject"] = key.subject;
        fmt::print("{}\n", boost::json::serialize(told));
        return;
    }
    fmt::print("{} {}{}{}: {}\n",
               outcome ? "accepted" : "refused ",
               key.address,
               key.subject.empty() ? "" : " about ",
               key.subject.substr(0, 16),
               said);
}

Result<bool> fetch(const RevocationRequest& request, const Clock& clock) {
    YX_TRY(const Desk desk, open_desk(request.data, clock.now()));
    bool is_good = true;
    for (const RevocationTarget& target : desk.shelf->targets()) {
        const Result<HeldData> outcome = fetch_revocation_data(*desk.shelf, target, clock);
        is_good = is_good && outcome.has_value();
        print_outcome(target, outcome, request);
        if (request.is_applied) YX_CHECK(keep(desk, target, outcome, clock.now()));
    }
    if (!request.is_applied && !request.is_json) {
        fmt::print("Nothing was changed: add --apply.\n");
    }
    return is_good;
}

}  // namespace

int run_revocation(const RevocationRequest& request) {
    const SystemClock clock;
    const Result<bool> outcome = request.action == RevocationAction::status
                                     ? show_status(request, clock.now())
                                     : fetch(request, clock);
    if (outcome) return *outcome ? exit_ok : exit_failed;
    fmt::print(stderr, "yinxin revocation: {}\n", outcome.error().describe());
    return exit_failed;
}

}  // namespace yinxin::cli
