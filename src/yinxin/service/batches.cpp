// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/batches.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/result_face.hpp"
#include "yinxin/issuing/certificate_face.hpp"
#include "yinxin/service/batch_decisions.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace yinxin::service {
namespace {

using domain::OfficeAct;
using domain::ProposalKind;
using domain::ProposalState;
using domain::StaffActor;
using storage::BatchRow;
using storage::BatchStep;
using storage::Reader;

/// More batches than an authority has in decades.
constexpr std::int64_t most_batches = 5000;
constexpr std::int64_t most_leftovers = 100'000;

bool comes_before(const BatchRow& a, const BatchRow& b, BatchOrder order) {
    switch (order) {
        case BatchOrder::changed:
            return std::tie(a.changed_at, a.id) < std::tie(b.changed_at, b.id);
        case BatchOrder::exam:
            return std::tie(a.exam_year, a.qualification_id, a.id) <
                   std::tie(b.exam_year, b.qualification_id, b.id);
        case BatchOrder::count:
            return std::tie(a.certificate_count, a.id) < std::tie(b.certificate_count, b.id);
        case BatchOrder::release:
            return std::tie(a.release_at, a.id) < std::tie(b.release_at, b.id);
    }
    return false;
}

void put_in_order(std::vector<BatchRow>& rows, const BatchListWish& wish) {
    std::ranges::sort(rows, [&wish](const BatchRow& a, const BatchRow& b) {
        return wish.is_ascending ? comes_before(a, b, wish.order) : comes_before(b, a, wish.order);
    });
}

Result<BatchList> read_list(Reader& reader, const StaffActor& actor, const BatchListWish& wish) {
    BatchList list;
    YX_TRY(list.years, storage::list_batch_years(reader, actor.issuer_id));
    YX_TRY(const auto all,
           storage::list_batches(reader, {actor.issuer_id, {}, 0, {}}, 0, most_batches));
    std::set<std::string> qualifications;
    for (const BatchRow& row : all) {
        qualifications.insert(row.qualification_id);
        const bool is_wanted =
            (wish.qualification_id.empty() || row.qualification_id == wish.qualification_id) &&
            (wish.exam_year == 0 || row.exam_year == wish.exam_year) &&
            (!wish.state || row.state == *wish.state);
        if (is_wanted) list.rows.push_back(row);
    }
    list.qualifications.assign(qualifications.begin(), qualifications.end());
    list.total = static_cast<std::int64_t>(list.rows.size());
    put_in_order(list.rows, wish);
    const auto skip =
        std::min(list.rows.size(), static_cast<std::size_t>(wish.page - 1) * batches_of_a_page);
    list.rows.erase(list.rows.begin(), list.rows.begin() + static_cast<std::ptrdiff_t>(skip));
    if (list.rows.size() > batches_of_a_page) list.rows.resize(batches_of_a_page);
    return list;
}

/// Puts the trail of one batch together from its import, its proposals and its steps.
class TrailReader {
  public:
    TrailReader(Reader& reader, const Services& services) : reader_(reader), services_(services) {}

    Result<std::string> name_of(domain::StaffId staff) {
        if (!staff.is_set()) return std::string();
        return storage::staff_name(reader_, services_.keys, staff);
    }

    Result<void> add_import(const std::optional<storage::ImportRecord>& import) {
        if (!import) return ok();
        YX_TRY(std::string who, name_of(import->made_by));
        lines_.push_back({import->made_at, "uploaded", std::move(who), {}, {}});
        return ok();
    }

    void add_proposal(const ProposalView& view) {
        const storage::Proposal& proposal = view.proposal;
        const std::string kind(domain::key(proposal.kind));
        // A stop is a step of its own; only what a second person said to it is news.
        if (proposal.kind != ProposalKind::confirm_stop) {
            lines_.push_back({proposal.made_at,
                              "proposed_" + kind,
                              view.maker,
                              proposal.reason,
                              proposal.id,
                              planned(view.facts)});
        }
        if (!proposal.decided_at) return;
        const bool is_refused = proposal.state == ProposalState::refused;
        const std::string how = is_refused ? "refused_" : "approved_";
        lines_.push_back(
            {*proposal.decided_at, how + kind, view.decider, proposal.note, proposal.id});
        if (proposal.state == ProposalState::failed && proposal.applied_at) {
            lines_.push_back({*proposal.applied_at, "failed", {}, {}, proposal.id});
        }
    }

