// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/invariants.hpp"

#include "support/scratch_directory.hpp"
#include "support/small_house.hpp"

#include "yinxin/cli/journal.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

using storage::Statement;
using storage::Transaction;
using test::sure;
using testing::Contains;

/// What somebody with a shell on the database does, and the check that must notice.
struct Break {
    const char* code;
    std::vector<Statement> steps;
};

constexpr Statement step(const char* text) {
    return {"test.break", text};
}

const std::vector<Break>& breaks() {
    static const std::vector<Break> all{
        {"endorsement.over_quota",
         {step("UPDATE policy SET quota = 1"),
          step("INSERT INTO endorsement SELECT holder_id, endorsement_id + 1, line_id, version,"
               " account_id, 7, applied_at, applied_on, window_ends_on, valid_until, days,"
               " scenario, 'another', repeat_no, state, failure_code, state_at, copy_id"
               " FROM endorsement WHERE state = 'ready'")}},
        {"endorsement.slot_shared",
         {step("INSERT INTO endorsement SELECT holder_id, endorsement_id + 1, line_id, version,"
               " account_id, slot, applied_at, applied_on, window_ends_on, valid_until, days,"
               " scenario, 'another', repeat_no, state, failure_code, state_at, copy_id"
               " FROM endorsement WHERE state = 'ready'")}},
        {"endorsement.slot_over_quota", {step("UPDATE endorsement SET slot = 9")}},
        {"endorsement.validity_out_of_range",
         {step("UPDATE endorsement SET days = 91, valid_until = applied_at + 91 * 86400"
               " WHERE state = 'ready'")}},
        {"file.not_found_by_hash", {step("DELETE FROM lookup_file")}},
        {"file.hash_without_file",
         {step("INSERT INTO lookup_file (sha256, holder_id, copy_id, format)"
               " VALUES (x'00', 1, 2, 'pdf')")}},
        {"copy.released_without_file", {step("DELETE FROM copy_file")}},
        {"file.without_intent", {step("UPDATE seal_intent SET state = 'voided'")}},
        {"copy.sealed_twice",
         {step("INSERT INTO seal_intent SELECT holder_id, intent_id + 1, copy_id, format, seal_id,"
               " line_id, version, valid_until, fence, digest, state, planned_at, ended_at, trace"
               " FROM seal_intent WHERE state = 'sealed'")}},
        {"intent.sealed_without_file", {step("UPDATE copy_file SET intent_id = 0")}},
        {"intent.not_in_audit", {step("DELETE FROM audit_event WHERE kind = 'seal.used'")}},
        {"seal.uses_miscounted", {step("UPDATE seal SET uses = uses + 1")}},
        {"job.end_missing", {step("UPDATE job SET ended_at = NULL WHERE state = 'done'")}},
        {"copy.pressing_without_job", {step("DELETE FROM job WHERE state = 'waiting'")}},
        {"job.of_settled_copy",
         {step("UPDATE job SET state = 'waiting', ended_at = NULL WHERE state = 'done'")}},
        {"job.overdue", {step("UPDATE job SET created_at = 0 WHERE state = 'waiting'")}},
        {"endorsement.out_of_step",
         {step("UPDATE endorsement SET state = 'ready' WHERE state = 'pending'")}},
        {"copy.released_after_end",
         {step("UPDATE certificate SET status = 'revoked', status_at = 1")}},
        {"certificate.change_not_in_force",
         {step("INSERT INTO certificate_change SELECT holder_id, 1, line_id, version, 1, 'valid',"
               " 'revoked', x'00', '', 0, 0 FROM certificate")}},
        {"certificate.former_version_valid",
         {step("UPDATE certificate_line SET current_version = 2")}},
        {"certificate.number_shared", {step("UPDATE lookup_certificate_no SET line_id = 1")}},
        {"copy.number_shared", {step("UPDATE lookup_copy_code SET copy_id = 1")}},
        {"session.too_old",
         {step("INSERT INTO session (token_hash, account_id, proof, created_at, seen_at, address,"
               " device) VALUES (x'00', 1, 'password', 0, 43200, '', '')")}},
        {"staff_session.too_old",
         {step("INSERT INTO staff_session (token_hash, staff_id, created_at, seen_at, address,"
               " device) VALUES (x'00', 1, 0, 28800, '', '')")}},
        {"audit.chain_broken", {step("UPDATE audit_event SET actor = 'other' WHERE seq = 2")}},
        {"audit.unnumbered",
         {step("UPDATE audit_event SET seq = NULL, at = 1 WHERE seq = (SELECT MAX(seq) FROM"
               " audit_event)")}},
    };
    return all;
}

