// SPDX-License-Identifier: Apache-2.0
#pragma once

// A house that fetches revocation data from servers of the test.
#include "unit/crypto/ocsp_maker.hpp"
#include "unit/jobs/press_steps.hpp"
#include "unit/jobs/scripted_authority.hpp"

#include "yinxin/crypto/pki.hpp"
#include "yinxin/jobs/revocation_data.hpp"
#include "yinxin/jobs/revocation_round.hpp"
#include "yinxin/storage/alarms.hpp"

#include <gmock/gmock.h>

namespace yinxin::test {

using namespace std::chrono_literals;

/// An address that answers what it was told last.
class Address {
  public:
    Address() : server_([](const ArrivedRequest&) { return http_response(503, {}); }) {}

    void gives(const Bytes& body) {
        server_.follow([body](const ArrivedRequest&) { return http_response(200, body); });
    }
    void says(int status, const std::string& headers = {}) {
        server_.follow([=](const ArrivedRequest&) { return http_response(status, {}, headers); });
    }
    void does(ScriptedAuthority::Script script) { server_.follow(std::move(script)); }
    void is_silent() {
        server_.follow([](const ArrivedRequest&) { return std::optional<std::string>(); });
    }
    [[nodiscard]] std::string url() const { return server_.url(); }
    [[nodiscard]] int requests() const { return server_.requests(); }
    [[nodiscard]] std::vector<ArrivedRequest> arrived() const { return server_.arrived(); }
    /// What a script knows may go after this.
    void close() { server_.stop(); }

  private:
    ScriptedAuthority server_;
};

class RevocationHouse : public PressSteps {
  protected:
    /// Scripts know members of the classes derived from this one.
    void TearDown() override { address_.close(); }
    [[nodiscard]] crypto::Certificate certificate(const std::string& stem) const {
        return sure(crypto::load_certificates(key_path(stem + ".crt"))).front();
    }
    [[nodiscard]] std::filesystem::path key_path(const std::string& name) const {
        return house_.directory() / "keys" / name;
    }
    /// A list of an authority, made now.
    [[nodiscard]] Bytes list(std::int64_t number,
                             std::vector<std::string> revoked = {},
                             const std::string& issuer = "issuing",
                             const std::string& signer = "") {
        crypto::CrlPlan plan;
        plan.number = number;
        plan.this_update = house_->clock.now();
        plan.next_update = house_->clock.now() + 30 * 24h;
        for (const std::string& stem : revoked) {
            const crypto::Certificate gone = certificate(stem);
            const BytesView serial = gone.serial_der();
            plan.revoked.push_back({Bytes(serial.begin(), serial.end()),
                                    house_->clock.now() - 2s,
                                    crypto::RevocationReason::superseded});
        }
        const auto key =
            sure(crypto::open_file_key(key_path((signer.empty() ? issuer : signer) + ".key")));
        return sure(crypto::issue_crl(plan, *key, certificate(issuer))).der();
    }
    /// Opens the seals with these settings, as a start of the service does.
    void open(const config::Revocation& revocation) {
        round_.reset();
        config::Settings settings = house_->settings_;
        settings.revocation = revocation;
        room_ = sure(jobs::open_seal_room(house_->store(),
                                          house_->shelf(),
                                          settings,
                                          jobs::Installation::demonstration,
                                          house_->clock.now()));
        round_ = std::make_unique<jobs::RevocationRound>(
            house_->store(), *room_.revocation, house_->clock, metrics_, [] { return false; });
    }
    /// @param deadline  short only where nobody answers: a loaded machine takes its time.
    void open_with_list(std::chrono::seconds stop_pressing_after = 0s,
                        std::chrono::seconds deadline = 60s) {
        config::Revocation revocation;
        revocation.lists = {{address_.url()}};
        revocation.deadline = deadline;
        revocation.largest = 64UL * 1024;
        revocation.stop_pressing_after = stop_pressing_after;
        open(revocation);
    }
    void do_round() {
        const auto done = round_->round();
        ASSERT_TRUE(done) << done.error().describe();
    }
    jobs::PressTally press() {
        const jobs::PressShop base = house_->shop();
        const jobs::PressShop shop{base.store,
                                   base.blobs,
                                   base.keys,
                                   base.reference,
                                   *room_.press,
                                   *room_.desk,
                                   base.letterhead,
                                   *room_.approval,
                                   base.settings,
                                   room_.offline.get(),
                                   room_.revocation.get()};
        return sure(jobs::press_copies(shop, house_->clock.now(), 16));
    }
    [[nodiscard]] Result<void> standing() {
        return room_.revocation->check_pressing("demo_certificate_seal", house_->clock.now());
    }
    [[nodiscard]] std::string last_error() {
        return house_->one<std::string>(
            "SELECT error || ' ' || error_detail FROM revocation_data LIMIT 1");
    }
    std::int64_t alarms(std::string_view kind) {
        return house_->one("SELECT COUNT(*) FROM alarm WHERE kind = $1 AND ended_at IS NULL", kind);
    }
    [[nodiscard]] std::string metric(const std::string& name) const {
        const std::string all = metrics_.expose();
        const auto at = all.find("\n" + name + " ");
        if (at == std::string::npos) return "none";
        const auto from = at + name.size() + 2;
        return all.substr(from, all.find('\n', from) - from);
    }
    /// Whether the database holds this and no try since has failed.
    [[nodiscard]] bool holds(const Bytes& der) {
        return house_->one<Bytes>("SELECT der FROM revocation_data LIMIT 1") == der;
    }

    /// Whether the one file that was pressed carries this.
    [[nodiscard]] bool travels(const Bytes& material) {
        crypto::Digest32 name{};
        std::ranges::copy(house_->one<Bytes>("SELECT sha256 FROM copy_file"), name.begin());
        const Bytes file = sure(house_->blobs().get(name));
        return !std::ranges::search(file, material).empty();
    }

    Address address_;
    observe::Metrics metrics_;
    jobs::SealRoom room_;
    std::unique_ptr<jobs::RevocationRound> round_;
};

}  // namespace yinxin::test
