// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/request_reader.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/cookies.hpp"
#include "yinxin/http/multipart.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>
#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace yinxin::http {
namespace {

namespace beast = boost::beast;
using Failed = boost::system::error_code;
using Text = beast::string_view;

constexpr std::size_t most_headers = 100;
constexpr std::size_t most_query_fields = 100;

std::string_view as_view(Text text) noexcept {
    return {text.data(), text.size()};
}

std::optional<Method> method_of(std::string_view text) noexcept {
    for (const Method method : {Method::get,
                                Method::head,
                                Method::post,
                                Method::put,
                                Method::patch,
                                Method::delete_,
                                Method::options}) {
        if (text == name_of(method)) return method;
    }
    return std::nullopt;
}

/// What Beast accepts and others read differently: bare CR or LF, folded lines, NUL, a space
/// before the colon.
bool has_clean_lines(std::string_view head) noexcept {
    for (std::size_t i = 0; i < head.size(); ++i) {
        const char c = head[i];
        if (c == '\0') return false;
        if (c == '\r' && (i + 1 == head.size() || head[i + 1] != '\n')) return false;
        if (c != '\n') continue;
        if (i == 0 || head[i - 1] != '\r') return false;
        if (i + 1 < head.size() && (head[i + 1] == ' ' || head[i + 1] == '\t')) return false;
    }
    std::string_view rest = head.substr(head.find('\n') + 1);
    while (!rest.empty() && rest != "\r\n") {
        const std::size_t end = rest.find("\r\n");
        const std::size_t colon = rest.substr(0, end).find(':');
        if (colon == std::string_view::npos || colon == 0) return false;
        if (rest[colon - 1] == ' ' || rest[colon - 1] == '\t') return false;
        rest.remove_prefix(end + 2);
    }
    return true;
}

bool has_bare_line_feed(std::string_view head, std::size_t from) noexcept {
    for (std::size_t at = head.find('\n', from); at != std::string_view::npos;
         at = head.find('\n', at + 1)) {
        if (at == 0 || head[at - 1] != '\r') return true;
    }
    return false;
}

bool is_clean_target(std::string_view target) noexcept {
    return std::ranges::all_of(target, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte < 0x7F && c != '#' && c != '\\' && c != '"' && c != '<' &&
               c != '>';
    });
}

bool is_clean_host(std::string_view host) noexcept {
    return !host.empty() && host.size() <= 255 && std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == ':' || c == '[' || c == ']' || c == '_';
    });
}

/// Says that a multipart form is broken; Beast has no such word of its own.
Failed bad_form() {
    return make_error_code(boost::system::errc::bad_message);
}

/// Beast's parser, writing into our Request. It does the framing (lengths and chunks); everything
/// a header means is decided here.
class Parser final : public beast::http::basic_parser<true> {
  public:
    explicit Parser(Request& request) : request_(request) {}

    bool knows_method = true;
    bool is_http_11 = true;
    bool is_head_read = false;  ///< later fields are trailers, which are dropped
    std::optional<MultipartReader> multipart;

  private:
    void on_request_impl(
        beast::http::verb, Text method, Text target, int version, Failed& failed) override {
        const auto known = method_of(as_view(method));
        knows_method = known.has_value();
        request_.method = known.value_or(Method::get);
        request_.target = as_view(target);
        is_http_11 = version == 11;
        if (version != 11 && version != 10) failed = beast::http::error::bad_version;
    }
    void on_response_impl(int, Text, int, Failed&) override {}
    void on_field_impl(beast::http::field, Text name, Text value, Failed& failed) override {
        if (is_head_read) return;
        if (request_.headers.size() == most_headers) {
            failed = beast::http::error::header_limit;
            return;
        }
        request_.headers.emplace_back(as_view(name), as_view(value));
    }
    void on_header_impl(Failed&) override { is_head_read = true; }
    void on_body_init_impl(boost::optional<std::uint64_t> const&, Failed&) override {}
    std::size_t on_body_impl(Text text, Failed& failed) override { return take(text, failed); }
    void on_chunk_header_impl(std::uint64_t, Text, Failed&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text text, Failed& failed) override {
        return take(text, failed);
    }
    void on_finish_impl(Failed& failed) override {
        if (multipart && !multipart->finish(request_)) failed = bad_form();
    }

