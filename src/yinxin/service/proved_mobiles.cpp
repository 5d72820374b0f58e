// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/proved_mobiles.hpp"

#include "yinxin/storage/personal_columns.hpp"

namespace yinxin::service {
namespace {

using storage::Reader;
using storage::Transaction;

/// The new ticket, or the refusal; both are kept.
struct Exchanged {
    Secret ticket;
    std::optional<Error> refusal;
};

Result<Exchanged> enter(Transaction& transaction,
                        const Services& services,
                        CodeExchange exchange,
                        const Secret& ticket,
                        const std::string& code,
                        Instant now) {
    YX_TRY(const auto row, find_open_request(transaction, exchange.asked, ticket, now));
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    Exchanged exchanged;
    exchanged.refusal = std::move(entry.refusal);
    if (exchanged.refusal) return exchanged;
    YX_TRY(exchanged.ticket,
           open_grant(
               transaction, services, exchange.granted, entry.facts, exchanged_ticket_life, now));
    return exchanged;
}

}  // namespace

Task<Result<CodeTicket>> request_by_mobile(Services& services,
                                           std::string mobile,
                                           Origin origin,
                                           OpenMobileRequest open) {
    const Instant now = services.clock.now();
    const auto parsed = domain::parse_mobile(mobile);
    if (!parsed) co_return parsed.error();
    auto run = [&services, open, mobile = *parsed, origin, now](Transaction& transaction) {
        return open(transaction, services, mobile, origin, now);
    };
    co_return co_await services.store.write(run);
}

Result<CodeTicket> open_mobile_form(Transaction& transaction,
                                    const Services& services,
                                    CodePurpose purpose,
                                    const domain::Mobile& mobile,
                                    const Origin& origin,
                                    Instant now) {
    YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
    YX_CHECK(take_mobile_allowance(transaction, services.keys, mobile, now));
    NewCodeRequest request;
    request.purpose = purpose;
    request.subject = storage::personal_columns::mobile_index(services.keys.index, mobile);
    request.to = mobile;
    request.is_genuine = true;
    request.shown_mobile = domain::masked_mobile(mobile);
    request.facts = {mobile.e164};
    request.language = origin.language;
    return open_code_request(transaction, services, request, now);
}

Result<domain::Mobile> find_proved_mobile(Reader& reader,
                                          const Services& services,
                                          CodePurpose granted,
                                          const Secret& ticket,
                                          Instant now) {
    YX_TRY(const auto facts, find_grant(reader, services, granted, ticket, now));
    if (facts.size() != 1) return Error(ErrorCode::malformed, "form facts");
    return domain::Mobile{facts[0]};
}

Task<Result<std::string>> find_masked_mobile(Services& services,
                                             CodePurpose granted,
                                             Secret ticket) {
    const Instant now = services.clock.now();
    auto read = [&services, granted, ticket, now](Reader& reader) -> Result<std::string> {
        YX_TRY(const domain::Mobile mobile,
               find_proved_mobile(reader, services, granted, ticket, now));
        return domain::masked_mobile(mobile);
    };
    co_return co_await services.store.read(read);
}

Task<Result<Secret>> exchange_code(Services& services,
                                   CodeExchange exchange,
                                   Secret ticket,
                                   std::string code) {
    const Instant now = services.clock.now();
    auto run = [&services, exchange, ticket, code, now](Transaction& transaction) {
        return enter(transaction, services, exchange, ticket, code, now);
    };
    auto exchanged = co_await services.store.write(run);
    if (!exchanged) co_return std::move(exchanged).error();
    if (exchanged->refusal) co_return *std::move(exchanged->refusal);
    co_return std::move(exchanged->ticket);
}

}  // namespace yinxin::service
