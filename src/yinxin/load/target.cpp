// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/target.hpp"

#include "yinxin/base/text.hpp"

#include <boost/asio/io_context.hpp>
#include <openssl/ssl.h>

namespace yinxin::load {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

Error not_a_url(std::string_view url) {
    return Error(
        ErrorCode::invalid_input,
        "not a URL of a node (http://HOST:PORT or https://HOST:PORT): " + std::string(url));
}

/// Scheme, host and port; the addresses are looked up later.
Result<Node> parse_node(std::string_view url, std::string& port) {
    Node node;
    std::string_view rest = trim(url);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    node.is_secure = rest.starts_with("https://");
    if (!node.is_secure && !rest.starts_with("http://")) return not_a_url(url);
    node.origin = rest;
    rest.remove_prefix(node.is_secure ? 8 : 7);
    if (rest.empty() || rest.find_first_of("/?#@ ") != std::string_view::npos) {
        return not_a_url(url);
    }
    node.header = rest;
    const auto bracket = rest.rfind(']');  // an IPv6 address stands in brackets
    const auto colon = rest.rfind(':');
    const bool has_port =
        colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    port = has_port ? std::string(rest.substr(colon + 1)) : node.is_secure ? "443" : "80";
    std::string_view host = has_port ? rest.substr(0, colon) : rest;
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const auto number = parse_integer(port);
    if (host.empty() || !number || *number < 1 || *number > 65535) return not_a_url(url);
    node.host = host;
    return node;
}

Result<std::shared_ptr<asio::ssl::context>> client_context(const std::filesystem::path& authority) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    boost::system::error_code failed;
    if (authority.empty()) {
        context->set_default_verify_paths(failed);
    } else {
        context->load_verify_file(authority.string(), failed);
    }
    if (failed) {
        return Error(ErrorCode::invalid_input,
                     "cannot use " + authority.string() + ": " + failed.message());
    }
    context->set_verify_mode(asio::ssl::verify_peer, failed);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    return context;
}

}  // namespace

Result<Target> Target::open(std::string_view urls, const std::filesystem::path& authority) {
    Target target;
    asio::io_context context;
    tcp::resolver resolver(context);
    for (const std::string_view url : split(urls, ',')) {
        std::string port;
        YX_TRY(Node node, parse_node(url, port));
        boost::system::error_code failed;
        const auto found = resolver.resolve(node.host, port, failed);
        if (failed) {
            return Error(ErrorCode::unavailable, node.host + ": " + failed.message());
        }
        for (const auto& each : found)
            node.endpoints.push_back(each.endpoint());
        target.nodes_.push_back(std::move(node));
    }
    YX_TRY(target.tls_, client_context(authority));
    return target;
}

}  // namespace yinxin::load
