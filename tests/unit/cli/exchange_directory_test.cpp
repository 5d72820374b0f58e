// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/exchange_directory.hpp"

#include "exchange_house.hpp"
#include "support/test_database.hpp"

#include <fstream>
#include <set>

namespace yinxin::cli {
namespace {

using storage::BatchState;
using testing::HasSubstr;
using testing::Not;

constexpr int many = 3500;  // three pages and a half

class ExportDirectory : public ExportHouse {
  protected:
    /// `many` certificates, written at once: their statuses go round, every fifth the same.
    void fill() {
        const test::Held held = house_->add_holder();
        const auto one = *test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::find_certificate(reader, house_->keys(), held.holder, held.line);
        }));
        batch_ = held.batch;
        test::sure(
            house_->store().write_now([&](storage::Transaction& transaction) -> Result<void> {
                for (int i = 1; i < many; ++i) {
                    storage::NewCertificate next;
                    // Several of one holder, so that pages end inside one as well.
                    next.holder = HolderId{1000 + i / 3};
                    next.line = LineId{100 + i};
                    next.batch = one.batch;
                    next.policy_id = one.policy_id;
                    next.face = one.face;
                    next.face.certificate_no = "YXD" + std::to_string(10000 + i);
                    next.face.management_no = "2025D" + std::to_string(10000 + i);
                    next.face_signature = one.face_signature;
                    next.status = domain::all_keyed<domain::CertificateStatus>()[i % 5].value;
                    next.status_at = house_->clock.now() - std::chrono::hours(i);
                    next.created_at = next.status_at;
                    YX_CHECK(storage::insert_certificate(transaction, house_->keys(), next));
                }
                return ok();
            }));
    }
    std::string text(service::DirectoryExport asked) {
        std::string out;
        asked.now = house_->clock.now();
        asked.put = [&](std::string_view piece) {
            out += piece;
            return ok();
        };
        records_ = test::sure(service::write_directory(house_->store(), house_->keys(), asked));
        return out;
    }

    BatchId batch_;
    std::int64_t records_ = 0;
};

TEST_F(ExportDirectory, no_row_is_lost_or_doubled_at_the_borders_of_pages) {
    fill();
    const std::string whole = text({.page = many + 1});
    EXPECT_EQ(records_, many);
    for (const int page : {many, many - 1, 1000, 999, 7}) {
        EXPECT_EQ(text({.page = page}), whole) << page;
        EXPECT_EQ(records_, many) << page;
    }
    std::set<std::string> numbers;
    for (std::size_t at = whole.find("\"ZZBH\":\""); at != std::string::npos;
         at = whole.find("\"ZZBH\":\"", at + 1)) {
        numbers.insert(whole.substr(at + 8, whole.find('"', at + 8) - at - 8));
    }
    EXPECT_EQ(numbers.size(), static_cast<std::size_t>(many));
    EXPECT_THAT(whole, Not(HasSubstr("演示\"")));
    EXPECT_THAT(whole, HasSubstr("王**"));
}

TEST_F(ExportDirectory, strangers_read_the_three_forms_and_they_agree) {
    fill();
    for (const std::string& form : {"json", "xml", "csv"}) {
        const test::Said said = run("directory --data . --format " + form + " --output d." + form);
        ASSERT_EQ(said.status, 0) << said.output;
        EXPECT_THAT(said.output, HasSubstr("3500 records. The next export may begin"));
    }
    EXPECT_EQ(shell("stat -c %a d.csv").output, "600\n");
    const test::Said said = shell(
        "set -e; xmllint --noout --nonet --schema " YX_SOURCE_DIR
        "/packaging/exchange/directory.xsd d.xml; cat > agree.py <<'P'\n"
        "import collections, csv, json, xml.etree.ElementTree as E\n"
        "j = json.load(open('d.json'))\n"
        "r = E.parse('d.xml').getroot()\n"
        "ns = '{urn:yinxin:exchange:directory:1}'\n"
        "x = [{f.tag[len(ns):]: f.text for f in rec} for rec in r.findall(ns + 'record')]\n"
        "c = [{k: v for k, v in row.items() if v}\n"
        "     for row in csv.DictReader(open('d.csv', encoding='utf-8-sig', newline=''))]\n"
        "assert j['records'] == x == c and j['count'] == len(x) == int(r.find(ns + 'count').text)\n"
        "print(sorted(collections.Counter(q['ZZZT'] for q in x).items()))\n"
        "P\n"
        "python3 agree.py; python3 -B " YX_SOURCE_DIR "/tests/support/json_schema.py " YX_SOURCE_DIR
        "/packaging/exchange/directory.schema.json d.json && echo SOUND");
    EXPECT_THAT(said.output, HasSubstr("SOUND"));
    EXPECT_THAT(said.output,
                HasSubstr("[('01', 700), ('02', 700), ('03', 700), ('04', 700), ('05', 700)]"));
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'directory.exported'"), 3);
    EXPECT_EQ(run("directory --data . --output d.csv").status, 1) << "replaces nothing";
}

