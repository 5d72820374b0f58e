// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_import.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/cli/demo_people.hpp"
#include "yinxin/cli/portrait.hpp"
#include "yinxin/sheets/archive_writer.hpp"
#include "yinxin/sheets/sheet_writer.hpp"

#include <array>

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using domain::Sex;

constexpr std::string_view demo_qualification = "constructor_1";
constexpr int distinct_portraits = 48;
constexpr std::uint32_t portrait_seed = 9000;

/// One row as the demonstration's office would have it in its list.
struct Row {
    std::string name;
    std::string sex;
    std::string id_type = "居民身份证";
    std::string id_number;
    std::string right_number;  ///< names the photo
    std::string mobile;
    std::string specialty;
    std::string approved_on;
    std::string management_no;
    std::string former_names;
};

/// A resident number for each number below about 1.6 thousand million, no two alike: province,
/// county, day of birth and order are digits of a mixed radix, after a scramble that keeps
/// neighbours apart.
std::string resident_number(std::uint64_t n) {
    constexpr std::array provinces{
        "11", "12", "13", "21", "31", "32", "33", "37", "42", "44", "51", "61"};
    constexpr std::uint64_t counties = 9;
    constexpr std::uint64_t days = 15'340;  // 1960 to 2001
    constexpr std::uint64_t orders = 1000;
    constexpr std::uint64_t all = provinces.size() * counties * days * orders;
    constexpr std::uint64_t scramble = 1'234'567'891;  // a prime that divides none of the radices
    std::uint64_t rest = n * scramble % all;
    const std::uint64_t order = rest % orders;
    rest /= orders;
    const CivilDay birth = make_day(1960, 1, 1) + Days(static_cast<int>(rest % days));
    rest /= days;
    const std::uint64_t county = 9990 + rest % counties;
    rest /= counties;
    const std::string body = fmt::format(
        "{}{}{}{:03}", provinces[rest], county, replace_all(format_day(birth), "-", ""), order);
    return body + domain::gb11643_check(body);
}

class Table {
  public:
    Table(const DemoNames& names,
          const domain::Qualification& item,
          std::uint32_t series,
          CivilDay today)
        : item_(item), series_(series), random_(series + 1), people_(names, photos_, random_) {
        // Approved a while ago, in this year if it is not too young.
        const std::chrono::year_month_day date(today - Days(30));
        year_ = static_cast<int>(date.year());
        approved_on_ = format_day(make_day(year_, static_cast<unsigned>(date.month()), 1));
        next_year_ = format_day(make_day(year_ + 2, 3, 1));
    }

    [[nodiscard]] std::vector<Row> rows() {
        std::vector<Row> rows;
        for (int i = 0; i < demo_results; ++i) {
            rows.push_back(row(i));
        }
        spoil(rows);
        return rows;
    }

  private:
    Row row(int i) {
        const std::uint64_t n = std::uint64_t{series_} * demo_results + static_cast<unsigned>(i);
        Row row;
        row.id_number = resident_number(n);
        row.right_number = row.id_number;
        const bool is_male = (row.id_number[16] - '0') % 2 == 1;
        row.sex = is_male ? "男" : "女";
        row.name = people_.draw_name(is_male ? Sex::male : Sex::female);
        row.mobile = fmt::format("1990000{:04}", n % 10'000);
        const auto& specialties = edition().specialties;
        if (!specialties.empty()) {
            row.specialty = specialties[random_.below(specialties.size())].name.zh;
        }
        row.approved_on = approved_on_;
        row.management_no = fmt::format("{:04}009998{:06}{:04}", year_, series_, i);
        return row;
    }

    [[nodiscard]] const domain::QualificationEdition& edition() const {
        return item_.editions.back();
    }

    /// A row of its own for each fault, spread over the table; of two that must not be alike both
    /// are faulty.
    void spoil(std::vector<Row>& rows) {
        int place = 17;
        const auto next = [&]() -> Row& {
            Row& row = rows[static_cast<std::size_t>(place)];
            place += 49;
            return row;
        };
        for (int i = 0; i < 3; ++i) {
            std::string& number = next().id_number;
            number.back() = number.back() == '5' ? '6' : '5';
        }
        next().id_number.erase(9, 1);
        next().id_number.replace(10, 4, "0231");
        next().name = "王晓[沛]";
        next().name = "李[呛]";
        next().name = "赵\xEE\xA1\xA3";  // U+E863, private use
        next().management_no.clear();
        Row& first = next();
        next().management_no = first.management_no;
        Row& person = next();
        Row& again = next();
        again.name = person.name;
        again.sex = person.sex;
        again.id_number = person.id_number;
        again.right_number = person.right_number;
        again.specialty = person.specialty;
        next().specialty = "建筑工成";
        next().specialty = "房屋建筑工程";
        next().mobile = "1990000123";
        Row& sex = next();
        sex.sex = sex.sex == "男" ? "女" : "男";
        next().approved_on = std::to_string(year_) + "-02-30";
        next().approved_on = next_year_;
        next().id_number = "1.19999E+17";
        rows[3].former_names = "演示旧名";
    }

    const domain::Qualification& item_;
    std::uint32_t series_;
    std::vector<std::string> photos_;
    DemoRandom random_;
    DemoPeople people_;
    int year_ = 0;
    std::string approved_on_;
    std::string next_year_;
};

Result<Bytes> write_table(const std::vector<Row>& rows,
                          std::string_view qualification,
                          Instant now) {
    sheets::XlsxLook look;
    look.made_at = now;
    look.widths = {8, 12, 8, 14, 24, 16, 20, 18, 14, 24, 14};
    const auto writer = sheets::make_xlsx_writer(look);
    const std::vector<std::string> header{"序号",
                                          "姓名",
                                          "性别",
                                          "证件类型",
                                          "证件号码",
                                          "手机号码",
                                          "资格名称",
                                          "专业",
                                          "批准日期",
                                          "管理号",
                                          "曾用名"};
    writer->add_row(header);
    int number = 0;
    for (const Row& row : rows) {
        const std::vector<std::string> cells{std::to_string(++number),
                                             row.name,
                                             row.sex,
                                             row.id_type,
                                             row.id_number,
                                             row.mobile,
                                             std::string(qualification),
                                             row.specialty,
                                             row.approved_on,
                                             row.management_no,
                                             row.former_names};
        writer->add_row(cells);
    }
    return writer->finish();
}

Result<Bytes> write_photos(const std::vector<Row>& rows) {
    std::vector<Bytes> portraits;
    for (std::uint32_t i = 0; i < distinct_portraits; ++i) {
        portraits.push_back(draw_portrait(portrait_seed + i));
    }
    std::vector<sheets::ArchiveFile> files;
    std::set<std::string> taken;
    for (const Row& row : rows) {
        if (!taken.insert(row.right_number).second) continue;
        files.push_back({row.right_number + ".jpg", portraits[files.size() % portraits.size()]});
    }
    return sheets::write_archive(files);
}

}  // namespace

Result<Bytes> make_demo_file(const config::Reference& reference,
                             service::DemoFile file,
                             std::uint32_t series,
                             Instant now) {
    const domain::Qualification* item = reference.catalogue.find(demo_qualification);
    if (item == nullptr) return Error(ErrorCode::config_invalid, "no qualification to show");
    YX_TRY(const DemoNames names, load_demo_names());
    const std::vector<Row> rows = Table(names, *item, series % demo_series, civil_day(now)).rows();
    if (file == service::DemoFile::photos) return write_photos(rows);
    return write_table(rows, item->editions.back().name.zh, now);
}

}  // namespace yinxin::cli
