// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/result_field.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"
#include "yinxin/domain/latin.hpp"

#include <algorithm>

namespace yinxin::domain {
namespace {

using Field = ResultField;

struct Word {
    std::string_view text;  ///< as header_key leaves it
    Field field;
};

constexpr std::array words{
    Word{"姓名", Field::name},
    Word{"名字", Field::name},
    Word{"考生姓名", Field::name},
    Word{"人员姓名", Field::name},
    Word{"合格人员姓名", Field::name},
    Word{"持证人", Field::name},
    Word{"持证人姓名", Field::name},
    Word{"name", Field::name},
    Word{"fullname", Field::name},
    Word{"证件类型", Field::id_type},
    Word{"证件种类", Field::id_type},
    Word{"证件名称", Field::id_type},
    Word{"idtype", Field::id_type},
    Word{"documenttype", Field::id_type},
    Word{"iddocumenttype", Field::id_type},
    Word{"证件号", Field::id_number},
    Word{"证件号码", Field::id_number},
    Word{"身份证", Field::id_number},
    Word{"身份证号", Field::id_number},
    Word{"身份证号码", Field::id_number},
    Word{"身份证件号", Field::id_number},
    Word{"身份证件号码", Field::id_number},
    Word{"居民身份证号", Field::id_number},
    Word{"居民身份证号码", Field::id_number},
    Word{"公民身份号码", Field::id_number},
    Word{"idnumber", Field::id_number},
    Word{"idno", Field::id_number},
    Word{"idcardnumber", Field::id_number},
    Word{"documentnumber", Field::id_number},
    Word{"iddocumentnumber", Field::id_number},
    Word{"管理号", Field::management_no},
    Word{"管理号码", Field::management_no},
    Word{"证书管理号", Field::management_no},
    Word{"资格证书管理号", Field::management_no},
    Word{"查询编号", Field::management_no},
    Word{"管理号或查询编号", Field::management_no},
    Word{"managementno", Field::management_no},
    Word{"managementnumber", Field::management_no},
    Word{"资格", Field::qualification},
    Word{"资格名称", Field::qualification},
    Word{"职业资格", Field::qualification},
    Word{"职业资格名称", Field::qualification},
    Word{"考试名称", Field::qualification},
    Word{"证书名称", Field::qualification},
    Word{"qualification", Field::qualification},
    Word{"examination", Field::qualification},
    Word{"级别", Field::level},
    Word{"等级", Field::level},
    Word{"资格级别", Field::level},
    Word{"级别名称", Field::level},
    Word{"level", Field::level},
    Word{"grade", Field::level},
    Word{"专业", Field::specialty},
    Word{"专业名称", Field::specialty},
    Word{"专业类别", Field::specialty},
    Word{"报考专业", Field::specialty},
    Word{"specialty", Field::specialty},
    Word{"speciality", Field::specialty},
    Word{"major", Field::specialty},
    Word{"证书类型", Field::kind},
    Word{"证书种类", Field::kind},
    Word{"证书类别", Field::kind},
    Word{"certificatetype", Field::kind},
    Word{"certificatekind", Field::kind},
    Word{"批准日期", Field::approved_on},
    Word{"批准时间", Field::approved_on},
    Word{"取得日期", Field::approved_on},
    Word{"取得时间", Field::approved_on},
    Word{"approvedon", Field::approved_on},
    Word{"approvaldate", Field::approved_on},
    Word{"dateofapproval", Field::approved_on},
    Word{"签发日期", Field::issued_on},
    Word{"签发时间", Field::issued_on},
    Word{"发证日期", Field::issued_on},
    Word{"发证时间", Field::issued_on},
    Word{"issuedon", Field::issued_on},
    Word{"issuedate", Field::issued_on},
    Word{"dateofissue", Field::issued_on},
    Word{"证书编号", Field::certificate_no},
    Word{"证书号", Field::certificate_no},
    Word{"证书号码", Field::certificate_no},
    Word{"certificateno", Field::certificate_no},
    Word{"certificatenumber", Field::certificate_no},
    Word{"手机", Field::mobile},
    Word{"手机号", Field::mobile},
    Word{"手机号码", Field::mobile},
    Word{"移动电话", Field::mobile},
    Word{"联系电话", Field::mobile},
    Word{"mobile", Field::mobile},
    Word{"mobilenumber", Field::mobile},
    Word{"phone", Field::mobile},
    Word{"性别", Field::sex},
    Word{"sex", Field::sex},
    Word{"gender", Field::sex},
    Word{"出生日期", Field::birth},
    Word{"出生年月", Field::birth},
    Word{"birth", Field::birth},
    Word{"dateofbirth", Field::birth},
    Word{"birthday", Field::birth},
    Word{"英文姓名", Field::latin_name},
    Word{"外文姓名", Field::latin_name},
    Word{"姓名拼音", Field::latin_name},
    Word{"拼音", Field::latin_name},
    Word{"latinname", Field::latin_name},
    Word{"nameinlatinletters", Field::latin_name},
    Word{"englishname", Field::latin_name},
    Word{"曾用名", Field::former_names},
    Word{"原姓名", Field::former_names},
    Word{"更正前姓名", Field::former_names},
    Word{"formernames", Field::former_names},
    Word{"formername", Field::former_names},
    Word{"原证件号", Field::former_numbers},
    Word{"原证件号码", Field::former_numbers},
    Word{"原身份证号", Field::former_numbers},
    Word{"曾用证件号", Field::former_numbers},
    Word{"曾用证件号码", Field::former_numbers},
    Word{"更正前证件号码", Field::former_numbers},
    Word{"formernumbers", Field::former_numbers},
    Word{"formeridnumbers", Field::former_numbers},
    Word{"formeridnumber", Field::former_numbers},
};

constexpr std::array<std::string_view, 6> reason_words{
    "原因", "错误原因", "问题", "reason", "reasons", "problem"};
constexpr std::array<std::string_view, 4> example_words{"样例", "示例", "example", "sample"};

bool is_opening(char32_t point) noexcept {
    return point == U'(' || point == U'[' || point == 0x3010 || point == 0x3014;
}
bool is_closing(char32_t point) noexcept {
    return point == U')' || point == U']' || point == 0x3011 || point == 0x3015;
}
bool counts(char32_t point) noexcept {
    const bool is_latin = (point >= U'a' && point <= U'z') || (point >= U'0' && point <= U'9');
    return is_latin || fold::is_ideograph(point);
}

}  // namespace

std::string header_key(std::string_view header) {
    const auto points = decode_utf8(header);
    if (!points) return {};
    std::u32string key;
    int depth = 0;
    for (const char32_t typed : *points) {
        const char32_t point = fold::to_lower_latin(fold::to_half_width(typed));
        if (is_opening(point)) ++depth;
        if (is_closing(point)) depth = std::max(0, depth - 1);
        if (depth == 0 && counts(point)) key += point;
    }
    return encode_utf8(key);
}

std::optional<ResultField> recognise_header(std::string_view header) {
    const auto found = std::ranges::find(words, header_key(header), &Word::text);
    if (found == words.end()) return std::nullopt;
    return found->field;
}

bool is_reason_header(std::string_view header) {
    return std::ranges::find(reason_words, header_key(header)) != reason_words.end();
}

bool is_example(std::string_view first_cell) {
    const std::string text = to_lower_ascii(trim(first_cell));
    return std::ranges::any_of(example_words,
                               [&](std::string_view word) { return text.starts_with(word); });
}

}  // namespace yinxin::domain