TEST_F(ExportDirectory, only_what_changed_since_is_told) {
    fill();
    // It was the batch that changed for all of them; before, they were entered hour after hour.
    house_->change("UPDATE batch SET changed_at = $1 WHERE batch_id = $2",
                   epoch_of(house_->clock.now() - std::chrono::hours(5000)),
                   batch_);
    (void)text({.since = house_->clock.now() - std::chrono::hours(99), .page = 10});
    EXPECT_EQ(records_, 100);
    house_->change("UPDATE batch SET changed_at = $1 WHERE batch_id = $2",
                   epoch_of(house_->clock.now()),
                   batch_);
    (void)text({.since = house_->clock.now(), .page = 10});
    EXPECT_EQ(records_, many);
    EXPECT_EQ(run("directory --data . --since yesterday").status, 1);
}

TEST_F(ExportDirectory, a_batch_taken_back_is_told_and_one_never_released_is_not) {
    const test::Held held = house_->add_holder();
    (void)house_->add_holder({.batch = BatchState::approved});
    EXPECT_THAT(text({}), HasSubstr("\"ZZZT\":\"01\""));
    EXPECT_EQ(records_, 1);
    house_->change("UPDATE batch SET state = 'stopped' WHERE batch_id = $1", held.batch);
    EXPECT_THAT(text({}), HasSubstr("\"ZZZT\":\"02\""));
    house_->change("UPDATE batch SET state = 'recalled' WHERE batch_id = $1", held.batch);
    EXPECT_THAT(text({}), HasSubstr("\"ZZZT\":\"05\""));
    EXPECT_EQ(records_, 1);
}

TEST_F(ExportDirectory, a_correction_gives_two_records_the_older_one_void) {
    const test::Held held = house_->add_holder();
    house_->supersede(held, "王更正");
    const std::string told = text({});
    EXPECT_EQ(records_, 2);
    const auto first = told.find("\"ZZZT\":\"05\"");
    const auto second = told.find("\"ZZZT\":\"01\"");
    ASSERT_NE(first, std::string::npos) << told;
    ASSERT_NE(second, std::string::npos) << told;
    EXPECT_LT(first, second);
}

/// Ten million rows are read page by page only if each page begins where the one before ended.
TEST_F(ExportDirectory, a_page_is_found_by_its_key_and_needs_no_sorting) {
    const std::string file = YX_SOURCE_DIR "/src/yinxin/storage/sql/exchange/list_directory.sql";
    const test::Said said =
        shell("{ echo 'EXPLAIN QUERY PLAN'; cat " + file + "; echo ';'; } | sqlite3 '" +
              test::database_of(house_->directory).file.string() + "'");
    EXPECT_EQ(said.status, 0) << said.output;
    EXPECT_THAT(said.output, HasSubstr("SEARCH c USING INDEX sqlite_autoindex_certificate_1"));
    EXPECT_THAT(said.output, Not(HasSubstr("TEMP B-TREE")));
    EXPECT_THAT(said.output, Not(HasSubstr("SCAN")));
}

}  // namespace
}  // namespace yinxin::cli
