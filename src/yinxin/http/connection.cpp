// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/connection.hpp"

#include "yinxin/flow/deadline.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace yinxin::http {
namespace {

namespace asio = boost::asio;
using TlsStream = asio::ssl::stream<Socket>;
using namespace std::chrono_literals;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_size = std::size_t{16} * 1024;
constexpr std::size_t one_record =
    std::size_t{16} * 1024;  ///< of TLS: a body up to this joins its head
/// What is read away after a refusal: a picture that is too large, sent by a slow phone, should
/// still see the page that says so.
constexpr std::size_t most_discarded = std::size_t{64} << 20;
constexpr auto longest_discarding = 30s;
constexpr auto longest_silence = 2s;
constexpr std::size_t bytes_per_extra_second = std::size_t{64} * 1024;

/// What was arriving does not fit on the disk, or nobody has time to write it.
Refusal cannot_store(const Error& error) {
    return {status_of(error.code()), error.code(), "an upload cannot be stored"};
}

/// A registered connection; leaves the lane's list when the coroutine ends.
class Registration {
  public:
    Registration(Core& core, Lane& lane) : core_(core), lane_(lane) {
        at_ = lane_.entries.emplace(lane_.entries.end());
    }
    ~Registration() {
        lane_.entries.erase(at_);
        core_.close_one();
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;
    Entry& entry() { return *at_; }

  private:
    Core& core_;
    Lane& lane_;
    std::list<Entry>::iterator at_;
};

/// The memory one body takes of what all may take.
class BodyRoom {
  public:
    explicit BodyRoom(AdmissionControl* control) : control_(control) {}
    ~BodyRoom() { release(); }
    BodyRoom(const BodyRoom&) = delete;
    BodyRoom& operator=(const BodyRoom&) = delete;
    /// False: there is no room for so much more.
    bool grow(std::size_t bytes) {
        if (control_ == nullptr) return true;
        if (!control_->take_room(bytes)) return false;
        taken_ += bytes;
        return true;
    }
    void release() {
        if (control_ != nullptr) control_->give_room(std::exchange(taken_, 0));
    }

  private:
    AdmissionControl* control_;
    std::size_t taken_ = 0;
};

int socket_of(Socket& socket) {
    return socket.native_handle();
}

int socket_of(TlsStream& stream) {
    return stream.next_layer().native_handle();
}

/// One connection's conversation over plain TCP or TLS.
template <class Stream>
class Conversation {
  public:
    Conversation(Core& core, Lane& lane, Entry& entry, Stream& stream, std::string peer)
        : core_(core),
          lane_(lane),
          entry_(entry),
          stream_(stream),
          peer_(std::move(peer)),
          room_(core.exchange.admission().get()),
          reader_(core.options.limits.header) {}

    Task<void> run() {
        bool goes_on = true;
        while (goes_on && !core_.is_draining) {
            if (!co_await read_head()) co_return;
            goes_on = co_await one_exchange();
            reader_.reset();
        }
    }

  private:
    static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;
    const ServerLimits& limits() const { return core_.options.limits; }

    /// Appends what comes to the buffer; 0 at the end or after a deadline.
    Task<std::size_t> read_some() {
        const auto [failed, count] =
            co_await stream_.async_read_some(asio::buffer(scratch_), quietly);
        if (failed) co_return 0;
        buffer_.append(scratch_.data(), count);
        co_return count;
    }

    /// False if the connection ended before a request began.
    Task<bool> read_head() {
        refusal_.reset();
        entry_.is_idle = buffer_.empty();
        entry_.expire_in(entry_.is_idle ? limits().idle_deadline : limits().header_deadline);
        while (true) {
            if (!buffer_.empty()) refusal_ = reader_.feed_head(buffer_);
            if (refusal_ || reader_.is_head_done()) co_return true;
            const std::size_t count = co_await read_some();
            if (count == 0) co_return false;
            if (entry_.is_idle) {
                entry_.is_idle = false;
                entry_.expire_in(limits().header_deadline);
            }
        }
    }

