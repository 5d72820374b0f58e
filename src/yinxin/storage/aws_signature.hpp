// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/base/time.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// AWS Signature Version 4 with the signature in a header ("Authenticating Requests: Using the
/// Authorization Header", Amazon S3 API reference). Our own because libcurl's leaves the query
/// unsorted and sends no x-amz-content-sha256, which strict stores refuse.
namespace yinxin::storage {

struct AwsCredentials {
    std::string key_id;
    Secret secret;
    std::string session_token;  ///< of temporary credentials; empty: none
};

using AwsPairs = std::vector<std::pair<std::string, std::string>>;

/// What is signed. Texts are as they are meant, not yet encoded.
struct AwsRequest {
    std::string method;
    std::string path;            ///< begins with '/'
    AwsPairs query = {};         ///< in any order
    AwsPairs headers = {};       ///< all that are signed, names in small letters; "host" among them
    std::string payload_sha256;  ///< hexadecimal, of the bytes sent
};

/// Everything but unreserved characters (RFC 3986 section 2.3) as %XX of its UTF-8 bytes.
[[nodiscard]] std::string aws_encode(std::string_view text);
/// The same for a path: '/' stays.
[[nodiscard]] std::string aws_encode_path(std::string_view path);
/// "a=1&b=": encoded and in the order that is signed. Sent like this, it is what was signed.
[[nodiscard]] std::string aws_query(const AwsPairs& query);
/// The text whose hash is signed.
[[nodiscard]] std::string aws_canonical_request(const AwsRequest& request);

/// "20130524T000000Z", for x-amz-date; it must be among the headers.
[[nodiscard]] std::string aws_time(Instant at);
/// SHA-256 of nothing, in hexadecimal.
[[nodiscard]] const std::string& aws_empty_payload();

/// The value of the header "authorization".
[[nodiscard]] std::string aws_authorization(const AwsRequest& request,
                                            const AwsCredentials& credentials,
                                            std::string_view region,
                                            Instant at);

}  // namespace yinxin::storage
