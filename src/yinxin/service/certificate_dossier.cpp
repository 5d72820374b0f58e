// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/certificate_dossier.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/service/person_looks.hpp"
#include "yinxin/storage/paper_certificates.hpp"
#include "yinxin/storage/person_corrections.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::OfficeAct;
using domain::ProposalKind;
using domain::ProposalState;
using domain::StaffActor;
using storage::CertificateRecord;
using storage::LineKey;
using storage::Reader;
using storage::Transaction;
using Records = std::vector<CertificateRecord>;

/// Which row of the register a typed search asks for.
struct ReadSearch {
    std::string number;  ///< trimmed; empty: by document
    std::optional<domain::IdNumber> document;
};

Result<ReadSearch> read_search(const CertificateSearch& search) {
    ReadSearch read;
    if (!trim(search.number).empty()) {
        auto number = domain::parse_certificate_no(search.number);
        if (!number) return std::move(number).error().with("field", "number");
        read.number = *std::move(number);
        return read;
    }
    if (trim(search.id_number).empty()) {
        return Error(ErrorCode::invalid_input, "nothing typed").with("field", "number");
    }
    auto document = domain::parse_id_number(search.id_type, search.id_number);
    if (!document) return std::move(document).error().with("field", "id_number");
    read.document = *std::move(document);
    return read;
}

void add_once(std::vector<LineKey>& keys, LineKey key) {
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
}

Result<Records> records_of(Reader& reader,
                           const Services& services,
                           const StaffActor& actor,
                           const std::vector<LineKey>& keys) {
    Records records;
    for (const LineKey key : keys) {
        auto record = find_in_scope(reader, services, actor, key);
        if (!record && record.error().code() == ErrorCode::not_found) continue;
        if (!record) return std::move(record).error();
        records.push_back(*std::move(record));
    }
    return records;
}

Result<Records> find_records(Reader& reader,
                             const Services& services,
                             const StaffActor& actor,
                             const ReadSearch& search) {
    if (!search.document) {
        YX_TRY(const auto keys, find_lines_by_number(reader, search.number));
        return records_of(reader, services, actor, keys);
    }
    YX_TRY(const auto persons,
           storage::find_persons_by_document(reader, services.keys, *search.document));
    Records all;
    for (const storage::PersonMatch& person : persons) {
        YX_TRY(Records records, list_in_scope(reader, services, actor, person.holder));
        std::ranges::move(records, std::back_inserter(all));
    }
    return all;
}

const ProposalView* find_waiting(const std::vector<ProposalView>& proposals, ProposalKind kind) {
    for (const ProposalView& view : proposals) {
        const auto state = view.proposal.state;
        const bool waits = state == ProposalState::open || state == ProposalState::approved;
        if (waits && view.proposal.kind == kind) return &view;
    }
    return nullptr;
}

/// What may be done next, in the order of the page; each that may not says why.
std::vector<ChangeOption> options_for(const StaffActor& actor, const CertificateDossier& dossier) {
    std::vector<ChangeOption> options;
    const auto status = dossier.present.status;
    for (const ProposalKind kind : domain::certificate_changes()) {
        ChangeOption option{kind};
        const ProposalView* waiting = find_waiting(dossier.proposals, kind);
        if (!domain::check_change(status, kind)) {
            option.bar = ChangeBar::status;
        } else if (waiting != nullptr) {
            option.bar = ChangeBar::waiting;
            option.waiting = waiting->proposal.id;
        } else if (!actor.may(domain::act_to_propose(kind))) {
            option.bar = ChangeBar::role;
        }
        options.push_back(option);
    }
    ChangeOption stop{ProposalKind::confirm_stop};
    if (!domain::check_change(status, ProposalKind::suspend_certificate)) {
        stop.bar = ChangeBar::status;
    } else if (!actor.may(OfficeAct::stop_at_once)) {
        stop.bar = ChangeBar::role;
    }
    options.push_back(stop);
    return options;
}

Result<void> read_history(Reader& reader,
                          const Services& services,
                          const StaffActor& actor,
                          LineKey key,
                          CertificateDossier& dossier) {
    YX_TRY(dossier.versions, storage::list_versions(reader, services.keys, key.holder, key.line));
    YX_TRY(auto changes, storage::list_certificate_changes(reader, services.keys, key));
    for (storage::CertificateChange& change : changes) {
        YX_TRY(std::string name, storage::staff_name(reader, services.keys, change.staff));
        dossier.changes.push_back({std::move(change), std::move(name)});
    }
    YX_TRY(dossier.proposals, proposals_about(reader, services, actor, object_of(key)));
    return ok();
}