    /// Reads the body; false if the client went away. May leave a refusal.
    Task<bool> read_body(const Route& route, UploadSpooler* spooler) {
        reader_.begin_body(route.body_limit, limits().form_fields, spooler);
        if (reader_.is_done()) co_return true;
        const auto start = SteadyClock::now();
        entry_.expire_in(limits().body_deadline);
        if (reader_.expects_continue() && buffer_.empty()) {
            if (!co_await write("HTTP/1.1 100 Continue\r\n\r\n", {})) co_return false;
        }
        std::size_t received = buffer_.size();
        while (true) {
            refusal_ = reader_.feed_body(buffer_);
            if (refusal_) co_return true;
            if (spooler != nullptr && (spooler->is_full() || reader_.is_done())) {
                entry_.never_expire();
                const auto stored =
                    reader_.is_done() ? co_await spooler->finish() : co_await spooler->drain();
                if (!stored) refusal_ = cannot_store(stored.error());
                if (refusal_) co_return true;
            }
            if (reader_.is_done()) co_return true;
            entry_.deadline = start + limits().body_deadline +
                              std::chrono::seconds(received / bytes_per_extra_second);
            const std::size_t count = co_await read_some();
            if (count == 0) co_return false;
            received += count;
            // What goes to the disk while it arrives takes no memory.
            if (spooler == nullptr && !room_.grow(count)) {
                refusal_ = Refusal{503, ErrorCode::unavailable, "no room for another body"};
                co_return true;
            }
        }
    }

    /// The door, gate and handler. Nothing: the client left while it waited.
    Task<std::optional<Response>> answer_in_turn(Request& request, const Route& route) {
        Door* door = lane_.door.get();
        entry_.never_expire();
        if (door == nullptr || !AdmissionControl::covers(route)) {
            co_return co_await core_.exchange.answer(request, route);
        }
        const RequestKind kind = AdmissionControl::kind_of(route);
        const bool has_ticket = AdmissionControl::brings_ticket(request);
        const auto now = SteadyClock::now();
        Subject subject;
        // Who is let in at once needs no name.
        const bool passes = door->try_enter(kind, now);
        if (!passes || has_ticket) subject = core_.exchange.subject_of(request, kind);
        if (!passes) {
            Door::Asker asker;
            asker.request_kind = kind;
            asker.is_urgent = AdmissionControl::is_urgent(request, kind);
            asker.who = subject;
            asker.socket = socket_of(stream_);
            const DoorAnswer said = co_await door->wait(asker, now);
            if (said == DoorAnswer::gone) co_return std::nullopt;
            if (said != DoorAnswer::admitted) {
                co_return core_.exchange.turn_away(request, route, subject);
            }
        }
        AdmissionControl& control = *core_.exchange.admission();
        if (subject.ticket) control.note_admitted(kind, subject, ticket_now());
        flow::set_current_deadline(SteadyClock::now() + control.deadline());
        Response response = co_await core_.exchange.answer(request, route);
        flow::set_current_deadline(flow::no_deadline);
        door->leave(kind);
        if (subject.ticket) AdmissionControl::take_ticket(request, response);
        co_return response;
    }

    /// One request and its response. False: the connection is to be closed.
    Task<bool> one_exchange() {
        const auto start = SteadyClock::now();
        Request& request = reader_.request();
        const Route* route = nullptr;
        std::optional<Response> response;
        std::optional<UploadSpooler> spooler;
        bool keeps_alive = false;

        if (!refusal_) {
            core_.exchange.complete(request, peer_, is_tls);
            auto admission = core_.exchange.admit(reader_, request);
            route = admission.match.route;
            response = std::move(admission.refused);
            // A refused request without a body leaves nothing unread.
            keeps_alive = reader_.is_done();
            if (!response && route->spools) {
                response = co_await core_.exchange.admit_body(request, *route);
                if (!response) spooler.emplace(*core_.exchange.spool_room());
            }
            UploadSpooler* files = spooler ? &*spooler : nullptr;
            if (!response && !co_await read_body(*route, files)) co_return false;
        }
        if (refusal_) {
            keeps_alive = false;
            response = core_.exchange.refuse(*refusal_, &request);
        } else if (!response) {
            keeps_alive = true;
            response = co_await answer_in_turn(request, *route);
            if (!response) co_return false;
        }
        room_.release();
        keeps_alive = keeps_alive && reader_.keeps_alive() && !core_.is_draining;
        core_.exchange.record(request, route, *response, SteadyClock::now() - start);
        const bool sent = co_await send(*response, keeps_alive);
        if (sent && !keeps_alive && !reader_.is_done()) co_await discard_rest();
        co_return sent&& keeps_alive;
    }

