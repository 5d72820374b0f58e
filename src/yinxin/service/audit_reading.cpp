// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/audit_reading.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/staff.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::OfficeAct;
using storage::AuditLine;
using storage::AuditQuestion;
using storage::Reader;

constexpr std::string_view staff_prefix = "staff:";
constexpr int lines_at_once = 2000;

Result<void> name_staff(Reader& reader, AuditPage& page, const std::string& who) {
    if (!who.starts_with(staff_prefix) || page.staff_names.contains(who)) return ok();
    const auto id = parse_integer(std::string_view(who).substr(staff_prefix.size()));
    if (!id) return ok();
    const auto row = storage::find_staff(reader, domain::StaffId{*id});
    if (row) page.staff_names.emplace(who, row->login_name);
    return ok();
}

Result<AuditPage> read_page(Reader& reader, const AuditQuestion& question) {
    AuditPage page;
    YX_TRY(page.lines, storage::list_audit(reader, question, audit_lines_a_page + 1));
    page.has_more = page.lines.size() > static_cast<std::size_t>(audit_lines_a_page);
    if (page.has_more) page.lines.pop_back();
    for (const AuditLine& line : page.lines) {
        YX_CHECK(name_staff(reader, page, line.actor));
        YX_CHECK(name_staff(reader, page, line.object));
    }
    return page;
}

std::string json_of(const AuditLine& line) {
    // The facts are JSON already, as the chain has them.
    return "{\"id\":" + line.id.str() + ",\"seq\":" + std::to_string(line.seq) +
           ",\"at\":" + log::json_quote(format_utc(line.at)) +
           ",\"kind\":" + log::json_quote(line.kind) + ",\"actor\":" + log::json_quote(line.actor) +
           ",\"object\":" + log::json_quote(line.object) + ",\"facts\":" + line.facts + "}\n";
}

Result<std::string> read_lines(Reader& reader, AuditQuestion question) {
    std::string text;
    for (int count = 0; count < most_audit_lines_exported;) {
        YX_TRY(const auto lines, storage::list_audit(reader, question, lines_at_once));
        if (lines.empty()) return text;
        for (const AuditLine& line : lines) {
            text += json_of(line);
        }
        count += static_cast<int>(lines.size());
        question.before = lines.back().at;
        question.before_id = lines.back().id.value;
    }
    return text;
}

Task<Result<void>> keep_reading(Services& services,
                                domain::StaffActor actor,
                                AuditQuestion question,
                                EventKind kind) {
    const Instant now = services.clock.now();
    auto run = [actor, question, kind, now](storage::Transaction& transaction) {
        return audit_staff(transaction,
                           kind,
                           actor,
                           "",
                           now,
                           {{"kind", question.kind},
                            {"actor", question.actor},
                            {"object", question.object},
                            {"since", format_utc(question.from)}});
    };
    co_return co_await services.store.write(run);
}

}  // namespace

Task<Result<AuditPage>> read_audit(Services& services,
                                   domain::StaffActor actor,
                                   AuditQuestion question) {
    YX_CO_CHECK(require(actor, OfficeAct::read_audit));
    auto read = [question](Reader& reader) { return read_page(reader, question); };
    YX_CO_TRY(AuditPage page, co_await services.store.read(read));
    YX_CO_CHECK(co_await keep_reading(services, actor, question, EventKind::audit_read));
    co_return page;
}

Task<Result<std::string>> export_audit(Services& services,
                                       domain::StaffActor actor,
                                       AuditQuestion question) {
    YX_CO_CHECK(require(actor, OfficeAct::read_audit));
    YX_CO_CHECK(co_await keep_reading(services, actor, question, EventKind::audit_exported));
    auto work = [&services, question] {
        return services.store.read_now(
            [&question](Reader& reader) { return read_lines(reader, question); });
    };
    co_return co_await flow::on_pool(services.cpu, work);
}

}  // namespace yinxin::service
