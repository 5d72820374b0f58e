// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/zip_archive.hpp"

#include <new>
#include <zlib.h>

namespace yinxin::verify {
namespace {

Error malformed(const char* detail) {
    return Error(ErrorCode::malformed, detail);
}

Result<Bytes> inflate_whole(const ZipEntry& entry) {
    constexpr int raw_deflate = -15;  // no zlib header, the largest window
    // One byte more than stated, so that a longer stream does not end where it should.
    Bytes content(entry.size + 1);
    z_stream stream{};
    if (inflateInit2(&stream, raw_deflate) != Z_OK) throw std::bad_alloc();
    stream.next_in = const_cast<Bytef*>(entry.packed.data());
    stream.avail_in = static_cast<uInt>(entry.packed.size());
    stream.next_out = content.data();
    stream.avail_out = static_cast<uInt>(content.size());
    const int outcome = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    if (outcome != Z_STREAM_END || stream.avail_in != 0) return malformed("not one deflate stream");
    content.resize(stream.total_out);
    return content;
}

}  // namespace

Result<Bytes> unpack(const ZipEntry& entry) {
    Bytes content(entry.packed.begin(), entry.packed.end());
    if (entry.is_deflated) {
        YX_TRY(content, inflate_whole(entry));
    }
    if (content.size() != entry.size) return malformed("another size than stated");
    const auto crc = crc32_z(0, content.data(), content.size());
    if (crc != entry.crc) return malformed("another checksum than stated");
    return content;
}

}  // namespace yinxin::verify
