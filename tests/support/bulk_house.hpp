// SPDX-License-Identifier: Apache-2.0
#pragma once

// A house with a verifier who hands in lists and files.
#include "support/small_house.hpp"

#include "yinxin/service/bulk_checks.hpp"
#include "yinxin/service/bulk_intake.hpp"
#include "yinxin/service/bulk_start.hpp"
#include "yinxin/service/bulk_work.hpp"

#include <string>
#include <vector>

namespace yinxin::test {

/// Words as plain as can be; the real ones are messages of the http room.
class PlainWords final : public service::BulkWording {
  public:
    [[nodiscard]] std::string sheet(std::string_view) const override { return "result"; }
    [[nodiscard]] std::vector<std::string> header(std::string_view) const override {
        return {"no", "source", "place", "name", "verdict", "reason"};
    }
    [[nodiscard]] std::vector<std::string> cells(
        std::string_view, std::int64_t no, const service::JudgedAnswer& judged) const override {
        return {std::to_string(no),
                judged.answer.source,
                std::to_string(judged.answer.place),
                judged.answer.name,
                std::string(domain::key(judged.verdict)),
                judged.answer.reason};
    }
    [[nodiscard]] documents::Letter letter(const service::BulkReport& report) const override {
        documents::Letter letter;
        letter.title = "批量核验汇总";
        letter.number = report.number;
        letter.headline = std::to_string(report.answers);
        letter.parts = {{"", {{"用途", report.asker.checker.purpose}}}};
        letter.made_at = report.made_at;
        return letter;
    }
};

class BulkHouse {
  public:
    BulkHouse() : verifier(house->add_person("核验人")) {}

    [[nodiscard]] storage::BulkOwner owner() const { return owner_of(verifier); }
    static storage::BulkOwner owner_of(const service::Actor& actor) {
        return {storage::BulkOwnerKind::account, actor.account.value};
    }

    /// "name,id,number" of a holder's certificate, for a list.
    std::string row_of(const Held& held) {
        const auto record = *sure(house->store().read_now([&](storage::Reader& reader) {
            return storage::find_certificate(reader, house->keys(), held.holder, held.line);
        }));
        return record.face.name + "," + record.face.id_number + "," + record.face.management_no;
    }
    static std::string list(const std::vector<std::string>& rows) {
        std::string text = "姓名,证件号码,管理号\n";
        for (const std::string& row : rows)
            text += row + "\n";
        return text;
    }

    Result<domain::BulkId> try_hand_in(const Bytes& file,
                                       const std::string& name,
                                       const storage::BulkOwner& whose) {
        return house->run(service::hand_in_bulk(house->services(), whose, {file, name, "zh-CN"}));
    }
    domain::BulkId hand_in(const std::string& text, const std::string& name = "list.csv") {
        return sure(try_hand_in(to_bytes(text), name, owner()));
    }
    domain::BulkId hand_in(const Bytes& file, const std::string& name) {
        return sure(try_hand_in(file, name, owner()));
    }
    service::BulkLook look(domain::BulkId id) {
        return sure(house->store().read_now([&](storage::Reader& reader) {
            return service::look_at_bulk(reader, house->services(), owner(), id);
        }));
    }
    /// Starts as if the code had been entered.
    Result<void> try_start(domain::BulkId id,
                           const storage::BulkOwner& whose,
                           service::BulkAsker asker = {}) {
        asker.checker.kind = storage::CheckerKind::account;
        asker.checker.id = std::to_string(whose.id);
        asker.checker.name = "ho***";
        asker.checker.purpose = "投标人员资格核验";
        return house->store().write_now([&](storage::Transaction& transaction) {
            return service::start_draft(
                transaction, house->services(), whose, id, asker, house->clock.now());
        });
    }
    void start(domain::BulkId id) { sure(try_start(id, owner())); }
    /// One round of a worker.
    std::int64_t work_once() {
        service::BulkShop shop{house->services(), house->runtime(), words};
        return sure(service::work_on_bulk(shop));
    }
    void work() {
        while (work_once() > 0) {
        }
    }
    std::vector<service::PlacedAnswer> answers(domain::BulkId id) {
        return sure(house->run(service::read_bulk(house->services(), owner(), id, 0, 0, 10'000)));
    }
    /// "item.part VERDICT reason" of every answer.
    std::vector<std::string> told(domain::BulkId id) {
        std::vector<std::string> all;
        for (const service::PlacedAnswer& one : answers(id)) {
            all.push_back(std::to_string(one.item) + "." + std::to_string(one.part) + " " +
                          std::string(domain::key(one.judged.verdict)) +
                          (one.judged.answer.reason.empty() ? "" : " " + one.judged.answer.reason));
        }
        return all;
    }
    service::BulkStanding standing(domain::BulkId id) {
        return sure(house->run(service::load_bulk(house->services(), owner(), id)));
    }
    Bytes document(domain::BulkId id, storage::BulkDocumentKind kind) {
        return sure(house->run(service::open_bulk_document(house->services(), owner(), id, kind)))
            .content;
    }
    /// Hands in, starts, and works until everything is done.
    domain::BulkId check(const std::string& text) {
        const domain::BulkId id = hand_in(text);
        start(id);
        work();
        return id;
    }

    ScratchHouse house;
    service::Actor verifier;
    PlainWords words;
};

}  // namespace yinxin::test
