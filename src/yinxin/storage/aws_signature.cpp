// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/aws_signature.hpp"

#include "yinxin/crypto/mac.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view service = "s3";
constexpr std::string_view scope_end = "aws4_request";

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::string encode(std::string_view text, std::string_view kept) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (is_unreserved(c) || kept.find(c) != std::string_view::npos) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return encoded;
}

/// Without blanks at the ends, and one where there were several.
std::string squeezed(std::string_view value) {
    std::string text;
    for (const char c : value) {
        const bool is_blank = c == ' ' || c == '\t';
        if (is_blank && (text.empty() || text.back() == ' ')) continue;
        text += is_blank ? ' ' : c;
    }
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

AwsPairs sorted_headers(const AwsPairs& headers) {
    AwsPairs sorted = headers;
    std::ranges::sort(sorted);
    return sorted;
}

std::string names_of(const AwsPairs& headers) {
    std::string names;
    for (const auto& [name, value] : sorted_headers(headers)) {
        names += (names.empty() ? "" : ";") + name;
    }
    return names;
}

std::string hex_of_sha256(std::string_view text) {
    return to_hex(crypto::sha256(as_bytes(text)));
}

/// The key of a day, region and service; what leaks of it is worth no more than they are.
Secret signing_key(const AwsCredentials& credentials,
                   std::string_view day,
                   std::string_view region) {
    Secret key("AWS4" + credentials.secret.expose());
    for (const std::string_view part : {day, region, service, scope_end}) {
        key = Secret(BytesView(crypto::hmac_sha256(key.expose_bytes(), as_bytes(part))));
    }
    return key;
}

}  // namespace

std::string aws_encode(std::string_view text) {
    return encode(text, "");
}

std::string aws_encode_path(std::string_view path) {
    return encode(path, "/");
}

std::string aws_query(const AwsPairs& query) {
    AwsPairs encoded;
    for (const auto& [name, value] : query)
        encoded.emplace_back(aws_encode(name), aws_encode(value));
    // By the encoded bytes: the order of the texts themselves may be another.
    std::ranges::sort(encoded);
    std::string text;
    for (const auto& [name, value] : encoded) {
        text += (text.empty() ? "" : "&") + name + "=" + value;
    }
    return text;
}

std::string aws_canonical_request(const AwsRequest& request) {
    std::string text = request.method + "\n" + aws_encode_path(request.path) + "\n" +
                       aws_query(request.query) + "\n";
    for (const auto& [name, value] : sorted_headers(request.headers)) {
        text += name + ":" + squeezed(value) + "\n";
    }
    return text + "\n" + names_of(request.headers) + "\n" + request.payload_sha256;
}

std::string aws_time(Instant at) {
    std::string text = format_utc(at);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

const std::string& aws_empty_payload() {
    static const std::string hash = hex_of_sha256("");
    return hash;
}

std::string aws_authorization(const AwsRequest& request,
                              const AwsCredentials& credentials,
                              std::string_view region,
                              Instant at) {
    const std::string time = aws_time(at);
    const std::string day = time.substr(0, 8);
    const std::string scope =
        day + "/" + std::string(region) + "/" + std::string(service) + "/" + std::string(scope_end);
    const std::string to_sign = std::string(algorithm) + "\n" + time + "\n" + scope + "\n" +
                                hex_of_sha256(aws_canonical_request(request));
    const Secret key = signing_key(credentials, day, region);
    const std::string signature =
        to_hex(crypto::hmac_sha256(key.expose_bytes(), as_bytes(to_sign)));
    return std::string(algorithm) + " Credential=" + credentials.key_id + "/" + scope +
           ",SignedHeaders=" + names_of(request.headers) + ",Signature=" + signature;
}

}  // namespace yinxin::storage
