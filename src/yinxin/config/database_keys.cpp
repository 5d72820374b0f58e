// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/key_kinds.hpp"

namespace yinxin::config {
namespace {

Result<void> is_database(const std::string& text) {
    if (text == "sqlite" || text == "postgresql") return ok();
    return wrong("\"sqlite\" or \"postgresql\" is needed");
}

}  // namespace

/// A password in the address would be read with it by everybody who may read the settings.
Result<void> is_database_url(const std::string& text) {
    if (text.empty()) return ok();
    if (!text.starts_with("postgresql://")) return wrong("postgresql://HOST/DATABASE is needed");
    const std::string place = text.substr(13, text.find('/', 13) - 13);
    const std::size_t at = place.find('@');
    const bool has_password = at != std::string::npos && place.find(':') < at;
    if (has_password || text.find("password=") != std::string::npos) {
        return wrong("no password belongs here; database.password_file names its file");
    }
    return ok();
}

std::vector<Key> database_keys() {
    return {
        text_key(
            "database.kind",
            "\"sqlite\": a file in data_dir. \"postgresql\": a server that several nodes share.",
            YX_AT(database.kind),
            is_database),
        text_key(
            "database.url",
            "postgresql://HOST[:PORT][,HOST[:PORT]]/DATABASE; without a password. Several hosts: "
            "the one that may write is found.",
            YX_AT(database.url),
            is_database_url),
        text_key("database.password_file",
                 "File whose first line is the password. Empty: the server asks for none.",
                 YX_AT(database.password_file)),
        number_key("database.writers",
                   "Transactions this node runs at once on PostgreSQL, each with a connection.",
                   YX_AT(database.writers),
                   1,
                   256),
        number_key("database.readers", "The same for reading.", YX_AT(database.readers), 1, 256),
        duration_key("database.deadline",
                     "Longest wait for PostgreSQL, all tries of one transaction together.",
                     YX_AT(database.deadline)),
    };
}

}  // namespace yinxin::config
