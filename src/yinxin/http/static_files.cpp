// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/static_files.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/router.hpp"
#include "yinxin/http/template_text.hpp"
#include "yinxin/http/wire.hpp"

#include <array>
#include <zlib.h>

namespace yinxin::http {
namespace {

constexpr std::string_view directory = "static/";

/// gzip (RFC 1952) at the best level; start-up pays once. Null if it would not save a tenth.
std::shared_ptr<const std::string> compress(std::string_view content) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        return nullptr;
    }
    std::string packed(deflateBound(&stream, static_cast<uLong>(content.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int outcome = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (outcome != Z_STREAM_END || packed.size() * 10 > content.size() * 9) return nullptr;
    return std::make_shared<const std::string>(std::move(packed));
}

bool is_compressible(std::string_view type) noexcept {
    return type.starts_with("text/") || type.starts_with("application/json") ||
           type.starts_with("application/manifest") || type.starts_with("image/svg");
}

/// Style sheets refer to pictures, scripts to both: that is the order in which hashes are known.
int rank_of(std::string_view path) noexcept {
    return path.ends_with(".css") ? 1 : path.ends_with(".js") ? 2 : 0;
}

/// Whether an If-None-Match header names this entity tag.
bool is_unchanged(std::string_view condition, std::string_view etag) {
    return condition == "*" || has_token(condition, etag) ||
           has_token(condition, "W/" + std::string(etag));
}

}  // namespace

std::string_view media_type_of(std::string_view path) noexcept {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> types{{
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".html", "text/html; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".pdf", "application/pdf"},
        {".ofd", "application/ofd"},
        {".crl", "application/pkix-crl"},
        {".cer", "application/pkix-cert"},
    }};
    for (const auto& [ending, type] : types) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

Result<StaticFiles> StaticFiles::load(std::span<const WebFile> files) {
    StaticFiles statics;
    for (int rank = 0; rank <= 2; ++rank) {
        for (const auto& [path, raw] : files) {
            if (!path.starts_with(directory) || rank_of(path) != rank) continue;
            const std::string name(path.substr(directory.size()));
            std::string content(raw);
            if (rank > 0) {
                const auto address = [&](std::string_view mark,
                                         std::size_t) -> Result<std::string> {
                    if (!mark.starts_with("static:")) return "[[" + std::string(mark) + "]]";
                    const std::string_view url = statics.url(mark.substr(7));
                    if (!url.empty()) return std::string(url);
                    return Error(ErrorCode::config_invalid, name + ": no " + std::string(mark));
                };
                YX_TRY(content, replace_marks(raw, address));
            }
            File file;
            const std::string digest = to_hex(crypto::sha256(as_bytes(content)));
            file.hash = digest.substr(0, 8);
            file.etag = '"' + digest.substr(0, 32) + '"';
            file.url = "/static/" + file.hash + '/' + name;
            file.content_type = media_type_of(name);
            if (is_compressible(file.content_type)) file.gzip = compress(content);
            file.content = std::make_shared<const std::string>(std::move(content));
            statics.files_.insert_or_assign(name, std::move(file));
        }
    }
    return statics;
}

std::string_view StaticFiles::url(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? std::string_view() : std::string_view(found->second.url);
}

Result<Response> StaticFiles::respond(const Request& request,
                                      std::string_view hash,
                                      std::string_view path) const {
    const auto found = files_.find(path);
    if (found == files_.end()) return Error(ErrorCode::not_found, "no such static file");
    const File& file = found->second;
    const bool takes_gzip = file.gzip && has_token(request.header("Accept-Encoding"), "gzip") &&
                            !request.has_header("Range");
    // Another representation is another entity: its tag differs (RFC 9110 section 8.8.3).
    const std::string etag =
        takes_gzip ? file.etag.substr(0, file.etag.size() - 1) + "-gz\"" : file.etag;

    Response response(200);
    response.set("ETag", etag)
        .set("Cache-Control",
             hash == file.hash ? "public, max-age=31536000, immutable" : "no-cache");
    if (file.gzip) response.set("Vary", "Accept-Encoding");
    if (is_unchanged(request.header("If-None-Match"), etag)) {
        response.set_status(304);
        return response;
    }
    response.set_body(Body(takes_gzip ? file.gzip : file.content), file.content_type);
    if (takes_gzip) {
        response.set("Content-Encoding", "gzip");
    } else {
        apply_range(request, response);
    }
    return response;
}

void StaticFiles::add_routes(Router& router) const {
    router
        .get("/static/{hash}/{path...}",
             "static",
             [this](Context& context) -> Result<Response> {
                 return respond(
                     context.request, context.parameter("hash"), context.parameter("path"));
             })
        .needs(Access::machine)
        .says("Style sheets, scripts and pictures");
}

}  // namespace yinxin::http
