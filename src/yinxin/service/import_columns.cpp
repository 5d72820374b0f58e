// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_columns.hpp"

#include "yinxin/domain/result_words.hpp"
#include "yinxin/storage/import_files.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::ImportPlan;
using domain::ImportState;
using domain::ResultField;
using domain::StaffActor;
using storage::Transaction;

/// The year of the first sample that is a day.
std::optional<int> year_in(const std::vector<std::string>& samples) {
    for (const std::string& sample : samples) {
        if (const auto day = domain::recognise_day(sample)) {
            return static_cast<int>(std::chrono::year_month_day(*day).year());
        }
    }
    return std::nullopt;
}

/// The only one the authority has, or the one a sample names.
std::string guess_qualification(const config::Reference& reference,
                                std::string_view issuer_id,
                                const ImportHead& head) {
    const auto items = qualifications_of(reference, issuer_id);
    if (items.size() == 1) return items.front()->id;
    for (const auto& column : head.samples) {
        for (const std::string& sample : column) {
            const auto* found = domain::find_qualification(reference.catalogue, sample);
            if (found != nullptr && std::ranges::find(items, found) != items.end()) {
                return found->id;
            }
        }
    }
    return {};
}

Result<void> remember_columns(Transaction& transaction,
                              std::string_view issuer_id,
                              const ImportPlan& plan,
                              Instant now) {
    for (const auto& [field, source] : plan.sources) {
        const auto* column = std::get_if<std::size_t>(&source);
        if (column == nullptr) continue;
        const std::string header = domain::header_key(plan.headers[*column]);
        if (header.empty()) continue;
        YX_CHECK(storage::remember_column(transaction, issuer_id, header, field, now));
    }
    return ok();
}

Error of_sheet(Error error) {
    return std::move(error).with("field", "sheet");
}

}  // namespace

Result<std::string> issuer_of_upload(const Services& services,
                                     const StaffActor& actor,
                                     const std::string& wanted) {
    YX_CHECK(require(actor, domain::OfficeAct::import_results));
    const std::string issuer = wanted.empty() ? actor.issuer_id : wanted;
    YX_CHECK(require_scope(actor, issuer));
    if (services.reference->find_issuer(issuer) == nullptr) {
        return Error(ErrorCode::invalid_input, "authority").with("field", "issuer");
    }
    return issuer;
}

ImportPlan guess_plan(const config::Reference& reference,
                      std::string_view issuer_id,
                      const ImportHead& head,
                      const domain::HeaderMemory& memory,
                      CivilDay today) {
    ImportPlan plan;
    plan.header_row = head.header_row;
    plan.headers = head.headers;
    plan.sources = domain::guess_sources(head.headers, memory);
    plan.qualification_id = guess_qualification(reference, issuer_id, head);
    plan.exam_year = static_cast<int>(std::chrono::year_month_day(today).year());
    const auto approved = plan.sources.find(ResultField::approved_on);
    if (approved != plan.sources.end()) {
        const std::size_t column = std::get<std::size_t>(approved->second);
        plan.exam_year = year_in(head.samples[column]).value_or(plan.exam_year);
    }
    return plan;
}

Result<ImportPlan> complete_plan(const config::Reference& reference,
                                 std::string_view issuer_id,
                                 const ImportHead& head,
                                 ImportPlan plan) {
    plan.header_row = head.header_row;
    plan.headers = head.headers;
    const auto issued = qualifications_of(reference, issuer_id);
    if (std::ranges::find(issued, plan.qualification_id, &domain::Qualification::id) ==
        issued.end()) {
        plan.qualification_id.clear();
    }
    YX_CHECK(domain::check_plan(plan));
    return plan;
}

Result<void> keep_plan(Transaction& transaction,
                       const Services& services,
                       const StaffActor& actor,
                       const storage::ImportRecord& record,
                       const ImportPlan& plan,
                       Instant now) {
    const bool is_first = record.state == ImportState::mapping;
    YX_CHECK(storage::set_import_plan(transaction,
                                      services.keys,
                                      record,
                                      {pack(plan),
                                       plan.qualification_id,
                                       plan.exam_year,
                                       is_first ? ImportState::staging : ImportState::checking},
                                      now));
    YX_CHECK(remember_columns(transaction, record.issuer_id, plan, now));
    return audit_import(transaction, actor, record.id, "columns", now);
}

Task<Result<TableView>> look_at_table(
    Services& services, StaffActor actor, std::string issuer_id, Bytes table, ColumnWish wish) {
    TableView view;
    YX_CO_TRY(view.issuer_id, issuer_of_upload(services, actor, issuer_id));
    if (table.empty()) co_return of_sheet(Error(ErrorCode::import_file_unknown));
    const std::string issuer = view.issuer_id;
    YX_CO_TRY(auto columns, co_await services.store.read([issuer](storage::Reader& reader) {
        return storage::load_column_memory(reader, issuer);
    }));
    const auto memory = make_header_memory(std::move(columns));
    auto look = co_await flow::on_pool(
        services.cpu, [table = std::move(table), memory] { return look_through(table, memory); });
    if (!look) co_return of_sheet(std::move(look).error());
    view.look = *std::move(look);
    view.plan = guess_plan(
        *services.reference, issuer, view.look.head, memory, civil_day(services.clock.now()));
    view.plan.qualification_id = std::move(wish.qualification_id);
    view.plan.exam_year = wish.exam_year;
    co_return view;
}

}  // namespace yinxin::service
