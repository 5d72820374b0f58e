// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/revocation_shelf.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/issuing/fresh_validation.hpp"
#include "yinxin/jobs/revocation_data.hpp"
#include "yinxin/signing/revocation.hpp"

#include <algorithm>
#include <map>
#include <mutex>

namespace yinxin::jobs {
namespace {

using crypto::Certificate;
using crypto::Crl;
using Held = std::vector<std::shared_ptr<const HeldData>>;  // by target; nullptr: nothing
using Marks = std::vector<storage::RevocationMark>;

/// The certificate above this one in its chain.
const Certificate* issuer_in(const OwnChain& chain, const Certificate& certificate) {
    if (certificate.is_self_issued()) return nullptr;
    const auto found = std::ranges::find_if(chain.certificates, [&](const Certificate& above) {
        return above.is_ca() && std::ranges::equal(above.subject_der(), certificate.issuer_der());
    });
    return found == chain.certificates.end() ? nullptr : &*found;
}

/// Whether some address should speak of a certificate; one that names nobody may, until it has
/// given something and shown whose it is.
bool is_expected(const std::vector<RevocationTarget>& targets,
                 const Held& held,
                 const Certificate& certificate,
                 const Certificate& issuer) {
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const RevocationTarget& target = targets[i];
        if (target.subject && *target.subject == certificate) return true;
        if (!target.is_list()) continue;
        if (target.issuer ? *target.issuer == issuer
                          : held[i] == nullptr || held[i]->target.issuer == issuer) {
            return true;
        }
    }
    return false;
}

void add_data(CertificateStanding& standing, const HeldData& data) {
    if (const auto revocation = data.revocation_of(standing.certificate)) {
        standing.revocation = revocation;
    }
    if (standing.known_until && *standing.known_until >= data.known_until()) return;
    standing.source = data.target.url;
    standing.this_update = data.this_update();
    standing.next_update = data.next_update();
    standing.known_until = data.known_until();
}

std::vector<CertificateStanding> stand(const std::vector<OwnChain>& chains,
                                       const std::vector<RevocationTarget>& targets,
                                       const Held& held) {
    std::vector<CertificateStanding> standings;
    for (const OwnChain& chain : chains) {
        for (const Certificate& certificate : chain.certificates) {
            const Certificate* issuer = issuer_in(chain, certificate);
            if (issuer == nullptr) continue;
            CertificateStanding standing{.chain = chain.name,
                                         .seal_id = chain.seal_id,
                                         .stops_pressing = chain.use != ChainUse::letters,
                                         .certificate = certificate};
            standing.is_expected = is_expected(targets, held, certificate, *issuer);
            for (const auto& data : held) {
                if (data && data->speaks_of(certificate, *issuer)) add_data(standing, *data);
            }
            standings.push_back(std::move(standing));
        }
    }
    return standings;
}

/// What is in use at one time; never changed.
struct Snapshot {
    Marks marks;
    Held held;
    std::vector<CertificateStanding> standings;
};

}  // namespace

std::optional<std::chrono::seconds> CertificateStanding::age(Instant now) const noexcept {
    if (!known_until) return std::nullopt;
    return std::max(now - *known_until, std::chrono::seconds(0));
}

struct RevocationShelf::State {
    config::Revocation settings;
    std::vector<OwnChain> chains;
    std::vector<RevocationTarget> targets;
    std::vector<Crl> files;
    std::vector<std::shared_ptr<crypto::TrustStore>> stores;
    std::shared_ptr<issuing::FreshValidation> validation;

    std::mutex loading;  ///< one reads the database at a time
    std::mutex mutex;
    std::shared_ptr<const Snapshot> snapshot;  // guarded by mutex

    [[nodiscard]] std::shared_ptr<const Snapshot> now_in_use() {
        const std::scoped_lock lock(mutex);
        return snapshot;
    }
    [[nodiscard]] Result<Held> read(storage::Reader& reader,
                                    const Marks& marks,
                                    const Snapshot& before) const;
    [[nodiscard]] std::vector<Crl> newest_lists(const Held& held) const;
    void hand_out(const Held& held, Instant now) const;
    void renew_validation(const Held& held, std::span<const Crl> lists, Instant now) const;
};

