// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/accounts_file.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"

namespace yinxin::load {

Result<std::vector<LoadAccount>> read_accounts(const std::filesystem::path& path) {
    YX_TRY(const Bytes content, read_file(path));
    std::vector<LoadAccount> accounts;
    std::size_t number = 0;
    for (const std::string_view each : split(as_text(content), '\n')) {
        ++number;
        const std::string_view line = trim(each);
        if (line.empty() || line.starts_with('#')) continue;
        const std::vector<std::string_view> words = split(line, ' ');
        if (words.size() != 3 || words[0].empty() || words[1].empty() || !parse_integer(words[2])) {
            return Error(ErrorCode::malformed,
                         path.string() + ": line " + std::to_string(number) +
                             " is not LOGIN-NAME PASSWORD CERTIFICATE");
        }
        accounts.push_back(
            {std::string(words[0]), Secret(std::string(words[1])), std::string(words[2])});
    }
    return accounts;
}

Result<void> write_accounts(const std::filesystem::path& path,
                            const std::vector<LoadAccount>& accounts) {
    std::string text =
        "# For `yinxin bench`: login name, password, certificate. Keep it to yourself.\n";
    for (const LoadAccount& account : accounts) {
        text += account.login_name + " " + account.password.expose() + " " + account.line + "\n";
    }
    return write_file_durably(path, as_bytes(text), FileMode::owner_only);
}

}  // namespace yinxin::load
