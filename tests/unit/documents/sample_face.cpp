// SPDX-License-Identifier: Apache-2.0
#include "unit/documents/sample_face.hpp"

#include "test_places.hpp"

#include "yinxin/base/files.hpp"

#include <stdexcept>

namespace yinxin::documents {

Photo sample_photo() {
    auto jpeg = read_file(YX_SOURCE_DIR "/tests/unit/documents/data/portrait.jpg");
    if (!jpeg) throw std::runtime_error(jpeg.error().describe());
    return {*std::move(jpeg), 413, 531};
}

Face sample_face() {
    Face face;
    face.kind = FaceKind::sealed_copy;
    face.title_zh = "一级建造师职业资格证书";
    face.title_en = "Professional Qualification Certificate of Constructor (Grade 1)";
    face.authorities = {"演示省人力资源演示厅", "演示省住房和城乡演示厅"};
    face.preamble_zh =
        "本证书由演示省人力资源演示厅、演示省住房和城乡演示厅批准颁发，表明持证人通过统一组织的考"
        "试，取得一级建造师职业资格。";
    face.preamble_en =
        "This certificate is approved and issued by the authorities named below. It certifies that "
        "the holder has passed the unified examination and obtained the professional qualification "
        "of Constructor (Grade 1).";
    face.service_address = "verify.yinxin.example";
    face.marking = "演示证书 不具法律效力 DEMONSTRATION ONLY";
    face.seal_id = "demo";
    face.fields = {{"姓名", "Name", "王演示"},
                   {"性别", "Sex", "女"},
                   {"证件号码", "ID No.", "110101199003074514"},
                   {"出生年月", "Date of birth", "1990年03月"},
                   {"专业", "Specialty", "港口与航道工程"},
                   {"级别", "Grade", "一级"}};
    face.photo = sample_photo();
    face.issuer_name = "演示省人力资源演示厅";
    face.approval_date = "2026年6月14日";
    face.issue_date = "2026年11月23日";
    face.certificate_no = "YX00202600012345";
    face.management_no = "202606001110100123";
    face.licence_id = "1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.001.V";
    face.endorsement = EndorsementLine{.scenario = "本人调用",
                                       .recipient = "演示市轨道交通建设有限公司",
                                       .valid_until = "2027年2月20日24:00",
                                       .applied_on = "2026年11月23日",
                                       .copy_number = "JZ2026-1123-0000-4821"};
    face.qr_url = "https://verify.yinxin.example/v/Zk3vQ0h7TmP4x8sY";
    face.check_code = "7K3M-Q2XA-9TDF";
    face.metadata = {.made_at = "2026-11-23T18:00:00+08:00",
                     .copy_made_at = "2026-11-23T18:00:00+08:00",
                     .copy_made_by = "演示省人力资源演示厅",
                     .copy_made_for = "本人调用",
                     .copy_valid_until = "2027-02-21T00:00:00+08:00"};
    return face;
}

Face sample_exempt() {
    Face face = sample_face();
    face.kind = FaceKind::sealed_exempt;
    face.endorsement.reset();
    face.metadata.copy_valid_until.clear();
    return face;
}

Face sample_preview() {
    Face face = sample_exempt();
    face.kind = FaceKind::preview;
    face.qr_url.clear();
    face.check_code.clear();
    return face;
}

SealArt sample_seal() {
    return {.id = "demo",
            .arc_text = "演示省人力资源演示厅职业资格证书",
            .centre_text = "演示",
            .base_text = "演示专用章"};
}

std::shared_ptr<const Stationery> sample_stationery() {
    static const std::shared_ptr<const Stationery> stationery = [] {
        StationerySources sources;
        sources.seals = {sample_seal()};
        auto loaded = Stationery::load(std::move(sources));
        if (!loaded) throw std::runtime_error(loaded.error().describe());
        return *std::move(loaded);
    }();
    return stationery;
}

}  // namespace yinxin::documents