    std::size_t take(Text text, Failed& failed) {
        if (!multipart) {
            request_.body.append(text.data(), text.size());
        } else if (!multipart->feed(as_view(text))) {
            failed = bad_form();
        }
        return text.size();
    }

    Request& request_;
};

Refusal refusal_of(const Failed& failed) {
    if (failed == beast::http::error::body_limit) {
        return {413, ErrorCode::too_large, "body beyond the limit"};
    }
    if (failed == beast::http::error::header_limit) {
        return {431, ErrorCode::too_large, "headers beyond the limit"};
    }
    if (failed == beast::http::error::bad_version) {
        return {400, ErrorCode::malformed, "unknown version"};
    }
    if (failed == bad_form()) return {400, ErrorCode::malformed, "broken multipart form"};
    return {400, ErrorCode::malformed, "not HTTP"};
}

/// Headers of which a second one would let two readers understand two requests.
std::optional<Refusal> check_framing(const Request& request, bool is_http_11) {
    static constexpr std::array<std::string_view, 7> single{"Host",
                                                            "Content-Length",
                                                            "Transfer-Encoding",
                                                            "Content-Type",
                                                            "Origin",
                                                            "Authorization",
                                                            "Sec-Fetch-Site"};
    for (const std::string_view name : single) {
        const auto count = std::ranges::count_if(
            request.headers, [name](const auto& each) { return is_same_token(each.first, name); });
        if (count > 1) return Refusal{400, ErrorCode::malformed, "a header came twice"};
    }
    if (request.has_header("Transfer-Encoding")) {
        if (request.has_header("Content-Length") || !is_http_11) {
            return Refusal{400, ErrorCode::malformed, "two lengths"};
        }
        if (!is_same_token(request.header("Transfer-Encoding"), "chunked")) {
            return Refusal{400, ErrorCode::malformed, "unknown transfer encoding"};
        }
    }
    const std::string_view length = request.header("Content-Length");
    const bool is_number = length.find_first_not_of("0123456789") == std::string_view::npos;
    if (request.has_header("Content-Length") && (length.empty() || !is_number)) {
        return Refusal{400, ErrorCode::malformed, "bad length"};
    }
    if (is_http_11 && !request.has_header("Host")) {
        return Refusal{400, ErrorCode::malformed, "no host"};
    }
    return std::nullopt;
}

/// Splits the target; "http://host/path" is accepted as RFC 9112 section 3.2.2 demands.
std::optional<Refusal> read_target(Request& request) {
    std::string_view target = request.target;
    std::string_view host = request.header("Host");
    if (target.starts_with("http://") || target.starts_with("https://")) {
        const std::size_t start = target.find("//") + 2;
        const std::size_t slash = std::min(target.find('/', start), target.size());
        host = target.substr(start, slash - start);
        target = target.substr(slash);
    }
    if (!target.starts_with('/') || !is_clean_target(target)) {
        return Refusal{400, ErrorCode::malformed, "bad target"};
    }
    request.host = to_lower_ascii(trim(host));
    if (!request.host.empty() && !is_clean_host(request.host)) {
        return Refusal{400, ErrorCode::malformed, "bad host"};
    }
    const std::size_t question = std::min(target.find('?'), target.size());
    auto query =
        parse_urlencoded(target.substr(std::min(question + 1, target.size())), most_query_fields);
    if (!query) return Refusal{400, ErrorCode::malformed, "bad query"};
    request.query = *std::move(query);
    const std::string whole(target);
    request.path = whole.substr(0, question);
    request.target = whole;
    return std::nullopt;
}

}  // namespace

struct RequestReader::State {
    explicit State(std::size_t limit) : head_limit(limit) { start(); }

    void start() {
        request = Request();
        parser.emplace(request);
        parser->header_limit(1U << 24U);  // the limit is checked before the parser sees the head
        parser->body_limit(boost::none);
        searched = 0;
        has_skipped_line = false;
    }

    /// Gives bytes to the parser and removes what it took.
    std::optional<Refusal> put(std::string& buffer, std::size_t available) {
        std::size_t taken = 0;
        std::optional<Refusal> refused;
        while (taken < available && !parser->is_done()) {
            if (may_be_half_a_last_chunk({buffer.data() + taken, available - taken})) break;
            Failed failed;
            const std::size_t step =
                parser->put(boost::asio::buffer(buffer.data() + taken, available - taken), failed);
            taken += step;
            if (failed == beast::http::error::need_more) break;
            if (failed) {
                refused = refusal_of(failed);
                break;
            }
            if (step == 0) break;
        }
        buffer.erase(0, taken);
        return refused;
    }

