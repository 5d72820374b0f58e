// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/audit_log.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

struct EventRow {
    EventId id;
    Instant at;
    std::string kind;
    std::string actor;
    std::string object;
    std::string facts;
    Bytes salt;
    std::int64_t seq;
    Bytes chain;
};

constexpr std::size_t salt_size = 16;

/// Facts as JSON with sorted keys (std::map iterates in order), so that the text is canonical.
std::string facts_text(const domain::AuditEvent& event) {
    std::string text = "{";
    for (const auto& [key, value] : event.facts) {
        if (text.size() > 1) text += ',';
        text += log::json_quote(key) + ':' + log::json_quote(value);
    }
    return text + "}";
}

crypto::Digest32 leaf_of(crypto::Suite suite, const EventRow& row) {
    std::string text(as_text(row.salt));
    for (const std::string& part : {row.id.str(),
                                    std::to_string(epoch_of(row.at)),
                                    row.kind,
                                    row.actor,
                                    row.object,
                                    row.facts}) {
        text += std::to_string(part.size()) + ':' + part + '\n';
    }
    return crypto::digest(suite, as_bytes(text));
}

Bytes link(crypto::Suite suite, const Bytes& before, const EventRow& row) {
    Bytes joined = before;
    const crypto::Digest32 leaf = leaf_of(suite, row);
    joined.insert(joined.end(), leaf.begin(), leaf.end());
    const crypto::Digest32 chain = crypto::digest(suite, joined);
    return {chain.begin(), chain.end()};
}

struct Head {
    std::int64_t seq;
    Bytes chain;
};

}  // namespace

Result<void> append_audit(Transaction& transaction, const domain::AuditEvent& event) {
    std::string actor(domain::key(event.actor_kind));
    if (!event.actor.empty()) actor += ":" + event.actor;
    YX_CHECK(transaction.send(sql::audit::insert,
                              new_id(),
                              event.at,
                              domain::key(event.kind),
                              actor,
                              event.object,
                              facts_text(event),
                              crypto::random_bytes(salt_size)));
    return ok();
}

Result<std::int64_t> number_audit_events(Transaction& transaction, std::int64_t most) {
    YX_TRY(const std::optional<Head> last, transaction.maybe<Head>(sql::audit::head));
    Head head = last.value_or(Head{0, Bytes(32)});
    YX_TRY(const crypto::Suite suite, suite_of(transaction));
    YX_TRY(const std::vector<EventRow> rows,
           transaction.all<EventRow>(sql::audit::list_unnumbered, most));
    for (const EventRow& row : rows) {
        head.chain = link(suite, head.chain, row);
        ++head.seq;
        YX_CHECK(transaction.send(sql::audit::number, row.id, head.seq, head.chain));
    }
    return static_cast<std::int64_t>(rows.size());
}

Result<AuditCheck> check_audit(Reader& reader) {
    constexpr int events_at_once = 2000;
    AuditCheck check;
    YX_TRY(const crypto::Suite suite, suite_of(reader));
    Bytes chain(32);
    for (;;) {
        YX_TRY(const std::vector<EventRow> rows,
               reader.all<EventRow>(sql::audit::list_numbered, check.events, events_at_once));
        if (rows.empty()) return check;
        for (const EventRow& row : rows) {
            ++check.events;
            chain = link(suite, chain, row);
            if (row.seq != check.events || chain != row.chain) {
                check.first_broken = check.events;
                return check;
            }
        }
    }
}

Result<std::vector<AuditLine>> list_audit(Reader& reader, const AuditQuestion& question, int most) {
    return reader.all<AuditLine>(sql::audit::list,
                                 question.before,
                                 question.before_id,
                                 question.from,
                                 question.kind,
                                 question.actor,
                                 question.object,
                                 most);
}

Result<AuditHead> audit_head(Reader& reader) {
    YX_TRY(auto head, reader.maybe<AuditHead>(sql::audit::head));
    return head.value_or(AuditHead{0, Bytes(32)});
}

Result<std::optional<Bytes>> audit_link(Reader& reader, std::int64_t seq) {
    return reader.maybe<Bytes>(sql::audit::link, seq);
}

Result<Instant> last_audit_time(Reader& reader) {
    YX_TRY(const std::optional<Instant> at, reader.maybe<Instant>(sql::audit::last_time));
    return at.value_or(Instant{});
}

}  // namespace yinxin::storage
