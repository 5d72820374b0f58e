// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/web_tree.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/embedded_web.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace yinxin::http {

WebTree WebTree::embedded() {
    WebTree tree;
    const auto files = yinxin::embedded::web();
    tree.files_.assign(files.begin(), files.end());
    return tree;
}

Result<WebTree> WebTree::read(const std::string& directory) {
    WebTree tree;
    std::error_code failed;
    const std::filesystem::path root(directory);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root, failed)) {
        if (!entry.is_regular_file(failed)) continue;
        YX_TRY(std::string content, read_text_file(entry.path()));
        tree.owned_.push_back(std::make_unique<std::pair<std::string, std::string>>(
            entry.path().lexically_relative(root).generic_string(), std::move(content)));
    }
    if (failed) return Error(ErrorCode::file_io, "cannot read " + directory);
    for (const auto& owned : tree.owned_)
        tree.files_.emplace_back(owned->first, owned->second);
    std::ranges::sort(tree.files_);
    return tree;
}

Result<WebTree> WebTree::from_environment() {
    const char* directory = std::getenv("YINXIN_WEB_DIR");
    if (directory != nullptr && *directory != '\0') return read(directory);
    return embedded();
}

}  // namespace yinxin::http
