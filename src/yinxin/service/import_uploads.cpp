// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_uploads.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/storage/import_files.hpp"

namespace yinxin::service {
namespace {

constexpr std::size_t longest_shown_name = 100;
constexpr std::chrono::hours lost_after{48};

Result<std::shared_ptr<storage::Spool>> spool_all(const storage::SpoolPlace& place,
                                                  BytesView content) {
    YX_TRY(std::shared_ptr<storage::Spool> spool, storage::Spool::create(place));
    YX_CHECK(spool->write(content));
    YX_CHECK(spool->finish());
    return spool;
}

}  // namespace

std::filesystem::path spool_directory(const Services& services) {
    return services.settings.data_dir / "uploads";
}

storage::SpoolPlace spool_place(const Services& services) {
    return {spool_directory(services), services.keys.suite};
}

Task<Result<UploadedFile>> spool_upload(Services& services, std::string name, Bytes content) {
    UploadedFile upload{std::move(name), nullptr};
    if (content.empty()) co_return upload;
    // By value: if the wait is cut short, the work goes on alone.
    YX_CO_TRY(upload.spool,
              co_await flow::on_pool(services.cpu,
                                     [place = spool_place(services), content = std::move(content)] {
                                         return spool_all(place, content);
                                     }));
    co_return upload;
}

std::string shown_file_name(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    auto points = decode_utf8(name);
    if (!points) return {};
    std::erase_if(*points, [](char32_t c) { return c < 0x20 || c == 0x7F; });
    if (points->size() > longest_shown_name) points->resize(longest_shown_name);
    return encode_utf8(*points);
}

Result<std::int64_t> forget_lost_uploads(const Services& services) {
    const std::filesystem::path directory = spool_directory(services);
    YX_TRY(const auto names, storage::list_spooled(directory, lost_after));
    std::int64_t removed = 0;
    for (const std::string& name : names) {
        YX_TRY(const bool is_needed, services.store.read_now([&](storage::Reader& reader) {
            return storage::is_spool_needed(reader, name);
        }));
        if (is_needed) continue;
        YX_CHECK(storage::remove_spooled(directory, name));
        ++removed;
    }
    return removed;
}

}  // namespace yinxin::service