    /// Beast 1.81 asserts that a last chunk that is also the first comes in one piece. No chunked
    /// body ends in fewer bytes than these, so that waiting for them loses nothing.
    [[nodiscard]] bool may_be_half_a_last_chunk(std::string_view rest) const {
        constexpr std::string_view last_chunk = "0\r\n\r\n";
        return parser->is_header_done() && parser->chunked() && rest.starts_with('0') &&
               rest.size() < last_chunk.size();
    }

    std::size_t head_limit;
    std::size_t searched = 0;
    bool has_skipped_line = false;
    Request request;
    std::optional<Parser> parser;
};

RequestReader::RequestReader(std::size_t head_limit)
    : state_(std::make_unique<State>(head_limit)) {}
RequestReader::~RequestReader() = default;

std::optional<Refusal> RequestReader::feed_head(std::string& buffer) {
    State& state = *state_;
    // RFC 9112 section 2.2: one empty line before the request line is ignored.
    if (!state.has_skipped_line && buffer.starts_with("\r\n")) {
        buffer.erase(0, 2);
        state.has_skipped_line = true;
    }
    const std::size_t from = state.searched > 3 ? state.searched - 3 : 0;
    const std::size_t end = buffer.find("\r\n\r\n", from);
    const std::size_t size = end == std::string::npos ? buffer.size() : end + 4;
    if (size > state.head_limit) {
        return Refusal{431, ErrorCode::too_large, "headers beyond the limit"};
    }
    state.searched = buffer.size();
    // Checked before the head is complete: bare line feeds never complete it.
    const std::string_view head(buffer.data(), size);
    if (end == std::string::npos) {
        if (has_bare_line_feed(head, from)) {
            return Refusal{400, ErrorCode::malformed, "bare line feed"};
        }
        return std::nullopt;
    }
    if (!has_clean_lines(head)) return Refusal{400, ErrorCode::malformed, "unclean header lines"};
    if (auto refused = state.put(buffer, size)) return refused;
    if (!state.parser->is_header_done()) return Refusal{400, ErrorCode::malformed, "not HTTP"};
    if (!state.parser->knows_method) {
        return Refusal{405, ErrorCode::unsupported, "unknown method"};
    }
    if (auto refused = check_framing(state.request, state.parser->is_http_11)) return refused;
    if (auto refused = read_target(state.request)) return refused;
    state.request.cookies = parse_cookies(state.request.header("Cookie"));
    const std::string_view expectation = state.request.header("Expect");
    if (!expectation.empty() && !is_same_token(expectation, "100-continue")) {
        return Refusal{417, ErrorCode::unsupported, "unknown expectation"};
    }
    return std::nullopt;
}

bool RequestReader::is_head_done() const noexcept {
    return state_->parser->is_header_done();
}

std::optional<std::uint64_t> RequestReader::announced_length() const noexcept {
    if (state_->parser->chunked()) return std::nullopt;
    const auto length = state_->parser->content_length();
    return length ? *length : 0;
}

bool RequestReader::expects_continue() const noexcept {
    return state_->parser->is_http_11 && state_->request.has_header("Expect") && !is_done();
}

bool RequestReader::keeps_alive() const noexcept {
    return state_->parser->keep_alive();
}

bool RequestReader::is_http_10() const noexcept {
    return !state_->parser->is_http_11;
}

void RequestReader::begin_body(std::size_t most, std::size_t most_parts, UploadSpooler* spooler) {
    state_->parser->body_limit(most);
    if (state_->parser->multipart) return;
    state_->parser->multipart =
        MultipartReader::for_type(state_->request.header("Content-Type"), most_parts);
    if (state_->parser->multipart) state_->parser->multipart->send_files_to(spooler);
}

std::optional<Refusal> RequestReader::feed_body(std::string& buffer) {
    return state_->put(buffer, buffer.size());
}

bool RequestReader::is_done() const noexcept {
    return state_->parser->is_done();
}

Request& RequestReader::request() noexcept {
    return state_->request;
}

void RequestReader::reset() {
    state_->start();
}

}  // namespace yinxin::http