Result<CertificateDossier> read_dossier(Reader& reader,
                                        const Services& services,
                                        const StaffActor& actor,
                                        LineKey key,
                                        std::optional<int> version) {
    CertificateDossier dossier;
    YX_TRY(dossier.present, find_in_scope(reader, services, actor, key));
    YX_CHECK(read_history(reader, services, actor, key, dossier));
    const int wanted = version.value_or(dossier.present.version);
    const auto shown = std::ranges::find(dossier.versions, wanted, &CertificateRecord::version);
    if (shown == dossier.versions.end()) return Error(ErrorCode::not_found, "version");
    dossier.shown = *shown;
    dossier.issuer = services.reference->find_issuer(dossier.present.face.issuer_id);
    dossier.policy = services.reference->find_policy(dossier.present.policy_id);
    dossier.options = options_for(actor, dossier);
    YX_TRY(dossier.copies, storage::list_copy_standings(reader, key));
    YX_TRY(dossier.paper, storage::find_paper_certificate(reader, key.holder, key.line));
    YX_TRY(dossier.names, storage::list_person_names(reader, services.keys, key.holder));
    YX_TRY(dossier.documents, storage::list_person_documents(reader, services.keys, key.holder));
    YX_TRY(dossier.others, list_in_scope(reader, services, actor, key.holder));
    std::erase_if(dossier.others,
                  [key](const CertificateRecord& record) { return record.line == key.line; });
    return dossier;
}

}  // namespace

Result<std::vector<LineKey>> find_lines_by_number(Reader& reader, std::string_view number) {
    std::vector<LineKey> keys;
    YX_TRY(const auto by_management, storage::find_line_by_management_no(reader, number));
    if (by_management) add_once(keys, *by_management);
    YX_TRY(const auto by_number, storage::find_line_by_certificate_no(reader, number));
    if (by_number) add_once(keys, *by_number);
    YX_TRY(auto copy, storage::find_copy_by_number(reader, number));
    if (!copy) {
        if (const auto code = domain::parse_copy_code(number)) {
            YX_TRY(copy, storage::find_copy_by_code(reader, *code));
        }
    }
    if (!copy) return keys;
    YX_TRY(const auto row, storage::find_copy(reader, *copy));
    if (row) add_once(keys, {row->holder, row->line});
    return keys;
}

Result<Records> list_in_scope(Reader& reader,
                              const Services& services,
                              const StaffActor& actor,
                              HolderId holder) {
    YX_TRY(Records records, storage::list_certificates(reader, services.keys, holder));
    std::erase_if(records, [&](const CertificateRecord& record) {
        return !actor.covers(record.face.issuer_id);
    });
    return records;
}

Task<Result<Records>> search_certificates(Services& services,
                                          StaffActor actor,
                                          CertificateSearch search) {
    YX_CO_CHECK(require(actor, OfficeAct::look_up_person));
    const auto wanted = read_search(search);
    if (!wanted) co_return wanted.error();
    const Instant now = services.clock.now();
    auto run =
        [&services, actor, wanted = *wanted, now](Transaction& transaction) -> Result<Records> {
        YX_TRY(Records records, find_records(transaction, services, actor, wanted));
        YX_CHECK(audit_look(transaction,
                            actor,
                            "",
                            {{"page", "search"},
                             {"by", wanted.document ? "id_number" : "number"},
                             {"found", std::to_string(records.size())}},
                            now));
        return records;
    };
    co_return co_await services.store.write(run);
}

Task<Result<CertificateDossier>> open_dossier(Services& services,
                                              StaffActor actor,
                                              LineKey key,
                                              std::optional<int> version) {
    YX_CO_CHECK(require(actor, OfficeAct::look_up_person));
    auto read = [&services, actor, key, version](Reader& reader) {
        return read_dossier(reader, services, actor, key, version);
    };
    auto dossier = co_await services.store.read(read);
    if (!dossier) co_return dossier;
    const Instant now = services.clock.now();
    auto keep = [&services, actor, key, now](Transaction& transaction) -> Result<void> {
        YX_CHECK(keep_look(
            transaction, services, actor, key.holder, storage::LookPage::certificate, "", now));
        return audit_look(transaction, actor, object_of(key), {{"page", "certificate"}}, now);
    };
    const auto kept = co_await services.store.write(keep);
    if (!kept) co_return kept.error();
    co_return dossier;
}

Task<Result<CertificateRecord>> find_present(Services& services, StaffActor actor, LineKey key) {
    YX_CO_CHECK(require(actor, OfficeAct::look_up_person));
    auto read = [&services, actor, key](Reader& reader) {
        return find_in_scope(reader, services, actor, key);
    };
    co_return co_await services.store.read(read);
}

Task<Result<std::string>> draw_version(Services& services,
                                       StaffActor actor,
                                       LineKey key,
                                       std::optional<int> version) {
    YX_CO_CHECK(require(actor, OfficeAct::look_up_person));
    auto read = [&services, actor, key, version](Reader& reader) -> Result<CertificateRecord> {
        YX_TRY(CertificateRecord present, find_in_scope(reader, services, actor, key));
        if (!version || *version == present.version) return present;
        YX_TRY(auto older,
               storage::find_certificate(reader, services.keys, key.holder, key.line, version));
        if (!older) return Error(ErrorCode::not_found, "version");
        return *std::move(older);
    };
    const auto record = co_await services.store.read(read);
    if (!record) co_return record.error();
    YX_CO_TRY(Bytes photo, co_await fetch_photo(services, record->face.photo_sha256));
    auto draw = [&services, face = record->face, photo = std::move(photo)]() mutable {
        return documents::draw_svg(
            issuing::compose_preview(face, letterhead_of(services), std::move(photo)),
            services.stationery);
    };
    co_return co_await flow::on_pool(services.cpu, std::move(draw));
}

}  // namespace yinxin::service