    Task<bool> send(const Response& response, bool keeps_alive) {
        const Request& request = reader_.request();
        HeadFacts facts;
        facts.date = lane_.date;
        facts.is_secure = is_tls || request.is_secure;
        facts.keeps_alive = keeps_alive;
        facts.is_http_10 = reader_.is_http_10();
        std::string head = response_head(response, facts);
        const int status = response.status();
        const bool has_body = request.method != Method::head && status != 204 && status != 304;
        std::string_view body = has_body ? response.body().view() : std::string_view();
        if (is_tls && body.size() <= one_record) {
            head += body;
            body = {};
        }
        co_return co_await write(head, body);
    }

    /// Both texts as one write where the system takes them so. False: the client is gone, or made
    /// no progress for too long. The texts must outlive the call.
    Task<bool> write(std::string_view first, std::string_view second) {
        while (!first.empty() || !second.empty()) {
            entry_.expire_in(limits().write_deadline);
            const std::array<asio::const_buffer, 2> parts{
                asio::buffer(first.data(), first.size()),
                asio::buffer(second.data(), second.size())};
            const auto [failed, count] = co_await stream_.async_write_some(parts, quietly);
            if (failed) co_return false;
            const std::size_t of_first = std::min(count, first.size());
            first.remove_prefix(of_first);
            second.remove_prefix(count - of_first);
        }
        co_return true;
    }

    /// Reads away what a refused client is still sending, or closing would reset the connection
    /// before it has read the answer.
    Task<void> discard_rest() {
        const auto until = SteadyClock::now() + longest_discarding;
        if constexpr (!is_tls) {
            boost::system::error_code ignored;
            stream_.shutdown(Socket::shutdown_send, ignored);
        }
        std::size_t total = 0;
        while (total < most_discarded && SteadyClock::now() < until) {
            buffer_.clear();
            entry_.expire_in(longest_silence);
            const std::size_t count = co_await read_some();
            if (count == 0) co_return;
            total += count;
        }
    }

    Core& core_;
    Lane& lane_;
    Entry& entry_;
    Stream& stream_;
    std::string peer_;
    BodyRoom room_;
    RequestReader reader_;
    std::optional<Refusal> refusal_;
    std::string buffer_;
    std::array<char, read_size> scratch_;
};

std::string address_of(const Socket& socket) {
    boost::system::error_code failed;
    const auto endpoint = socket.remote_endpoint(failed);
    if (failed) return "";
    const auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

Task<void> serve_tls(
    Core& core, Lane& lane, Entry& entry, Socket socket, std::shared_ptr<asio::ssl::context> tls) {
    std::string peer = address_of(socket);
    TlsStream stream(std::move(socket), *tls);
    entry.socket = &stream.next_layer();
    entry.is_idle = false;
    entry.expire_in(core.options.limits.header_deadline);
    const auto [failed] = co_await stream.async_handshake(asio::ssl::stream_base::server, quietly);
    if (failed) co_return;
    Conversation<TlsStream> conversation(core, lane, entry, stream, std::move(peer));
    co_await conversation.run();
    entry.is_idle = false;
    entry.expire_in(1s);
    co_await stream.async_shutdown(quietly);
    entry.socket = nullptr;
}

Task<void> serve_plain(Core& core, Lane& lane, Entry& entry, Socket socket) {
    std::string peer = address_of(socket);
    entry.socket = &socket;
    Conversation<Socket> conversation(core, lane, entry, socket, std::move(peer));
    co_await conversation.run();
    entry.socket = nullptr;
}

}  // namespace

void Entry::close() {
    boost::system::error_code ignored;
    if (socket != nullptr) socket->close(ignored);
}

std::shared_ptr<asio::ssl::context> Core::current_tls() {
    const std::scoped_lock lock(mutex);
    return tls;
}

bool Core::open_one() {
    const std::scoped_lock lock(mutex);
    if (open >= options.limits.connections) return false;
    ++open;
    return true;
}

void Core::close_one() {
    const std::scoped_lock lock(mutex);
    --open;
    changed.notify_all();
}

Task<void> serve_connection(std::shared_ptr<Core> core, Lane& lane, Socket socket) {
    Registration registration(*core, lane);
    Entry& entry = registration.entry();
    boost::system::error_code ignored;
    socket.set_option(Tcp::no_delay(true), ignored);
    auto tls = core->current_tls();
    if (tls) {
        co_await serve_tls(*core, lane, entry, std::move(socket), std::move(tls));
    } else {
        co_await serve_plain(*core, lane, entry, std::move(socket));
    }
}

}  // namespace yinxin::http