    Result<void> add_steps(BatchId batch) {
        YX_TRY(const auto steps, storage::list_batch_steps(reader_, services_.keys, batch));
        for (const storage::NewBatchStep& step : steps) {
            if (is_told_by_proposal(step.kind)) continue;
            YX_TRY(std::string who, name_of(step.staff));
            const bool is_own_reason = step.kind == BatchStep::stopped;
            lines_.push_back({step.at,
                              std::string(domain::key(step.kind)),
                              std::move(who),
                              is_own_reason ? step.reason : std::string(),
                              step.proposal,
                              step.release_at});
        }
        return ok();
    }

    std::vector<TrailLine> take() {
        std::ranges::sort(lines_, {}, [](const TrailLine& line) {
            return std::tuple(line.at, line.proposal.value);
        });
        return std::move(lines_);
    }

  private:
    static std::optional<Instant> planned(const ProposalFacts& facts) {
        const auto found = facts.find("release_at");
        if (found == facts.end()) return std::nullopt;
        const auto at = parse_instant(found->second);
        return at ? std::optional(*at) : std::nullopt;
    }
    /// The decision of the second person says the same.
    static bool is_told_by_proposal(BatchStep kind) {
        return kind == BatchStep::approved || kind == BatchStep::refused ||
               kind == BatchStep::rescheduled || kind == BatchStep::recalled ||
               kind == BatchStep::restored;
    }

    Reader& reader_;
    const Services& services_;
    std::vector<TrailLine> lines_;
};

/// The import a batch came from; after it was sent back, only its proposal still names it.
Result<std::optional<storage::ImportRecord>> find_import(Reader& reader,
                                                         BatchId batch,
                                                         const std::vector<ProposalView>& about) {
    YX_TRY(auto import, storage::find_import_of_batch(reader, batch));
    if (import) return import;
    for (const ProposalView& view : about) {
        const auto fact = view.facts.find("import");
        if (fact == view.facts.end()) continue;
        const auto id = parse_integer(fact->second);
        if (id) return storage::find_import(reader, domain::ImportId{*id});
    }
    return std::optional<storage::ImportRecord>();
}

bool has_rows(const BatchRow& batch) {
    return batch.state == domain::BatchState::checking ||
           (batch.state == domain::BatchState::issuing && batch.issue_cursor == 0);
}

Result<BatchDetails> read_details(Reader& reader,
                                  const Services& services,
                                  const StaffActor& actor,
                                  BatchId id) {
    BatchDetails details;
    YX_TRY(details.batch, find_in_scope(reader, actor, id));
    const BatchRow& batch = details.batch;
    YX_TRY(const auto about, proposals_about(reader, services, actor, object_of(id)));
    YX_TRY(details.import, find_import(reader, id, about));
    TrailReader trail(reader, services);
    YX_CHECK(trail.add_import(details.import));
    for (const ProposalView& view : about) {
        trail.add_proposal(view);
        const bool waits = view.proposal.state == ProposalState::open ||
                           view.proposal.state == ProposalState::approved;
        if (waits) details.waiting.push_back(view);
    }
    YX_CHECK(trail.add_steps(id));
    details.trail = trail.take();
    YX_TRY(details.released_before,
           storage::count_released(
               reader, batch.issuer_id, batch.qualification_id, batch.exam_year - 1));
    YX_TRY(
        details.released_this,
        storage::count_released(reader, batch.issuer_id, batch.qualification_id, batch.exam_year));
    YX_TRY(details.leftovers,
           storage::list_leftovers(reader, services.keys, id, 0, leftovers_shown));
    if (has_rows(batch) && details.import) {
        details.samples =
            static_cast<int>(std::min<std::int64_t>(most_samples, batch.certificate_count));
    }
    return details;
}

/// The row a sample is drawn of: the first, and others spread over the sheet.
Result<domain::ExamResult> sample_row(Reader& reader,
                                      const Services& services,
                                      const BatchRow& batch,
                                      int number) {
    YX_TRY(const auto import, storage::find_import_of_batch(reader, batch.id));
    if (!import || !has_rows(batch) || number < 0 || number >= most_samples) {
        return Error(ErrorCode::not_found, "no sample");
    }
    const std::int64_t from = import->rows_total * number / most_samples;
    std::optional<domain::ExamResult> found;
    YX_TRY(const auto last,
           storage::each_good_row(reader,
                                  services.keys,
                                  batch.id,
                                  from,
                                  1,
                                  [&found](const storage::GoodRow& row) -> Result<void> {
                                      found = row.result;
                                      return ok();
                                  }));
    if (!last) return Error(ErrorCode::not_found, "no sample row");
    return *std::move(found);
}

Result<domain::FaceData> sample_face(const Services& services,
                                     const BatchRow& batch,
                                     const domain::ExamResult& result) {
    const config::Reference& reference = *services.reference;
    const int year = static_cast<int>(std::chrono::year_month_day(result.approved_on).year());
    YX_TRY(const auto ground, reference.face_ground(result.qualification_id, year));
    const Instant out_at = batch.release_at.value_or(services.clock.now());
    YX_TRY(auto face, domain::face_of(result, ground, civil_day(out_at)));
    std::string number = result.certificate_no;
    if (number.empty()) {
        const domain::NumberingRule& rule = reference.numbering.at(batch.issuer_id);
        YX_TRY(number, rule.number({year, ground.item_code}, 0));
    }
    YX_CHECK(domain::put_numbers(face, ground, std::move(number)));
    return face;
}

}  // namespace

