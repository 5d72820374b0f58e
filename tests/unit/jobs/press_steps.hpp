// SPDX-License-Identifier: Apache-2.0
#pragma once

// A house whose press can be walked through step by step, and left in the middle.
#include "support/small_house.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/keyed.hpp"
#include "yinxin/jobs/press_item.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/sql.hpp"

#include <gtest/gtest.h>

namespace yinxin::test {

class PressSteps : public testing::Test {
  protected:
    storage::EndorsementRow row(const Held& held, EndorsementId id) {
        return *sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::find_endorsement(reader, held.holder, id);
        }));
    }
    std::string state(const Held& held, EndorsementId id) {
        return std::string(domain::key(row(held, id).state));
    }
    std::string job_error() {
        return house_->one<std::string>("SELECT error_code FROM job ORDER BY job_id DESC LIMIT 1");
    }
    std::int64_t files() { return house_->one("SELECT COUNT(*) FROM copy_file"); }
    std::int64_t sealed_intents() {
        return house_->one("SELECT COUNT(*) FROM seal_intent WHERE state = 'sealed'");
    }
    /// What a worker does up to its death: one claimed job with its facts and its file built.
    std::vector<jobs::PressItem> claim_and_build() {
        std::vector<jobs::PressItem> items;
        const auto claimed = sure(house_->store().write_now([&](storage::Transaction& transaction) {
            return storage::claim_jobs(
                transaction, house_->clock.now(), house_->settings_.press.lease, 4);
        }));
        for (const auto& job : claimed) {
            jobs::PressItem& item = items.emplace_back();
            item.job = job;
            sure(house_->store().read_now([&](storage::Reader& reader) {
                return jobs::gather_facts(reader, house_->shop(), item, house_->clock.now());
            }));
            sure(jobs::build_faces(house_->shop(), item));
        }
        return items;
    }
    void record_intent(const jobs::PressItem& item) {
        const storage::CopyRow& copy = item.copy;
        for (const jobs::PressedFace& face : item.faces) {
            sure(house_->store().write_now([&](storage::Transaction& transaction) {
                return transaction.execute(storage::sql::intent::insert,
                                           copy.holder,
                                           face.intent,
                                           copy.id,
                                           face.format,
                                           item.seal_id,
                                           copy.line,
                                           copy.version,
                                           copy.valid_until,
                                           item.job.fence,
                                           face.waiting->digest(),
                                           house_->clock.now(),
                                           item.job.trace);
            }));
        }
    }
    /// Seals one item the way the press does, and stores its files.
    void seal(jobs::PressItem& item) {
        record_intent(item);
        for (jobs::PressedFace& face : item.faces) {
            const std::vector<jobs::IntentKey> keys{{item.copy.holder, face.intent}};
            auto answers = sure(house_->seals().desk->seal(keys, house_->clock.now()));
            const Bytes signature = sure(std::move(answers.at(0)));
            face.file = sure(house_->seals().press->finish(
                *std::move(face.waiting), signature, item.seal_id, house_->clock.now()));
            face.sha256 = crypto::sha256(face.file);
            sure(house_->blobs().put(face.sha256, face.file));
        }
    }
    Result<void> release(const jobs::PressItem& item) {
        return house_->store().write_now([&](storage::Transaction& transaction) {
            return jobs::release_copy(transaction, house_->shop(), item, house_->clock.now());
        });
    }
    void let_lease_run_out() {
        house_->clock.advance(house_->settings_.press.lease + std::chrono::seconds(1));
    }

    ScratchHouse house_;
};

}  // namespace yinxin::test