/// Only what changed is read and checked.
Result<Held> RevocationShelf::State::read(storage::Reader& reader,
                                          const Marks& marks,
                                          const Snapshot& before) const {
    Held held(targets.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const storage::RevocationKey key = targets[i].key();
        const auto mark = std::ranges::find(marks, key, &storage::RevocationMark::key);
        if (mark == marks.end() || !mark->fetched_at) continue;
        YX_TRY(const auto der, storage::find_revocation_data(reader, key));
        if (!der) continue;
        if (before.held[i] && before.held[i]->der == *der) {
            HeldData same = *before.held[i];
            same.fetched_at = *mark->fetched_at;
            held[i] = std::make_shared<const HeldData>(std::move(same));
            continue;
        }
        auto data = read_held_data(targets[i], *der, chains, *mark->fetched_at);
        if (data) {
            held[i] = std::make_shared<const HeldData>(*std::move(data));
        } else {
            log::warning("revocation.held_data_refused",
                         {{"address", key.address}, {"error", data.error().describe()}});
        }
    }
    return held;
}

/// The newest list of each issuer of our chains, and what lies beside the keys of others.
std::vector<Crl> RevocationShelf::State::newest_lists(const Held& held) const {
    std::map<crypto::Digest32, Crl> newest;  // by issuer
    std::vector<Crl> others;
    const auto offer = [&newest](const Certificate& issuer, const Crl& list) {
        const auto [place, is_first] = newest.try_emplace(issuer.fingerprint(), list);
        if (!is_first && place->second.this_update() < list.this_update()) place->second = list;
    };
    for (const auto& data : held) {
        if (data && data->list) offer(*data->target.issuer, *data->list);
    }
    for (const Crl& list : files) {
        bool is_ours = false;
        for (const OwnChain& chain : chains) {
            for (const Certificate& certificate : chain.certificates) {
                if (!certificate.is_ca() || !list.is_signed_by(certificate)) continue;
                is_ours = true;
                offer(certificate, list);
            }
        }
        if (!is_ours) others.push_back(list);
    }
    for (auto& [issuer, list] : newest)
        others.push_back(std::move(list));
    return others;
}

void RevocationShelf::State::renew_validation(const Held& held,
                                              std::span<const Crl> lists,
                                              Instant now) const {
    std::vector<Crl> fresh;
    std::ranges::copy_if(
        lists, std::back_inserter(fresh), [now](const Crl& list) { return list.is_fresh(now); });
    for (const OwnChain& seal : chains) {
        if (seal.use != ChainUse::pdf_seal) continue;
        std::vector<std::vector<Certificate>> travelling{seal.certificates};
        for (const OwnChain& chain : chains) {
            if (chain.use == ChainUse::pdf_timestamp) travelling.push_back(chain.certificates);
        }
        auto material = signing::gather_revocation_material(travelling, fresh, now);
        if (!material) continue;  // revoked: nothing is pressed with it
        documents::ValidationMaterial gathered{
            std::move(material->certificates), std::move(material->crls), {}};
        for (const auto& data : held) {
            if (!data || !data->answer || data->answer->revocation) continue;
            const auto next = data->next_update();
            const bool is_about_these = std::ranges::any_of(travelling, [&](const auto& chain) {
                return std::ranges::find(chain, *data->target.subject) != chain.end();
            });
            if (is_about_these && (!next || now <= *next)) gathered.ocsps.push_back(data->der);
        }
        validation->put(seal.seal_id, std::move(gathered));
    }
}

void RevocationShelf::State::hand_out(const Held& held, Instant now) const {
    const std::vector<Crl> lists = newest_lists(held);
    crypto::RevocationData data{lists, {}};
    for (const auto& one : held) {
        if (one && one->answer) {
            data.statements.push_back(
                {one->target.subject->fingerprint(), one->answer->revocation});
        }
    }
    for (const auto& store : stores)
        store->renew(data);
    if (validation) renew_validation(held, lists, now);
}

