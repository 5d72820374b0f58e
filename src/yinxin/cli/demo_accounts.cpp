// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_accounts.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/log.hpp"
#include "yinxin/config/strict_table.hpp"

namespace yinxin::cli {

Result<void> save_demo_accounts(const std::filesystem::path& data_dir,
                                const std::vector<DemoAccount>& accounts) {
    std::string text = "# Printed accounts of this demonstration; nobody real, nothing secret.\n";
    for (const DemoAccount& account : accounts) {
        // A JSON string without control characters is a TOML basic string, too.
        text += "\n[[accounts]]\nlogin_name = " + log::json_quote(account.login_name) +
                "\npassword = " + log::json_quote(account.password) +
                "\nname = " + log::json_quote(account.name) +
                "\nmobile = " + log::json_quote(account.mobile) +
                "\nshows = { zh = " + log::json_quote(account.shows.zh) +
                ", en = " + log::json_quote(account.shows.en) + " }\n";
    }
    return write_file_durably(data_dir / demo_accounts_file, as_bytes(text));
}

Result<std::vector<DemoAccount>> load_demo_accounts(const std::filesystem::path& data_dir) {
    std::vector<DemoAccount> accounts;
    const auto text = read_text_file(data_dir / demo_accounts_file);
    if (!text && text.error().code() == ErrorCode::file_missing) return accounts;
    if (!text) return text.error();
    YX_CHECK(config::read_strictly(*text, [&](config::StrictTable& root) {
        root.tables("accounts", [&](config::StrictTable& table) {
            DemoAccount& account = accounts.emplace_back();
            account.login_name = table.text_or_empty("login_name");
            account.password = table.text_or_empty("password");
            account.name = table.text("name");
            account.mobile = table.text_or_empty("mobile");
            account.shows = table.bilingual("shows");
        });
    }));
    return accounts;
}

std::string describe(const std::vector<DemoAccount>& accounts) {
    std::string text;
    for (const DemoAccount& account : accounts) {
        const bool is_newcomer = account.login_name.empty();
        text += "  " + (is_newcomer ? "-" : account.login_name + "  " + account.password) + "  " +
                account.name + "  " + account.mobile + "\n" + "          " + account.shows.zh +
                "\n          " + account.shows.en + "\n";
    }
    return text;
}

}  // namespace yinxin::cli