Task<Result<BatchList>> list_batches(Services& services, StaffActor actor, BatchListWish wish) {
    YX_CO_CHECK(require(actor, OfficeAct::see_batches));
    auto read = [actor, wish](Reader& reader) { return read_list(reader, actor, wish); };
    co_return co_await services.store.read(read);
}

Task<Result<BatchNeeds>> count_batch_needs(Services& services, StaffActor actor) {
    YX_CO_CHECK(require(actor, OfficeAct::see_batches));
    auto read = [actor](Reader& reader) -> Result<BatchNeeds> {
        YX_TRY(const storage::BatchCounts counts,
               storage::count_needy_batches(reader, actor.issuer_id));
        return BatchNeeds{counts.stopped, counts.troubled};
    };
    co_return co_await services.store.read(read);
}

Task<Result<BatchDetails>> load_batch(Services& services, StaffActor actor, BatchId batch) {
    YX_CO_CHECK(require(actor, OfficeAct::see_batches));
    auto read = [&services, actor, batch](Reader& reader) {
        return read_details(reader, services, actor, batch);
    };
    co_return co_await services.store.read(read);
}

Task<Result<std::optional<BatchDetails>>> batch_of_proposal(Services& services,
                                                            StaffActor actor,
                                                            const ProposalView& proposal) {
    const auto batch = batch_of(proposal.proposal.object);
    if (!batch || !actor.may(OfficeAct::see_batches)) co_return std::optional<BatchDetails>();
    auto details = co_await load_batch(services, actor, *batch);
    if (!details && details.error().code() == ErrorCode::not_found) {
        co_return std::optional<BatchDetails>();
    }
    if (!details) co_return std::move(details).error();
    co_return std::optional(*std::move(details));
}

Task<Result<std::string>> draw_sample(
    Services& services, StaffActor actor, BatchId batch, int number, documents::SvgSize size) {
    YX_CO_CHECK(require(actor, OfficeAct::see_batches));
    auto read = [&services, actor, batch, number](Reader& reader) -> Result<domain::FaceData> {
        YX_TRY(const BatchRow row, find_in_scope(reader, actor, batch));
        YX_TRY(const domain::ExamResult result, sample_row(reader, services, row, number));
        return sample_face(services, row, result);
    };
    YX_CO_TRY(const domain::FaceData face, co_await services.store.read(read));
    // A row without a photo is shown without one: the page says so.
    auto photo = co_await fetch_photo(services, face.photo_sha256);
    auto draw = [&services, face, size, photo = std::move(photo)]() mutable {
        documents::Face page = issuing::compose_preview(
            face, letterhead_of(services), photo ? *std::move(photo) : Bytes());
        page.kind = documents::FaceKind::specimen;
        return documents::draw_svg(page, services.stationery, documents::SvgOptions{size, {}, {}});
    };
    co_return co_await flow::on_pool(services.cpu, std::move(draw));
}

Task<Result<std::vector<storage::Leftover>>> list_leftovers(Services& services,
                                                            StaffActor actor,
                                                            BatchId batch) {
    YX_CO_CHECK(require(actor, OfficeAct::see_batches));
    auto read =
        [&services, actor, batch](Reader& reader) -> Result<std::vector<storage::Leftover>> {
        YX_TRY(const BatchRow row, find_in_scope(reader, actor, batch));
        return storage::list_leftovers(reader, services.keys, row.id, 0, most_leftovers);
    };
    co_return co_await services.store.read(read);
}

}  // namespace yinxin::service
