// SPDX-License-Identifier: Apache-2.0
// A process that applies and presses is killed again and again; what it acknowledged is there, and
// what it released is right.
#include "support/doomed_process.hpp"
#include "support/small_house.hpp"
#include "test_places.hpp"

#include "yinxin/storage/audit_log.hpp"
#include "yinxin/verify/pdf_seal.hpp"

#include <fstream>
#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using std::chrono::milliseconds;

/// Address sanitizer starts slowly; it gets fewer rounds.
#if defined(__has_feature) && __has_feature(address_sanitizer)
constexpr int rounds = 5;
#else
constexpr int rounds = 20;
#endif

struct ReleasedFile {
    HolderId holder;
    CopyId copy;
    Bytes sha256;
    std::int64_t size = 0;
};

class PressKill : public testing::Test {
  protected:
    std::filesystem::path journal() { return house_.directory() / "journal"; }

    std::vector<std::pair<std::int64_t, std::int64_t>> acknowledged() {
        std::vector<std::pair<std::int64_t, std::int64_t>> lines;
        std::ifstream file(journal());
        std::int64_t holder = 0;
        std::int64_t endorsement = 0;
        std::string line;
        while (std::getline(file, line)) {
            // A torn last line was not a whole answer.
            if (file.eof() || std::sscanf(line.c_str(), "%ld %ld", &holder, &endorsement) != 2) {
                continue;
            }
            lines.emplace_back(holder, endorsement);
        }
        return lines;
    }

    /// Starts the victim, lets it work for a random moment after its first answer, and kills it.
    void run_and_kill(Instant now) {
        const std::size_t before = acknowledged().size();
        DoomedProcess victim(YX_PRESS_VICTIM,
                             {house_.directory(), journal(), std::to_string(epoch_of(now))});
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (acknowledged().size() == before) {
            ASSERT_TRUE(victim.is_alive()) << "the victim ended by itself";
            ASSERT_LT(std::chrono::steady_clock::now(), give_up);
            std::this_thread::sleep_for(milliseconds(1));
        }
        // The moment is random on purpose: anywhere between two answers.
        std::this_thread::sleep_for(std::chrono::microseconds(random_() % 120'000));
        ASSERT_TRUE(victim.kill());
    }

    void press_what_is_open() {
        for (int i = 0; i < 10; ++i) {
            house_->clock.advance(house_->settings_.press.lease + std::chrono::seconds(1));
            if (house_->press(64).claimed == 0) return;
        }
        ADD_FAILURE() << "the queue does not become empty";
    }

    void check_register() {
        EXPECT_EQ(house_->one("SELECT COUNT(*) FROM job WHERE state <> 'done'"), 0);
        EXPECT_EQ(house_->one("SELECT COUNT(*) FROM endorsement WHERE state <> 'ready'"), 0);
        EXPECT_EQ(house_->one("SELECT COUNT(*) FROM (SELECT COUNT(*) AS n FROM endorsement "
                              "GROUP BY holder_id, line_id) AS per_line WHERE n > 3"),
                  0)
            << "over the quota";
        EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy c WHERE c.state = 'released' AND 1 <> "
                              "(SELECT COUNT(*) FROM copy_file f WHERE f.copy_id = c.copy_id)"),
                  0)
            << "a released copy has one file";
        EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy_file f WHERE 1 <> (SELECT COUNT(*) FROM "
                              "seal_intent i WHERE i.copy_id = f.copy_id AND i.state = 'sealed')"),
                  0)
            << "one sealed intent per file";
        EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy_file f WHERE NOT EXISTS (SELECT 1 FROM "
                              "seal_intent i WHERE i.intent_id = f.intent_id AND i.state = "
                              "'sealed')"),
                  0)
            << "the file's own intent is the sealed one";
        EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy_file f WHERE NOT EXISTS (SELECT 1 FROM "
                              "lookup_file l WHERE l.sha256 = f.sha256)"),
                  0);
        EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"),
                  house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'seal.used'"));
    }

    void check_acknowledged() {
        for (const auto& [holder, endorsement] : acknowledged()) {
            ASSERT_EQ(house_->one("SELECT COUNT(*) FROM endorsement WHERE holder_id = $1 AND "
                                  "endorsement_id = $2",
                                  holder,
                                  endorsement),
                      1)
                << "an answer was given and its row is gone";
        }
    }

    /// Every file not looked at yet: its blob hashes right and verifies.
    void check_files() {
        const auto pem = house_->one<std::string>(
            "SELECT certificate_pem FROM key_register WHERE key_name = 'seal-central'");
        const auto certificate = sure(crypto::Certificate::parse_pem(pem));
        const auto files = sure(house_->store().read_now([](storage::Reader& reader) {
            return reader.all<ReleasedFile>(storage::Statement{
                "test.files", "SELECT holder_id, copy_id, sha256, size FROM copy_file"});
        }));
        for (const ReleasedFile& file : files) {
            if (!seen_.insert(file.copy).second) continue;
            crypto::Digest32 name{};
            std::ranges::copy(file.sha256, name.begin());
            const auto bytes = house_->blobs().get(name);
            ASSERT_TRUE(bytes) << bytes.error().describe();
            EXPECT_EQ(static_cast<std::int64_t>(bytes->size()), file.size);
            const auto findings = verify::check_sealed_pdf(*bytes,
                                                           *house_->seals().trust,
                                                           certificate,
                                                           verify::TimestampRule::optional,
                                                           house_->clock.now());
            EXPECT_TRUE(findings.empty());
        }
    }

    ScratchHouse house_;
    std::set<CopyId> seen_;
    std::mt19937 random_{std::random_device{}()};
};

TEST_F(PressKill, killed_at_any_instant_it_loses_nothing_and_seals_nothing_twice) {
    Instant now = house_opens;
    for (int round = 0; round < rounds; ++round) {
        ASSERT_NO_FATAL_FAILURE(run_and_kill(now));
        house_.reopen();
        house_->clock.set(now);
        press_what_is_open();
        check_register();
        ASSERT_NO_FATAL_FAILURE(check_acknowledged());
        ASSERT_NO_FATAL_FAILURE(check_files());
        now = house_->clock.now();
    }
    EXPECT_GE(acknowledged().size(), static_cast<std::size_t>(rounds));
    sure(house_->store().write_now([](storage::Transaction& transaction) {
        return storage::number_audit_events(transaction, 100'000);
    }));
    const auto audit = sure(house_->store().read_now(
        [](storage::Reader& reader) { return storage::check_audit(reader); }));
    EXPECT_EQ(audit.first_broken, 0);
    RecordProperty("applications", static_cast<int>(acknowledged().size()));
    std::printf("%zu applications acknowledged over %d kills, %zu files verified\n",
                acknowledged().size(),
                rounds,
                seen_.size());
}

}  // namespace
}  // namespace yinxin::test
