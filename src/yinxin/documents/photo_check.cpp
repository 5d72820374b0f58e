// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/photo_check.hpp"

#include "yinxin/documents/photo.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <jpeglib.h>

namespace yinxin::documents {
namespace {

/// A progressive picture of thousands of scans keeps a decoder busy for minutes.
constexpr int most_scans = 100;

/// libjpeg reports errors through longjmp: everything with a destructor lives outside.
struct Decoder {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr faults{};
    jpeg_progress_mgr progress{};
    std::jmp_buf back{};
};

[[noreturn]] void leave(j_common_ptr jpeg) {
    std::longjmp(static_cast<Decoder*>(jpeg->client_data)->back, 1);
}

void keep_quiet(j_common_ptr) {}

void count_scans(j_common_ptr common) {
    if (!common->is_decompressor) return;
    if (reinterpret_cast<j_decompress_ptr>(common)->input_scan_number > most_scans) leave(common);
}

/// Decodes every row into the same one. May be left by longjmp.
bool decode_all(Decoder& decoder, BytesView file, Bytes& row) {
    jpeg_decompress_struct& jpeg = decoder.jpeg;
    if (setjmp(decoder.back) != 0) return false;
    jpeg_create_decompress(&jpeg);
    jpeg.progress = &decoder.progress;
    jpeg_mem_src(&jpeg, file.data(), file.size());
    jpeg_read_header(&jpeg, TRUE);
    jpeg_start_decompress(&jpeg);
    row.resize(std::size_t{jpeg.output_width} * static_cast<std::size_t>(jpeg.output_components));
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW target = row.data();
        jpeg_read_scanlines(&jpeg, &target, 1);
    }
    jpeg_finish_decompress(&jpeg);
    // A warning is data that ended early or made no sense: grey stripes in a face.
    return decoder.faults.num_warnings == 0;
}

bool is_decodable(BytesView file) {
    Decoder decoder;
    decoder.jpeg.err = jpeg_std_error(&decoder.faults);
    decoder.jpeg.client_data = &decoder;
    decoder.faults.error_exit = leave;
    decoder.faults.output_message = keep_quiet;
    decoder.progress.progress_monitor = count_scans;
    Bytes row;
    const bool is_whole = decode_all(decoder, file, row);
    jpeg_destroy_decompress(&decoder.jpeg);
    return is_whole;
}

}  // namespace

std::optional<PhotoProblem> check_photo_file(BytesView file, const PhotoLimits& limits) {
    if (file.size() < 3 || file[0] != 0xFF || file[1] != 0xD8 || file[2] != 0xFF) {
        return PhotoProblem::not_jpeg;
    }
    if (file.size() > limits.bytes) return PhotoProblem::too_many_bytes;
    const auto header = read_jpeg_header(file);
    if (!header) return PhotoProblem::unreadable;
    if (header->width < limits.least_width || header->height < limits.least_height) {
        return PhotoProblem::too_few_pixels;
    }
    if (std::max(header->width, header->height) > limits.most_side) {
        return PhotoProblem::too_many_pixels;
    }
    const double ratio = static_cast<double>(header->height) / header->width;
    if (ratio < limits.least_ratio || ratio > limits.most_ratio) return PhotoProblem::wrong_shape;
    if (!is_decodable(file)) return PhotoProblem::unreadable;
    return std::nullopt;
}

}  // namespace yinxin::documents
