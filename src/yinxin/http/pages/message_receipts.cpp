// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/message_receipts.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/message.hpp"
#include "yinxin/http/json_body.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/messages.hpp"

namespace yinxin::http {
namespace {

constexpr std::size_t most_receipts = 500;

Result<storage::MessageReceipt> read_receipt(const JsonValue& value) {
    JsonReader reader(value);
    storage::MessageReceipt receipt;
    const auto id = parse_integer(reader.text("id"));
    if (!id || *id <= 0) reader.refuse("id");
    receipt.id = MessageId{id.value_or(0)};
    const std::string state = reader.text("state");
    if (state != "delivered" && state != "failed") reader.refuse("state");
    receipt.is_delivered = state == "delivered";
    receipt.reason = reader.text_if_any("reason").value_or("");
    if (!receipt.is_delivered && !domain::is_message_reason(receipt.reason)) {
        receipt.reason = "undelivered";
    }
    YX_CHECK(reader.finish());
    return receipt;
}

Result<std::vector<storage::MessageReceipt>> read_receipts(std::string_view body) {
    YX_TRY(const JsonValue whole, parse_json(body));
    JsonReader reader(whole);
    std::vector<storage::MessageReceipt> receipts;
    const JsonValue* list = reader.value_if_any("receipts");
    const auto* values = list == nullptr ? nullptr : std::get_if<JsonValue::List>(&list->is);
    if (values == nullptr || values->empty() || values->size() > most_receipts) {
        reader.refuse("receipts");
    }
    YX_CHECK(reader.finish());
    for (const JsonValue& value : *values) {
        YX_TRY(storage::MessageReceipt receipt, read_receipt(value));
        receipts.push_back(std::move(receipt));
    }
    return receipts;
}

}  // namespace

Task<Result<Response>> take_message_receipts(Context& context) {
    auto& services = context.site().services;
    const Request& request = context.request;
    const service::SignedReceipts posted{std::string(context.parameter("name")),
                                         std::string(request.header("Yinxin-Timestamp")),
                                         std::string(request.header("Yinxin-Nonce")),
                                         std::string(request.header("Yinxin-Signature")),
                                         request.body};
    YX_CO_CHECK(service::check_receipts(services, posted));
    YX_CO_TRY(auto receipts, read_receipts(request.body));
    YX_CO_CHECK(co_await service::note_receipts(services, posted.gateway, std::move(receipts)));
    co_return Response(204);
}

}  // namespace yinxin::http
