// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/doubt_directory.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/config/doubt_directory.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/doubts.hpp"
#include "yinxin/storage/reference_texts.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::DoubtDirectory;
using domain::OfficeAct;
using domain::StaffActor;
using storage::Reader;
using storage::Transaction;

constexpr std::string_view object_prefix = "doubts:";
constexpr const char* body_fact = "body";  ///< of the proposal: the text to be published

std::string text_name(std::string_view issuer_id) {
    return "doubts/" + std::string(issuer_id);
}

Result<DoubtDirectory> read_wish(const Services& services, const DirectoryWish& wish) {
    DoubtDirectory directory;
    const auto days = parse_integer(trim(wish.answer_days));
    if (!days || *days < 1 || *days > domain::most_answer_days) {
        return Error(ErrorCode::invalid_input, "answer days").with("field", "answer_days");
    }
    directory.answer_days = static_cast<int>(*days);
    auto desks = domain::parse_desks(wish.desks, services.reference->catalogue);
    if (!desks) return std::move(desks).error().with("field", "desks");
    directory.desks = *std::move(desks);
    return directory;
}

Result<void> route_again(Transaction& transaction,
                         std::string_view issuer_id,
                         const DoubtDirectory& directory) {
    YX_TRY(const auto doubts, storage::list_doubts_to_route(transaction, issuer_id));
    for (const storage::DoubtRoute& doubt : doubts) {
        const auto* desk = domain::find_desk(directory, doubt.item_id, doubt.province);
        const std::string name = desk == nullptr ? std::string() : desk->name.zh;
        if (name == doubt.desk) continue;
        YX_CHECK(storage::set_doubt_desk(transaction, doubt.id, name));
    }
    return ok();
}

}  // namespace

Result<DirectoryInForce> load_doubt_directory(Reader& reader,
                                              std::string_view issuer_id,
                                              Instant now) {
    const auto text = storage::load_reference_text(reader, text_name(issuer_id), now);
    if (!text && text.error().code() == ErrorCode::not_found) return DirectoryInForce{};
    if (!text) return Error(text.error());
    DirectoryInForce in_force;
    in_force.version = text->version;
    YX_TRY(in_force.directory, config::parse_doubt_directory(text->body));
    return in_force;
}

Result<void> publish_doubt_directory(Transaction& transaction,
                                     std::string_view issuer_id,
                                     std::int64_t version,
                                     const DoubtDirectory& directory,
                                     Instant now) {
    return storage::insert_reference_text(
        transaction,
        {text_name(issuer_id), version, config::format_doubt_directory(directory), now});
}

std::string directory_object(std::string_view issuer_id) {
    return std::string(object_prefix) + std::string(issuer_id);
}

bool is_directory_object(std::string_view object) {
    return object.starts_with(object_prefix);
}

Task<Result<DirectoryInForce>> find_doubt_directory(Services& services,
                                                    StaffActor actor,
                                                    std::string issuer_id) {
    YX_CO_CHECK(require_scope(actor, issuer_id));
    if (services.reference->find_issuer(issuer_id) == nullptr) {
        co_return Error(ErrorCode::not_found, "issuer");
    }
    const Instant now = services.clock.now();
    co_return co_await services.store.read(
        [issuer_id, now](Reader& reader) { return load_doubt_directory(reader, issuer_id, now); });
}

Task<Result<domain::ProposalId>> propose_doubt_directory(Services& services,
                                                         StaffActor actor,
                                                         DirectoryWish wish) {
    YX_CO_CHECK(require(actor, OfficeAct::edit_rules));
    YX_CO_CHECK(require_scope(actor, wish.issuer_id));
    const domain::Issuer* issuer = services.reference->find_issuer(wish.issuer_id);
    if (issuer == nullptr) co_return Error(ErrorCode::not_found, "issuer");
    YX_CO_TRY(const DoubtDirectory directory, read_wish(services, wish));
    ProposalWish proposal;
    proposal.kind = domain::ProposalKind::change_rules;
    proposal.issuer_id = wish.issuer_id;
    proposal.object = directory_object(wish.issuer_id);
    proposal.object_tag = std::to_string(wish.version);
    proposal.facts = {{"title", issuer->name.zh},
                      {"answer_days", std::to_string(directory.answer_days)},
                      {"desks", domain::format_desks(directory.desks)},
                      {body_fact, config::format_doubt_directory(directory)}};
    proposal.reason = wish.reason;
    const Instant now = services.clock.now();
    auto enter = [&services, actor, proposal, wish, now](
                     Transaction& transaction) -> Result<domain::ProposalId> {
        YX_TRY(const DirectoryInForce in_force,
               load_doubt_directory(transaction, wish.issuer_id, now));
        if (in_force.version != wish.version) return Error(ErrorCode::text_edited_meanwhile);
        return propose(transaction, services, actor, proposal, now);
    };
    co_return co_await services.store.write(enter);
}

Result<void> apply_doubt_directory(Transaction& transaction, const Effect& effect) {
    const std::string_view issuer_id =
        std::string_view(effect.proposal.object).substr(object_prefix.size());
    const auto body = effect.facts.find(body_fact);
    if (body == effect.facts.end()) return Error(ErrorCode::malformed, "directory without body");
    YX_TRY(const DirectoryInForce before, load_doubt_directory(transaction, issuer_id, effect.now));
    if (std::to_string(before.version) != effect.proposal.object_tag) {
        return Error(ErrorCode::proposal_outdated);
    }
    YX_TRY(const DoubtDirectory directory, config::parse_doubt_directory(body->second));
    YX_CHECK(
        publish_doubt_directory(transaction, issuer_id, before.version + 1, directory, effect.now));
    YX_CHECK(route_again(transaction, issuer_id, directory));
    return audit_staff(transaction,
                       domain::EventKind::configuration_changed,
                       effect.decider,
                       effect.proposal.object,
                       effect.now,
                       {{"version", std::to_string(before.version + 1)}});
}

Task<Result<void>> choose_own_desks(Services& services,
                                    StaffActor actor,
                                    std::string issuer_id,
                                    std::vector<std::string> desks) {
    YX_CO_CHECK(require(actor, OfficeAct::answer_doubts));
    YX_CO_CHECK(require_scope(actor, issuer_id));
    const Instant now = services.clock.now();
    auto write = [actor, issuer_id, desks, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const DirectoryInForce in_force, load_doubt_directory(transaction, issuer_id, now));
        std::vector<std::string> known = desks;
        std::erase_if(known, [&](const std::string& name) {
            return domain::find_desk_by_name(in_force.directory, name) == nullptr;
        });
        YX_CHECK(storage::set_own_desks(transaction, actor.id, issuer_id, known));
        return audit_staff(transaction,
                           domain::EventKind::configuration_changed,
                           actor,
                           directory_object(issuer_id),
                           now,
                           {{"own_desks", std::to_string(known.size())}});
    };
    co_return co_await services.store.write(write);
}

}  // namespace yinxin::service
