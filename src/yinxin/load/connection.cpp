// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

namespace yinxin::load {
namespace {

namespace asio = boost::asio;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_size = std::size_t{16} * 1024;

Error lost(const char* what) {
    return Error(ErrorCode::unavailable, what);
}

}  // namespace

Connection::Connection(const Node& node, asio::ssl::context& tls)
    : node_(node), context_(tls), scratch_(read_size) {}

Connection::~Connection() {
    close();
}

void Connection::close() {
    boost::system::error_code ignored;
    if (plain_ || tls_) socket().close(ignored);
    plain_.reset();
    tls_.reset();
    was_used_ = false;
}

flow::Task<bool> Connection::connect() {
    if (plain_ || tls_) co_return true;
    const auto executor = co_await asio::this_coro::executor;
    Plain fresh(executor);
    const auto [failed, endpoint] = co_await asio::async_connect(fresh, node_.endpoints, quietly);
    if (failed) co_return false;
    boost::system::error_code ignored;
    fresh.set_option(asio::ip::tcp::no_delay(true), ignored);
    if (!node_.is_secure) {
        plain_ = std::make_unique<Plain>(std::move(fresh));
        co_return true;
    }
    auto secure = std::make_unique<Tls>(std::move(fresh), context_);
    SSL_set_tlsext_host_name(secure->native_handle(), node_.host.c_str());
    secure->set_verify_callback(asio::ssl::host_name_verification(node_.host), ignored);
    const auto [refused] =
        co_await secure->async_handshake(asio::ssl::stream_base::client, quietly);
    if (refused) co_return false;
    tls_ = std::move(secure);
    co_return true;
}

flow::Task<Connection::Moved> Connection::read_some() {
    if (is_tls()) {
        const auto [failed, count] =
            co_await tls_->async_read_some(asio::buffer(scratch_), quietly);
        const Moved moved{static_cast<bool>(failed), count};
        co_return moved;
    }
    const auto [failed, count] = co_await plain_->async_read_some(asio::buffer(scratch_), quietly);
    const Moved moved{static_cast<bool>(failed), count};
    co_return moved;
}

flow::Task<Connection::Moved> Connection::write_all(const std::string& request) {
    if (is_tls()) {
        const auto [failed, count] =
            co_await asio::async_write(*tls_, asio::buffer(request), quietly);
        const Moved moved{static_cast<bool>(failed), count};
        co_return moved;
    }
    const auto [failed, count] =
        co_await asio::async_write(*plain_, asio::buffer(request), quietly);
    const Moved moved{static_cast<bool>(failed), count};
    co_return moved;
}

flow::Task<Result<Answer>> Connection::exchange(std::string request) {
    if (!co_await connect()) co_return lost("no connection");
    const Moved sent = co_await write_all(request);
    AnswerReader reader;
    bool is_whole = false;
    while (!sent.is_failed && !is_whole) {
        const Moved moved = co_await read_some();
        if (moved.is_failed) {
            close();
            if (!reader.has_begun() || !reader.finish()) co_return lost("connection lost");
            co_return reader.take();
        }
        const Result<bool> fed = reader.feed(std::string_view(scratch_.data(), moved.count));
        if (!fed) {
            close();
            co_return fed.error();
        }
        is_whole = *fed;
    }
    if (sent.is_failed) {
        close();
        co_return lost("connection lost");
    }
    was_used_ = true;
    if (!reader.keeps_alive()) close();
    co_return reader.take();
}

}  // namespace yinxin::load