RevocationShelf::RevocationShelf(std::unique_ptr<State> state) : state_(std::move(state)) {}

RevocationShelf::~RevocationShelf() = default;

Result<std::shared_ptr<RevocationShelf>> RevocationShelf::open(storage::Store& store,
                                                               const config::Settings& settings,
                                                               std::vector<Crl> files) {
    auto state = std::make_unique<State>();
    state->settings = settings.revocation;
    state->files = std::move(files);
    if (settings.revocation.is_on()) {
        YX_TRY(state->chains, list_own_chains(store, settings));
        YX_TRY(state->targets, revocation_targets(settings, state->chains));
    }
    Snapshot first{{}, Held(state->targets.size()), {}};
    first.standings = stand(state->chains, state->targets, first.held);
    state->snapshot = std::make_shared<const Snapshot>(std::move(first));
    return std::shared_ptr<RevocationShelf>(new RevocationShelf(std::move(state)));
}

void RevocationShelf::supply(std::shared_ptr<crypto::TrustStore> store) {
    state_->stores.push_back(std::move(store));
}

void RevocationShelf::supply(std::shared_ptr<issuing::FreshValidation> validation) {
    state_->validation = std::move(validation);
}

Result<bool> RevocationShelf::load(storage::Store& store, Instant now) {
    if (state_->targets.empty()) return false;
    const std::scoped_lock loading(state_->loading);
    const std::shared_ptr<const Snapshot> before = state_->now_in_use();
    Snapshot next;
    YX_CHECK(store.read_now([&](storage::Reader& reader) -> Result<void> {
        YX_TRY(next.marks, storage::list_revocation_marks(reader));
        if (next.marks == before->marks) return ok();
        YX_TRY(next.held, state_->read(reader, next.marks, *before));
        return ok();
    }));
    if (next.marks == before->marks) return false;
    next.standings = stand(state_->chains, state_->targets, next.held);
    // The stores first: whoever finds a seal in good standing verifies with what says so.
    const bool is_any = std::ranges::any_of(next.held, [](const auto& one) { return !!one; });
    if (is_any) state_->hand_out(next.held, now);
    const std::scoped_lock lock(state_->mutex);
    state_->snapshot = std::make_shared<const Snapshot>(std::move(next));
    return true;
}

Result<void> RevocationShelf::check_pressing(std::string_view seal_id, Instant now) const {
    const std::shared_ptr<const Snapshot> known = state_->now_in_use();
    const std::chrono::seconds limit = state_->settings.stop_pressing_after;
    for (const CertificateStanding& standing : known->standings) {
        const bool concerns =
            standing.stops_pressing && (standing.seal_id.empty() || standing.seal_id == seal_id);
        if (!concerns) continue;
        if (standing.revocation && standing.revocation->spoils_signature_made_at(now)) {
            return Error(ErrorCode::certificate_revoked,
                         standing.chain + ": " + to_hex(standing.certificate.serial_der()));
        }
        if (limit == std::chrono::seconds(0) || !standing.is_expected) continue;
        const auto age = standing.age(now);
        if (!age) return Error(ErrorCode::revocation_stale, standing.chain + ": nothing fetched");
        if (*age > limit) {
            return Error(ErrorCode::revocation_stale,
                         standing.chain + ": " + std::to_string(age->count()) + " s old");
        }
    }
    return ok();
}

std::vector<CertificateStanding> RevocationShelf::standings() const {
    return state_->now_in_use()->standings;
}

const std::vector<RevocationTarget>& RevocationShelf::targets() const noexcept {
    return state_->targets;
}

const std::vector<OwnChain>& RevocationShelf::chains() const noexcept {
    return state_->chains;
}

const config::Revocation& RevocationShelf::settings() const noexcept {
    return state_->settings;
}

std::shared_ptr<const HeldData> RevocationShelf::held_for(const RevocationTarget& target) const {
    const auto known = state_->now_in_use();
    for (std::size_t i = 0; i < state_->targets.size(); ++i) {
        if (state_->targets[i].key() == target.key()) return known->held[i];
    }
    return nullptr;
}

}  // namespace yinxin::jobs
