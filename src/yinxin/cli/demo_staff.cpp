// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_staff.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/log.hpp"
#include "yinxin/config/strict_table.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/pepper.hpp"
#include "yinxin/crypto/totp.hpp"
#include "yinxin/storage/staff.hpp"

#include <future>

namespace yinxin::cli {
namespace {

using domain::StaffRole;
using storage::Transaction;

constexpr std::string_view exam_centre = "demo_exam_centre";
constexpr std::string_view banking = "demo_banking_association";

DemoStaff person(std::string login_name,
                 std::string name,
                 std::string_view issuer_id,
                 domain::RoleSet roles,
                 domain::Bilingual shows) {
    DemoStaff staff;
    staff.password = "yanshi-2026-" + login_name;
    staff.login_name = std::move(login_name);
    staff.name = std::move(name);
    staff.issuer_id = issuer_id;
    staff.roles = roles;
    staff.shows = std::move(shows);
    return staff;
}

std::vector<DemoStaff> cast() {
    return {
        person("clerk1",
               "演示经办",
               exam_centre,
               {StaffRole::clerk},
               {"经办：导入成绩，提交变更", "Clerk: imports results, prepares changes"}),
        person("approver1",
               "演示复核",
               exam_centre,
               {StaffRole::approver},
               {"复核：批准或者退回", "Approver: decides on what the clerk prepared"}),
        person("correspondent1",
               "演示答复",
               exam_centre,
               {StaffRole::correspondent},
               {"答复：处理反映的问题", "Correspondent: answers reports of wrong data"}),
        person("clerk2",
               "演示协会经办",
               banking,
               {StaffRole::clerk},
               {"另一家机构的经办，看不到上面机构的证书",
                "Clerk of another authority, who does not see the certificates of the first"}),
        person("approver2",
               "演示协会复核",
               banking,
               {StaffRole::approver},
               {"另一家机构的复核", "Approver of the other authority"}),
        person("correspondent2",
               "演示协会答复",
               banking,
               {StaffRole::correspondent},
               {"另一家机构的答复", "Correspondent of the other authority"}),
        person("editor1",
               "演示编辑",
               "",
               {StaffRole::editor},
               {"编辑：须知、常见问题、公告和规则",
                "Editor: notices, questions, announcements, rules"}),
        person(
            "chief1",
            "演示主管",
            "",
            {StaffRole::approver},
            {"复核文本和规则，看得到全部机构", "Approves texts and rules, sees all authorities"}),
        person("statistics1",
               "演示统计",
               "",
               {StaffRole::statistics_reader},
               {"统计：只看数字", "Statistics reader: numbers only"}),
        person("sysadmin1",
               "演示系统管理员",
               "",
               {StaffRole::system_administrator},
               {"系统管理员：任务和印章", "System administrator: jobs and seals"}),
        person("secadmin1",
               "演示安全管理员",
               "",
               {StaffRole::security_administrator},
               {"安全管理员：人员和角色", "Security administrator: people and roles"}),
        person("secadmin2",
               "演示安全管理员二",
               "",
               {StaffRole::security_administrator},
               {"第二位安全管理员", "A second security administrator"}),
        person("auditadmin1",
               "演示审计管理员",
               "",
               {StaffRole::audit_administrator},
               {"审计管理员：只看审计记录", "Audit administrator: reads the audit"}),
    };
}

Result<void> write_one(Transaction& transaction,
                       const storage::DataKeys& keys,
                       const DemoStaff& staff,
                       const std::string& hash,
                       const Secret& secret,
                       Instant now) {
    YX_TRY(const auto id,
           storage::insert_staff(
               transaction, keys, staff.login_name, staff.name, staff.issuer_id, now));
    YX_CHECK(storage::set_roles(transaction, id, staff.roles, {}, now));
    const crypto::Digest32 code = crypto::sha256(as_bytes("demonstration:" + staff.login_name));
    YX_CHECK(storage::insert_invitation(
        transaction, keys, code, {id, storage::InvitationKind::enrol, secret, {}, now, now}));
    return storage::activate_staff(transaction, keys, code, id, {hash, secret, 0}, now);
}

}  // namespace

Result<std::vector<DemoStaff>> write_demo_staff(storage::Store& store,
                                                const storage::DataKeys& keys,
                                                crypto::PasswordCost cost,
                                                Instant now) {
    std::vector<DemoStaff> everybody = cast();
    std::vector<std::string> hashes;
    for (std::size_t i = 0; i < everybody.size(); i += 2) {
        // Two at a time: each takes tens of MiB.
        const Secret password(everybody[i].password);
        auto beside = std::async(std::launch::async, [&password, &keys, cost] {
            return crypto::hash_password(password, keys.pepper, cost);
        });
        std::optional<std::string> second;
        if (i + 1 < everybody.size()) {
            YX_TRY(second,
                   crypto::hash_password(Secret(everybody[i + 1].password), keys.pepper, cost));
        }
        YX_TRY(std::string first, beside.get());
        hashes.push_back(std::move(first));
        if (second) hashes.push_back(*std::move(second));
    }
    YX_CHECK(store.write_now([&](Transaction& transaction) -> Result<void> {
        for (std::size_t i = 0; i < everybody.size(); ++i) {
            const Secret secret = crypto::make_totp_secret();
            everybody[i].totp = crypto::to_base32(secret.expose_bytes());
            YX_CHECK(write_one(transaction, keys, everybody[i], hashes[i], secret, now));
        }
        return ok();
    }));
    return everybody;
}

Result<void> save_demo_staff(const std::filesystem::path& data_dir,
                             const std::vector<DemoStaff>& staff) {
    std::string text =
        "# The office of this demonstration; nobody real, nothing secret. The second factor (totp) "
        "is\n"
        "# shown on the page that asks for it.\n";
    for (const DemoStaff& one : staff) {
        // A JSON string without control characters is a TOML basic string, too.
        text += "\n[[staff]]\nlogin_name = " + log::json_quote(one.login_name) +
                "\npassword = " + log::json_quote(one.password) +
                "\ntotp = " + log::json_quote(one.totp) + "\nname = " + log::json_quote(one.name) +
                "\nissuer = " + log::json_quote(one.issuer_id) +
                "\nshows = { zh = " + log::json_quote(one.shows.zh) +
                ", en = " + log::json_quote(one.shows.en) + " }\n";
    }
    return write_file_durably(data_dir / demo_staff_file, as_bytes(text));
}

Result<std::vector<DemoStaff>> load_demo_staff(const std::filesystem::path& data_dir) {
    std::vector<DemoStaff> staff;
    const auto text = read_text_file(data_dir / demo_staff_file);
    if (!text && text.error().code() == ErrorCode::file_missing) return staff;
    if (!text) return text.error();
    YX_CHECK(config::read_strictly(*text, [&](config::StrictTable& root) {
        root.tables("staff", [&](config::StrictTable& table) {
            DemoStaff& one = staff.emplace_back();
            one.login_name = table.text("login_name");
            one.password = table.text("password");
            one.totp = table.text("totp");
            one.name = table.text("name");
            one.issuer_id = table.text_or_empty("issuer");
            one.shows = table.bilingual("shows");
        });
    }));
    return staff;
}

}  // namespace yinxin::cli
