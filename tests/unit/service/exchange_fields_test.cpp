// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/exchange_fields.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

storage::CertificateRecord certificate() {
    storage::CertificateRecord record;
    record.version = record.current_version = 1;
    record.batch_state = storage::BatchState::released;
    record.status_at = instant_of(1795399200);
    domain::FaceData& face = record.face;
    face.name = "王演示";
    face.sex = domain::Sex::female;
    face.birth = std::chrono::year(1990) / 3;
    face.id_number = "110101199003070073";
    face.title.zh = "演示职业资格证书 <样张> & \"甲\"";
    face.qualification.zh = "演示师";
    face.approved_on = make_day(2025, 9, 7);
    face.issued_on = make_day(2025, 12, 1);
    face.certificate_no = "YX00000000001";
    face.licence_id = "1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.001.V";
    face.issuer.zh = "演示考试中心";
    face.issuer_uscc = "99999999999999999X";
    face.authorities = {{"演示部", ""}, {"演示厅", ""}};
    return record;
}

ExchangeFacts facts_of(const storage::CertificateRecord& record) {
    return {record, false, record.status_at, std::nullopt};
}

TEST(ExchangeFields, a_package_tells_everything_and_a_directory_record_masks_the_holder) {
    const auto record = certificate();
    const ExchangeMetadata metadata = make_metadata(facts_of(record));
    EXPECT_EQ(value_of(metadata, "CZZT"), "王演示");
    EXPECT_EQ(value_of(metadata, "CZZTDM"), "110101199003070073");
    EXPECT_EQ(value_of(metadata, "CZZTDMLXDM"), "111");
    EXPECT_EQ(value_of(metadata, "ZZLXDM"), "99999999999999999X001");
    EXPECT_EQ(value_of(metadata, "KZ_PZBM"), "演示部、演示厅");
    EXPECT_EQ(value_of(metadata, "ZZZT"), "01");
    EXPECT_EQ(value_of(metadata, "FBBH"), "");
    EXPECT_THAT(faults_of(metadata), IsEmpty());

    const auto told = make_directory_record(facts_of(record));
    EXPECT_THAT(told, Contains(ExchangeField{"CZZT", "王**"}));
    EXPECT_THAT(told, Contains(ExchangeField{"CZZTDM", "1****************3"}));
    for (const std::string& line : {record_json(told), record_xml(told), record_csv(told)}) {
        EXPECT_THAT(line, Not(HasSubstr("演示\"")));
        EXPECT_THAT(line, Not(HasSubstr("19900307")));
    }
    for (const ExchangeField& field : told)
        EXPECT_THAT(directory_columns(), Contains(field.name));
}

TEST(ExchangeFields, both_forms_are_read_back_as_they_were) {
    auto record = certificate();
    record.face.management_no = "20251000000001";
    ExchangeFacts facts = facts_of(record);
    facts.copy = ExchangeCopy{"YX20261123-1",
                              "2026-11-23T10:00:00+08:00",
                              "演示考试中心",
                              "本人调用；演示<集团>",
                              "2027-02-20T00:00:00+08:00",
                              "本人调用",
                              "演示<集团>"};
    const ExchangeMetadata metadata = make_metadata(facts);
    const auto from_json = parse_metadata_json(metadata_json(metadata));
    const auto from_xml = parse_metadata_xml(metadata_xml(metadata));
    ASSERT_TRUE(from_json) << from_json.error().describe();
    ASSERT_TRUE(from_xml) << from_xml.error().describe();
    EXPECT_EQ(*from_json, metadata);
    EXPECT_EQ(*from_xml, metadata);
}

TEST(ExchangeFields, versions_of_one_licence_name_each_other) {
    auto record = certificate();
    EXPECT_EQ(value_of(make_metadata(facts_of(record)), "GLZZBS"), "");
    const std::string first = record.face.licence_id;
    record.current_version = 2;
    record.status = domain::CertificateStatus::superseded;
    const std::string second =
        "1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.002.T";
    EXPECT_EQ(value_of(make_metadata(facts_of(record)), "GLZZBS"), second);
    record.version = 2;
    record.face.licence_id = second;
    record.status = domain::CertificateStatus::valid;
    EXPECT_EQ(value_of(make_metadata(facts_of(record)), "GLZZBS"), first);
}

TEST(ExchangeFields, what_is_unknown_missing_or_no_code_is_named) {
    ExchangeMetadata metadata = make_metadata(facts_of(certificate()));
    metadata[0].fields.erase(metadata[0].fields.begin());
    metadata[1].fields.push_back({"KZ_NEW", "1"});
    metadata.back().fields[0].value = "08";
    EXPECT_THAT(faults_of(metadata),
                testing::UnorderedElementsAre("basic:ZZMC", "business:KZ_NEW", "directory:ZZZT"));
    metadata.back().fields[0].value = "03";
    EXPECT_THAT(faults_of(metadata), Contains("directory:ZZZTMC"));
}

TEST(ExchangeFields, a_document_type_or_a_stranger_s_text_is_no_metadata) {
    EXPECT_FALSE(parse_metadata_xml("<!DOCTYPE a><metadata/>"));
    EXPECT_FALSE(parse_metadata_xml("<other/>"));
    EXPECT_FALSE(parse_metadata_xml("<metadata><basic><ZZMC><b/></ZZMC></basic></metadata>"));
    EXPECT_FALSE(parse_metadata_xml("<metadata>x</metadata>"));
    EXPECT_FALSE(parse_metadata_json("{}"));
    EXPECT_FALSE(parse_metadata_json(R"({"schema":"urn:other"})"));
    EXPECT_FALSE(
        parse_metadata_json(R"({"schema":"urn:yinxin:exchange:metadata:1","basic":{"ZZMC":1}})"));
}

TEST(ExchangeFields, a_csv_cell_is_no_formula) {
    const std::vector<ExchangeField> record{{"ZZMC", "=1+1\"x"}, {"BBH", "1"}};
    const std::string row = record_csv(record);
    EXPECT_TRUE(row.starts_with("\"'=1+1\"\"x\",\"\",")) << row;
    EXPECT_TRUE(row.ends_with(",\"1\",\"\"\r\n")) << row;
}

}  // namespace
}  // namespace yinxin::service
