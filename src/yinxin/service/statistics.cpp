// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/statistics.hpp"

#include "yinxin/service/staff_audit.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::OfficeAct;
using storage::CountBy;
using storage::CountLine;
using storage::CountQuestion;
using storage::Reader;

/// Within one's own authority and a span that can be drawn.
CountQuestion narrowed(CountQuestion question, const domain::StaffActor& actor) {
    if (!actor.issuer_id.empty()) question.issuer_id = actor.issuer_id;
    if (question.from > question.until) question.from = question.until;
    question.from = std::max(question.from, question.until - longest_statistics + Days(1));
    return question;
}

std::vector<CountLine> with_zeros(const std::vector<CountLine>& counted,
                                  const CountQuestion& question) {
    std::vector<CountLine> days;
    auto next = counted.begin();
    for (CivilDay day = question.from; day <= question.until; day += Days(1)) {
        CountLine line{format_day(day), 0};
        if (next != counted.end() && next->key == line.key) line.n = (next++)->n;
        days.push_back(std::move(line));
    }
    return days;
}

Result<Statistics> read_all(Reader& reader, const CountQuestion& question) {
    Statistics statistics;
    statistics.question = question;
    YX_TRY(const auto days, storage::read_counts(reader, question, CountBy::day));
    statistics.days = with_zeros(days, question);
    for (const CountLine& day : days) {
        statistics.total += day.n;
    }
    YX_TRY(statistics.items, storage::read_counts(reader, question, CountBy::item));
    YX_TRY(statistics.provinces, storage::read_counts(reader, question, CountBy::province));
    for (CountLine& line : statistics.provinces) {
        if (line.n < smallest_province_count) line.n = -1;
    }
    YX_TRY(statistics.details, storage::read_counts(reader, question, CountBy::detail));
    return statistics;
}

}  // namespace

Task<Result<Statistics>> read_statistics(Services& services,
                                         domain::StaffActor actor,
                                         CountQuestion question) {
    YX_CO_CHECK(require(actor, OfficeAct::read_statistics));
    auto read = [question = narrowed(std::move(question), actor)](Reader& reader) {
        return read_all(reader, question);
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> record_export(Services& services,
                                 domain::StaffActor actor,
                                 CountQuestion question) {
    YX_CO_CHECK(require(actor, OfficeAct::read_statistics));
    const Instant now = services.clock.now();
    auto run = [actor, question, now](storage::Transaction& transaction) {
        return audit_staff(transaction,
                           domain::EventKind::statistics_exported,
                           actor,
                           "",
                           now,
                           {{"measure", std::string(domain::key(question.measure))},
                            {"from_day", format_day(question.from)},
                            {"until_day", format_day(question.until)}});
    };
    co_return co_await services.store.write(run);
}

}  // namespace yinxin::service