/// One copy pressed, one that waits; every trigger is away, as for whoever owns the file.
class Invariants : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        house_ = new test::ScratchHouse();
        const test::Held held = (*house_)->add_holder();
        endorsed_ = (*house_)->apply(held);
        (*house_)->press();
        waiting_ = (*house_)->apply((*house_)->add_holder());
        sure((*house_)->store().write_now(
            [](Transaction& t) { return storage::number_audit_events(t, 1000); }));
    }
    static void TearDownTestSuite() {
        delete house_;
        house_ = nullptr;
    }

    static InvariantReport look(storage::Reader& reader, const InvariantEvidence& evidence = {}) {
        return sure(
            check_invariants(reader, (*house_)->settings_, evidence, (*house_)->clock.now()));
    }
    static InvariantReport look(const InvariantEvidence& evidence = {}) {
        return sure(
            (*house_)->store().read_now([&](storage::Reader& reader) -> Result<InvariantReport> {
                return look(reader, evidence);
            }));
    }
    static std::vector<std::string> violated(const InvariantReport& report) {
        std::vector<std::string> codes;
        for (const InvariantCheck& check : report.checks) {
            if (check.violations == 0) continue;
            EXPECT_FALSE(check.findings.empty()) << check.code;
            codes.push_back(check.code);
        }
        return codes;
    }
    /// The report of a house that was broken so, and is whole again afterwards.
    static InvariantReport broken(const Break& how) {
        InvariantReport report;
        const auto outcome = (*house_)->store().write_now([&](Transaction& t) -> Result<void> {
            static constexpr Statement triggers{
                "test.triggers",
                "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1"};
            YX_TRY(const auto names, t.all<std::string>(triggers));
            std::vector<std::string> texts;
            texts.reserve(names.size());
            for (const std::string& name : names) {
                texts.push_back("DROP TRIGGER " + name);
                YX_CHECK(t.execute({"test.drop", texts.back().c_str()}));
            }
            for (const Statement& step : how.steps) {
                YX_TRY(const std::int64_t changed, t.execute(step));
                EXPECT_GE(changed, 1) << step.text;
            }
            report = look(t);
            kept_.push_back(std::move(texts));  // prepared statements go by the text's address
            return Error(ErrorCode::conflict, "taken back");
        });
        EXPECT_EQ(outcome.error().detail(), "taken back") << outcome.error().describe();
        return report;
    }
    static std::string line(const std::string& op,
                            const std::string& id,
                            const std::string& outcome = "acknowledged") {
        return R"({"op":")" + op + R"(","at":1795399200123,"id":")" + id + R"(","outcome":")" +
               outcome + "\"}\n";
    }
    std::vector<std::string> doubts(const std::string& journal) {
        const auto report = look({scratch_.write("journal", journal), {}});
        for (const InvariantCheck& check : report.checks)
            if (check.code == "journal.lost") return check.findings;
        return {"no check"};
    }

    inline static test::ScratchHouse* house_ = nullptr;
    inline static EndorsementId endorsed_;
    inline static EndorsementId waiting_;
    inline static std::vector<std::vector<std::string>> kept_;
    test::ScratchDirectory scratch_;
};

TEST_F(Invariants, hold_in_a_house_nobody_broke) {
    const InvariantReport report = look();
    EXPECT_THAT(violated(report), testing::IsEmpty());
    EXPECT_TRUE(report.is_whole());
    for (const InvariantCheck& check : report.checks) {
        const bool may_be_empty = check.invariant == "I11";
        EXPECT_TRUE(check.rows > 0 || may_be_empty) << check.code << " looked at nothing";
    }
}

TEST_F(Invariants, each_notices_what_breaks_it) {
    for (const Break& how : breaks()) {
        EXPECT_THAT(violated(broken(how)), Contains(how.code)) << how.code;
    }
    EXPECT_THAT(violated(look()), testing::IsEmpty());
}

TEST_F(Invariants, have_a_test_each) {
    std::set<std::string> tested{"journal.lost", "audit.rolled_back"};
    for (const Break& how : breaks())
        tested.insert(how.code);
    for (const InvariantCheck& check : look().checks)
        EXPECT_TRUE(tested.contains(check.code)) << check.code;
    EXPECT_EQ(look().checks.size() + 2, tested.size());
}

TEST_F(Invariants, notice_an_audit_behind_its_witness) {
    const auto witness = scratch_.write("witness", "100000 " + std::string(64, 'a') + "\n");
    EXPECT_THAT(violated(look({{}, witness})), Contains("audit.rolled_back"));
    const auto head = sure((*house_)->store().read_now(storage::audit_head));
    const auto right =
        scratch_.write("right", std::to_string(head.seq) + " " + to_hex(head.chain) + "\n");
    EXPECT_THAT(violated(look({{}, right})), testing::IsEmpty());
}

