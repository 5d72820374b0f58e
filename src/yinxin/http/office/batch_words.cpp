// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/batch_words.hpp"

#include "yinxin/http/office/staff_words.hpp"

namespace yinxin::http {
namespace {

using domain::BatchState;
using service::BatchDetails;
using storage::BatchRow;

std::string_view chip_of(BatchState state) {
    switch (state) {
        case BatchState::scoring:
            return "scoring";
        case BatchState::checking:
            return "checking";
        case BatchState::refused:
            return "withdrawn";
        case BatchState::issuing:
            return "generating";
        case BatchState::approved:
            return "making";
        case BatchState::released:
            return "released";
        case BatchState::recalled:
            return "recalled";
        case BatchState::stopped:
            return "stopped";
    }
    return "unknown";
}

void set_writing(View& view, const Context& context, const BatchRow& batch) {
    if (batch.state != BatchState::issuing) return;
    const std::int64_t done = batch.issued_count + batch.leftover_count;
    View& writing = view.add("WRITING");
    writing.set("DONE", done).set("TOTAL", batch.certificate_count);
    if (batch.trouble.empty()) return;
    writing.add("TROUBLE").set("TROUBLE_TEXT", say(context, "error." + batch.trouble));
}

/// More or fewer than the year before, in words; nothing where there is nothing to compare with.
void set_comparison(View& view, const Context& context, const BatchDetails& details) {
    const BatchRow& batch = details.batch;
    const bool counts_itself = batch.released_at.has_value();
    const std::int64_t own = batch.written_at ? batch.issued_count : batch.certificate_count;
    const std::int64_t this_year = details.released_this + (counts_itself ? 0 : own);
    View& comparison = view.add("COMPARISON");
    comparison.set("THIS_YEAR", this_year).set("EXAM_YEAR", batch.exam_year);
    if (details.released_before == 0) {
        comparison.show("NO_YEAR_BEFORE");
        return;
    }
    const std::int64_t change = this_year - details.released_before;
    const std::int64_t percent = change * 100 / details.released_before;
    comparison.add("YEAR_BEFORE")
        .set("BEFORE", details.released_before)
        .set("CHANGE",
             say(context,
                 change < 0 ? "handler.batch_fewer" : "handler.batch_more",
                 {{"percent", std::to_string(change < 0 ? -percent : percent)}}));
}

void set_import(View& view, const BatchDetails& details) {
    if (!details.import) return;
    const storage::ImportRecord& import = *details.import;
    View& section = view.add("IMPORT");
    section.set("ROWS_TOTAL", import.rows_total).set("ROWS_GOOD", import.counts.good);
    const std::int64_t out = import.counts.left_out + import.counts.faulty;
    if (out > 0) section.add("ROWS_OUT").set("OUT", out);
}

void set_samples(View& view, const Context& context, const BatchDetails& details) {
    if (details.samples == 0) return;
    View& section = view.add("HAS_SAMPLES");
    for (int i = 0; i < details.samples; ++i) {
        const std::string number = std::to_string(i + 1);
        section.add("SAMPLES")
            .set("SAMPLE_URL", url_of(details.batch.id) + "/samples/" + number)
            .set("SAMPLE_TEXT", say(context, "handler.batch_sample", {{"n", number}}));
    }
}

}  // namespace

std::string url_of(BatchId batch) {
    return "/office/batches/" + batch.str();
}

std::string exam_words(const Context& context, const BatchRow& batch) {
    const auto* edition = context.site().services.reference->catalogue.find_edition(
        batch.qualification_id, batch.exam_year);
    return say(
        context,
        "handler.exam_name",
        {{"year", std::to_string(batch.exam_year)},
         {"name", edition == nullptr ? batch.qualification_id : pick(context, edition->name)}});
}

void set_state(View& view, const Context& context, BatchState state) {
    view.set("STATE_CLASS", chip_of(state))
        .set("STATE_TEXT", say(context, "batch_state." + std::string(domain::key(state))));
}

std::string release_words(const Context& context, const BatchRow& batch) {
    if (batch.released_at) return time_words(context, *batch.released_at);
    if (batch.state == BatchState::scoring || batch.state == BatchState::refused) return "–";
    if (batch.release_at) {
        return say(
            context, "handler.batch_planned", {{"time", time_words(context, *batch.release_at)}});
    }
    return say(context, "handler.batch_at_once");
}

void set_facts(View& view, const Context& context, const BatchDetails& details) {
    const BatchRow& batch = details.batch;
    view.set("EXAM", exam_words(context, batch))
        .set("AUTHORITY", authority_words(context, batch.issuer_id))
        .set("COUNT", batch.certificate_count)
        .set("RELEASE", release_words(context, batch))
        .set("BATCH_URL", url_of(batch.id));
    if (batch.written_at) {
        view.add("WRITTEN")
            .set("ISSUED", batch.issued_count)
            .set("LEFT_OVER", batch.leftover_count);
    }
    set_writing(view, context, batch);
    set_import(view, details);
    set_comparison(view, context, details);
    set_samples(view, context, details);
}

}  // namespace yinxin::http
