// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/archive_writer.hpp"

#include <memory>
#include <zip.h>

namespace yinxin::sheets {
namespace {

Error failed() {
    return Error(ErrorCode::file_io, "libzip does not write it");
}

struct FreeSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Source = std::unique_ptr<zip_source_t, FreeSource>;

Result<void> add_files(zip_t* zip, const std::vector<ArchiveFile>& files) {
    for (const ArchiveFile& file : files) {
        zip_source_t* content = zip_source_buffer(zip, file.content.data(), file.content.size(), 0);
        if (content == nullptr) return failed();
        const zip_int64_t index = zip_file_add(zip, file.name.c_str(), content, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(content);
            return failed();
        }
        if (zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0) != 0) {
            return failed();
        }
    }
    return ok();
}

Result<Bytes> read_back(zip_source_t* source) {
    zip_stat_t facts;
    zip_stat_init(&facts);
    if (zip_source_stat(source, &facts) != 0 || zip_source_open(source) != 0) return failed();
    Bytes bytes(facts.size);
    const zip_int64_t count = zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    if (count < 0 || static_cast<std::size_t>(count) != bytes.size()) return failed();
    return bytes;
}

}  // namespace

Result<Bytes> write_archive(const std::vector<ArchiveFile>& files) {
    zip_error_t error;
    zip_error_init(&error);
    const Source source(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!source) return failed();
    // The archive takes the source over; one reference more, to read it afterwards.
    zip_source_keep(source.get());
    zip_t* zip = zip_open_from_source(source.get(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    if (zip == nullptr) {
        zip_source_free(source.get());
        return failed();
    }
    if (const auto added = add_files(zip, files); !added) {
        zip_discard(zip);
        return added.error();
    }
    if (zip_close(zip) != 0) {
        zip_discard(zip);
        return failed();
    }
    return read_back(source.get());
}

}  // namespace yinxin::sheets