TEST_F(Invariants, what_a_client_was_told_is_there) {
    const std::string no =
        (*house_)->one<std::string>("SELECT copy_no FROM copy WHERE state = 'released'");
    const std::string code =
        (*house_)->one<std::string>("SELECT copy_code FROM copy WHERE state = 'released'");
    const std::string waiting_no =
        (*house_)->one<std::string>("SELECT copy_no FROM copy WHERE state = 'pressing'");
    const auto certificate = std::to_string((*house_)->one("SELECT MIN(line_id) FROM certificate"));
    const auto holder = std::to_string(
        (*house_)->one("SELECT holder_id FROM certificate ORDER BY line_id LIMIT 1"));
    EXPECT_THAT(doubts(line("apply", endorsed_.str()) + "\n" + line("apply", waiting_.str()) +
                       line("download", no) + line("download", code)),
                testing::IsEmpty());
    // What was refused, or never answered, proves nothing.
    EXPECT_THAT(doubts(line("apply", "12345", "refused") + line("download", "x", "unknown")),
                testing::IsEmpty());
    EXPECT_THAT(doubts(line("apply", "12345")), testing::ElementsAre("endorsement:12345: gone"));
    EXPECT_THAT(doubts(line("download", "YX20261123-000000000097")),
                testing::ElementsAre("copy:YX20261123-000000000097: gone"));
    EXPECT_THAT(doubts(line("download", waiting_no)),
                testing::ElementsAre("copy:" + waiting_no + ": is pressing"));
    EXPECT_THAT(doubts(line("withdraw", endorsed_.str())),
                testing::ElementsAre("endorsement:" + endorsed_.str() + ": is ready"));
    for (const std::string& id : {certificate, holder + "-" + certificate}) {
        EXPECT_THAT(doubts(line("revoke", id)),
                    testing::ElementsAre("certificate:" + id + ": is valid"));
    }
    EXPECT_THAT(doubts(line("revoke", "7-" + certificate)),
                testing::ElementsAre("certificate:7-" + certificate + ": gone"));
    EXPECT_THAT(doubts(line("register", "nobody-of-this-name")),
                testing::ElementsAre("account: gone"));
}

// Line by line this would visit 400,000,000 rows.
TEST_F(Invariants, a_long_journal_costs_one_pass_over_a_table) {
    constexpr int lines = 20'000;
    std::string journal;
    for (int number = 1; number <= lines; ++number)
        journal += line("apply", std::to_string(number));
    journal += line("apply", "20001");
    const auto path = scratch_.write("journal", journal);
    std::vector<std::string> doubts;
    std::int64_t compared = 0;
    std::chrono::steady_clock::duration took{};
    const auto outcome = (*house_)->store().write_now([&](Transaction& t) -> Result<void> {
        YX_CHECK(t.execute(
            step("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                 " INSERT INTO endorsement SELECT holder_id, i, line_id, version, account_id, slot,"
                 " applied_at, applied_on, window_ends_on, valid_until, days, scenario, recipient,"
                 " repeat_no, 'failed', failure_code, state_at, copy_id"
                 " FROM endorsement, n WHERE state = 'ready'")));
        const auto began = std::chrono::steady_clock::now();
        YX_TRY(compared, compare_journal(t, path, [&](const JournalDoubt& doubt) {
                   doubts.push_back(doubt.object + ": " + doubt.detail);
               }));
        took = std::chrono::steady_clock::now() - began;
        return Error(ErrorCode::conflict, "taken back");
    });
    EXPECT_EQ(outcome.error().detail(), "taken back") << outcome.error().describe();
    EXPECT_EQ(compared, lines + 1);
    EXPECT_THAT(doubts, testing::ElementsAre("endorsement:20001: gone"));
    EXPECT_LT(took, std::chrono::seconds(5));
}

TEST_F(Invariants, a_journal_that_is_none_is_refused_with_its_line) {
    for (const char* text : {"hello\n",
                             "{}\n",
                             R"({"op":"eat","at":1,"id":"1","outcome":"acknowledged"})",
                             R"({"op":"apply","at":1,"id":"1","outcome":"fine"})",
                             R"({"op":"apply","at":"1","id":"1","outcome":"refused"})",
                             R"({"op":"apply","at":1,"outcome":"acknowledged"})"}) {
        const auto journal = scratch_.write("journal", line("apply", endorsed_.str()) + text);
        const auto report = check_invariants(
            (*house_)->store(), (*house_)->settings_, {journal, {}}, (*house_)->clock.now());
        ASSERT_FALSE(report) << text;
        EXPECT_EQ(report.error().code(), ErrorCode::malformed);
        EXPECT_THAT(report.error().detail(), testing::HasSubstr("line 2"));
    }
    const auto report = check_invariants(
        (*house_)->store(), (*house_)->settings_, {scratch_ / "none", {}}, (*house_)->clock.now());
    EXPECT_EQ(report.error().code(), ErrorCode::file_missing);
}

}  // namespace
}  // namespace yinxin::cli
