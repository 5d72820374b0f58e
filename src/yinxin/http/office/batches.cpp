// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/batches.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/batch_words.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/proposal_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/batch_leftovers.hpp"

#include <algorithm>
#include <array>

namespace yinxin::http {
namespace {

using domain::BatchState;
using domain::OfficeAct;
using service::BatchDetails;
using service::BatchListWish;
using service::BatchOrder;
using storage::BatchRow;

constexpr std::string_view list_url = "/office/batches";
constexpr std::string_view xlsx_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The address of the list with one thing changed; what is usual is left out.
std::string address_of(const BatchListWish& wish) {
    std::string query;
    const auto add = [&query](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        query += (query.empty() ? "?" : "&") + std::string(name) + "=" + std::string(value);
    };
    add("item", wish.qualification_id);
    add("year", wish.exam_year == 0 ? "" : std::to_string(wish.exam_year));
    add("state", wish.state ? domain::key(*wish.state) : "");
    add("sort", wish.order == BatchOrder::changed ? "" : domain::key(wish.order));
    add("dir", wish.is_ascending ? "up" : "");
    add("page", wish.page == 1 ? "" : std::to_string(wish.page));
    return std::string(list_url) + query;
}

int number_or(std::string_view text, int otherwise, int most) {
    const auto number = parse_integer(text);
    const bool is_usable = number && *number >= 1 && *number <= most;
    return is_usable ? static_cast<int>(*number) : otherwise;
}

/// What is no known word in the address counts as not said.
BatchListWish wish_of(const Context& context) {
    constexpr int last_year = 9999;
    constexpr int most_pages = 1000;
    const Fields& query = context.request.query;
    BatchListWish wish;
    const std::string item(query["item"]);
    if (context.site().services.reference->catalogue.find(item) != nullptr) {
        wish.qualification_id = item;
    }
    wish.exam_year = number_or(query["year"], 0, last_year);
    if (const auto state = domain::parse_key<BatchState>(query["state"])) wish.state = *state;
    if (const auto order = domain::parse_key<BatchOrder>(query["sort"])) wish.order = *order;
    wish.is_ascending = query["dir"] == "up";
    wish.page = number_or(query["page"], 1, most_pages);
    return wish;
}

void set_filters(View& view,
                 const Context& context,
                 const BatchListWish& wish,
                 const service::BatchList& list) {
    const config::Reference& reference = *context.site().services.reference;
    for (const std::string& id : list.qualifications) {
        const auto* edition = reference.catalogue.newest_edition(id);
        view.add("ITEMS")
            .set("VALUE", id)
            .set("LABEL", edition == nullptr ? id : pick(context, edition->name))
            .show_if("SELECTED", id == wish.qualification_id);
    }
    for (const int year : list.years) {
        view.add("YEARS")
            .set("VALUE", year)
            .set("LABEL", year)
            .show_if("SELECTED", year == wish.exam_year);
    }
    for (const auto& row : domain::all_keyed<BatchState>()) {
        view.add("STATES")
            .set("VALUE", row.key)
            .set("LABEL", say(context, "batch_state." + std::string(row.key)))
            .show_if("SELECTED", wish.state == row.value);
    }
    const bool is_filtered =
        !wish.qualification_id.empty() || wish.exam_year != 0 || wish.state.has_value();
    view.show_if("FILTERED", is_filtered);
    view.set("V_SORT", domain::key(wish.order)).show_if("UPWARDS", wish.is_ascending);
}

/// The heads of the columns lead to the list in their order; the one in force turns it round.
void set_heads(View& view, const Context& context, const BatchListWish& wish) {
    constexpr std::array orders{
        BatchOrder::exam, BatchOrder::count, BatchOrder::release, BatchOrder::changed};
    for (const BatchOrder order : orders) {
        BatchListWish next = wish;
        next.page = 1;
        next.order = order;
        const bool is_in_force = wish.order == order;
        next.is_ascending = is_in_force && !wish.is_ascending;
        const std::string key(domain::key(order));
        View& head = view.add("HEAD_" + to_upper_ascii(key));
        head.set("SORT_URL", address_of(next))
            .set("SORT_TEXT", say(context, "batch_column." + key));
        if (is_in_force) {
            head.add("SORTED").set("SORT_WAY", wish.is_ascending ? "ascending" : "descending");
        }
    }
}

void set_row(View& view, const Context& context, const BatchRow& batch) {
    View& row = view.add("BATCHES");
    row.set("BATCH_URL", url_of(batch.id))
        .set("EXAM", exam_words(context, batch))
        .set("COUNT", batch.certificate_count)
        .set("RELEASE", release_words(context, batch))
        .set("CHANGED_AT", time_words(context, batch.changed_at))
        .show_if("HAS_TROUBLE", !batch.trouble.empty());
    set_state(row, context, batch.state);
    if (batch.leftover_count > 0) row.add("LEFT").set("LEFT_OVER", batch.leftover_count);
    if (batch.state == BatchState::issuing) {
        row.add("WRITING")
            .set("DONE", batch.issued_count + batch.leftover_count)
            .set("TOTAL", batch.certificate_count);
    }
}

void set_pages(View& view, const BatchListWish& wish, std::int64_t total) {
    const std::int64_t pages =
        (total + service::batches_of_a_page - 1) / service::batches_of_a_page;
    if (pages <= 1) return;
    View& section = view.add("PAGES");
    section.set("PAGE", wish.page).set("PAGE_COUNT", pages);
    BatchListWish other = wish;
    if (wish.page > 1) {
        other.page = wish.page - 1;
        section.add("EARLIER").set("PAGE_URL", address_of(other));
    }
    if (wish.page < pages) {
        other.page = wish.page + 1;
        section.add("LATER").set("PAGE_URL", address_of(other));
    }
}

void set_trail(View& view, const Context& context, const BatchDetails& details) {
    for (const service::TrailLine& line : details.trail) {
        View& row = view.add("TRAIL");
        row.set("STEP_AT", time_words(context, line.at))
            .set("STEP_TEXT", say(context, "batch_trail." + line.kind))
            .set("WHO", line.who.empty() ? say(context, "handler.batch_by_itself") : line.who);
        if (!line.reason.empty()) row.add("WHY").set("REASON", line.reason);
        if (line.release_at) {
            row.add("PLANNED").set("RELEASE_AT", time_words(context, *line.release_at));
        }
        if (line.proposal.is_set()) {
            row.add("BY_PROPOSAL").set("PROPOSAL_URL", "/office/proposals/" + line.proposal.str());
        }
    }
    view.show_if("NO_TRAIL", details.trail.empty());
}

void set_leftovers(View& view, const Context& context, const BatchDetails& details) {
    if (details.leftovers.empty()) return;
    View& section = view.add("HAS_LEFTOVERS");
    section.set("LEFT_OVER", details.batch.leftover_count);
    const auto shown = static_cast<std::int64_t>(details.leftovers.size());
    if (shown < details.batch.leftover_count) section.add("MORE").set("SHOWN", shown);
    for (const storage::Leftover& leftover : details.leftovers) {
        section.add("LEFTOVERS")
            .set("ROW_NO", leftover.row_no)
            .set("NAME", leftover.result.name)
            .set("NUMBER", leftover.result.management_no)
            .set("REASON", say(context, "leftover." + std::string(domain::key(leftover.reason))));
    }
}

/// What this person may do about the batch as it stands; each leads to a page of its own.
void set_actions(View& view, const Context& context, const BatchRow& batch) {
    const domain::StaffActor& actor = actor_of(context);
    const bool prepares = actor.may(OfficeAct::prepare_change);
    const auto standing = storage::standing_of(batch);
    view.show_if("MAY_RESCHEDULE", prepares && domain::may_reschedule(batch.state));
    view.show_if("MAY_RECALL", prepares && domain::may_recall(standing));
    view.show_if("MAY_RESTORE", prepares && domain::may_restore(batch.state));
    view.show_if("MAY_STOP", actor.may(OfficeAct::stop_at_once) && domain::may_stop(batch.state));
}

/// Changes with what needs the whole page anew; numbers and bars follow without.
std::string follow_mark(const BatchRow& batch) {
    return std::string(domain::key(batch.state)) + batch.trouble;
}

}  // namespace

Task<Result<Response>> show_batches(Context& context) {
    const BatchListWish wish = wish_of(context);
    YX_CO_TRY(const service::BatchList list,
              co_await service::list_batches(context.site().services, actor_of(context), wish));
    View view;
    set_filters(view, context, wish, list);
    view.set("TOTAL_BATCHES", list.total);
    if (list.rows.empty()) {
        view.show("NO_BATCHES");
    } else {
        View& table = view.add("HAS_BATCHES");
        set_heads(table, context, wish);
        for (const BatchRow& batch : list.rows) {
            set_row(table, context, batch);
        }
    }
    set_pages(view, wish, list.total);
    const bool moves = std::ranges::any_of(
        list.rows, [](const BatchRow& row) { return row.state == BatchState::issuing; });
    Frame frame;
    frame.refreshes = moves;
    if (moves) {
        std::string mark;
        for (const BatchRow& batch : list.rows)
            mark += follow_mark(batch) + ";";
        view.add("FOLLOWS").set("MARK", mark);
    }
    co_return show_office_page(context, "office_batches", view, Desk::batches, frame);
}

Task<Result<Response>> show_batch(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("batch"));
    YX_CO_TRY(
        const BatchDetails details,
        co_await service::load_batch(context.site().services, actor_of(context), BatchId{id}));
    const BatchRow& batch = details.batch;
    View view;
    set_facts(view, context, details);
    set_state(view, context, batch.state);
    view.set("BATCH", id)
        .set("STATE_NOTE",
             say(context, "batch_state_note." + std::string(domain::key(batch.state))));
    set_trail(view, context, details);
    set_leftovers(view, context, details);
    set_actions(view, context, batch);
    if (!details.waiting.empty()) set_proposals(view, context, "OPEN", details.waiting);
    const bool moves = batch.state == BatchState::issuing ||
                       (batch.state == BatchState::approved &&
                        domain::is_due(batch.release_at, context.site().services.clock.now()));
    Frame frame;
    frame.refreshes = moves;
    frame.title = exam_words(context, batch);
    if (moves) view.add("FOLLOWS").set("MARK", follow_mark(batch));
    co_return show_office_page(context, "office_batch", view, Desk::batches, frame);
}

Task<Result<Response>> show_batch_sample(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("batch"));
    YX_CO_TRY(const std::int64_t number, context.number("sample"));
    const auto size = context.request.query["size"] == "small" ? documents::SvgSize::thumbnail
                                                               : documents::SvgSize::whole;
    YX_CO_TRY(std::string svg,
              co_await service::draw_sample(
                  context.site().services,
                  actor_of(context),
                  BatchId{id},
                  static_cast<int>(std::min<std::int64_t>(number, service::most_samples + 1)) - 1,
                  size));
    Response response;
    response.set_body(Body(std::move(svg)), "image/svg+xml");
    response.forbid_storing();
    co_return response;
}

Task<Result<Response>> download_batch_leftovers(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const std::int64_t id, context.number("batch"));
    const auto words = [&context](const std::string& key) { return say(context, key); };
    YX_CO_TRY(const Bytes book,
              co_await service::download_leftovers(
                  context.site().services, actor_of(context), BatchId{id}, words));
    const std::string name = say(context, "handler.leftover_file", {{"batch", std::to_string(id)}});
    co_return file(std::make_shared<const std::string>(as_text(book)), xlsx_type, name)
        .forbid_storing();
}

}  // namespace yinxin::http
