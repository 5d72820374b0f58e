// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/send_messages.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/jobs/message_post.hpp"
#include "yinxin/observe/external.hpp"
#include "yinxin/storage/alarms.hpp"
#include "yinxin/storage/messages.hpp"

#include <algorithm>
#include <array>

namespace yinxin::jobs {
namespace {

using namespace std::chrono_literals;
using storage::ClaimedMessage;
using storage::GatewayStanding;
using storage::MessageEnd;
using storage::Reader;
using storage::Transaction;

constexpr std::int64_t most_at_once = 32;
/// Longer than two gateways may take, each its longest deadline.
constexpr std::chrono::seconds lease{60};
constexpr std::int64_t failures_until_pause = 3;

/// Somebody looks at a page and waits for the code: the next try is soon, and there is no use in
/// one after the code's ten minutes.
constexpr std::array<std::chrono::seconds, 8> code_waits{5s, 10s, 20s, 30s, 60s, 60s, 120s, 120s};
/// Two days and a half in all.
constexpr std::array<std::chrono::seconds, 8> waits{30s, 2min, 10min, 30min, 2h, 8h, 24h, 24h};

const observe::LiveFamily sent{
    "yinxin_messages_sent_total", "Messages a gateway has taken", "gateway"};
const observe::LiveFamily failed{
    "yinxin_messages_failed_total", "Messages given up, by the gateway asked last", "gateway"};
const observe::LiveFamily paused{
    "yinxin_message_gateways_paused", "Gateways of messages that are left alone", "gateway"};

/// One message in hand and what came of it so far.
struct InHand {
    ClaimedMessage claimed;
    std::optional<MessagePost> post;  ///< none: it does not open
    std::string gateway;              ///< asked last
    MessageAnswer answer{MessageFate::refused, "unreadable"};
};

/// What a gateway did in this round.
struct Effort {
    const config::MessageGateway* gateway = nullptr;
    std::int64_t failures = 0;  ///< before
    std::int64_t taken = 0;     ///< of its day
    std::int64_t sent = 0;
    std::int64_t refused = 0;
    Instant taken_at{};
    std::int64_t asked = 0;  ///< messages that were posted to it

    [[nodiscard]] std::int64_t unanswered() const noexcept { return asked - sent - refused; }
};

const GatewayStanding* find(const std::vector<GatewayStanding>& all, std::string_view name) {
    const auto found = std::ranges::find(all, name, &GatewayStanding::name);
    return found == all.end() ? nullptr : &*found;
}

void show_pauses(const std::vector<GatewayStanding>& all, Instant now) {
    std::int64_t alone = 0;
    for (const GatewayStanding& each : all) {
        observe::live_gauge(paused, each.name).set(each.is_paused(now) ? 1 : 0);
        if (each.is_paused(now)) ++alone;
    }
    observe::external(observe::External::messages).paused.set(alone);
}

Result<void> raise(Transaction& transaction,
                   std::string_view gateway,
                   std::string_view detail,
                   Instant now) {
    return storage::raise_alarm(transaction,
                                {domain::AlarmKind::message_failing,
                                 "gateway:" + std::string(gateway),
                                 "",
                                 std::string(detail)},
                                now);
}

/// The part of its day a gateway has left for these; 0: ask another. Its end is an alarm.
Result<std::int64_t> take_part(Transaction& transaction,
                               const config::MessageGateway& gateway,
                               const GatewayStanding& standing,
                               std::int64_t wanted,
                               Instant now) {
    const std::int64_t left = standing.left(gateway.daily_cap, now);
    if (left == 0) {
        YX_CHECK(raise(transaction, gateway.name, "daily_cap", now));
        return std::int64_t{0};
    }
    const std::int64_t part = std::min(left, wanted);
    YX_TRY(const bool is_taken,
           storage::take_of_day(transaction, gateway.name, part, gateway.daily_cap, now));
    return is_taken ? part : 0;
}

/// The gateway that is asked first in this round, and how much it may be given.
struct Turn {
    std::optional<Effort> effort;
    std::vector<ClaimedMessage> claimed;
};

Result<Turn> begin(Transaction& transaction, const MessageRoom& room, Instant now) {
    YX_CHECK(storage::drop_expired_messages(transaction, room.channel, now));
    YX_TRY(const auto standings, storage::list_gateways(transaction));
    Turn turn;
    for (const config::MessageGateway& gateway : room.gateways.gateways) {
        const GatewayStanding* standing = find(standings, gateway.name);
        if (gateway.channel != room.channel || standing == nullptr || standing->is_paused(now))
            continue;
        // One that was away is tried with one message, not with all that wait.
        const bool is_tried = standing->failures >= failures_until_pause;
        YX_TRY(const std::int64_t part,
               take_part(transaction, gateway, *standing, is_tried ? 1 : most_at_once, now));
        if (part == 0) continue;
        turn.effort = Effort{&gateway, standing->failures, part, 0, 0, now};
        YX_TRY(
            turn.claimed,
            storage::claim_messages(transaction, {room.channel, gateway.name, lease, part}, now));
        const auto used = static_cast<std::int64_t>(turn.claimed.size());
        YX_CHECK(storage::give_back_to_day(transaction, gateway.name, part - used, now));
        turn.effort->taken = used;
        break;
    }
    return turn;
}

std::vector<InHand> opened(const storage::DataKeys& keys, std::vector<ClaimedMessage> claimed) {
    std::vector<InHand> all;
    for (ClaimedMessage& each : claimed) {
        InHand& one = all.emplace_back();
        auto content = storage::open_message(keys, each.id, each.to_sealed, each.parameters_sealed);
        if (content) {
            one.post = MessagePost{each.id, each.name, each.language, std::move(*content)};
        } else {
            log::error("message.unreadable", {{"message", each.id.value}});
        }
        one.claimed = std::move(each);
    }
    return all;
}

bool knows(const config::MessageGateway& gateway, const InHand& one) {
    return gateway.find(one.claimed.name) != nullptr;
}

/// What becomes of a message before anybody is asked. One gateway's missing template is no reason
/// to give it up; nobody's is.
MessageAnswer before_asking(const MessageRoom& room, const InHand& one) {
    const bool is_known =
        std::ranges::any_of(room.gateways.gateways, [&](const config::MessageGateway& gateway) {
            return gateway.channel == room.channel && knows(gateway, one);
        });
    if (is_known) return {MessageFate::later, "no_template"};
    return {MessageFate::refused, "no_template"};
}

/// Posts those that no gateway has answered yet and for which this one has a template, at most
/// effort.taken.
void ask(const MessageRoom& room, Effort& effort, std::vector<InHand*> waiting) {
    const auto key = room.gateway_keys.find(effort.gateway->name);
    if (key == room.gateway_keys.end()) return;
    std::erase_if(waiting, [&effort](const InHand* one) { return !knows(*effort.gateway, *one); });
    waiting.resize(std::min(waiting.size(), static_cast<std::size_t>(effort.taken)));
    effort.asked = std::ssize(waiting);
    std::vector<MessagePost> posts;
    for (const InHand* one : waiting)
        posts.push_back(*one->post);
    auto answers = post_messages(*effort.gateway, key->second, posts, room.clock.now());
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        InHand& one = *waiting[i];
        one.gateway = effort.gateway->name;
        one.answer = std::move(answers[i]);
        if (one.answer.fate == MessageFate::taken) ++effort.sent;
        if (one.answer.fate == MessageFate::refused) ++effort.refused;
    }
}

std::vector<InHand*> unanswered(std::vector<InHand>& all) {
    std::vector<InHand*> waiting;
    for (InHand& one : all) {
        if (one.post && one.answer.fate == MessageFate::later) waiting.push_back(&one);
    }
    return waiting;
}

/// The gateway that carries what the first could not, and which messages those are.
struct Second {
    std::optional<Effort> effort;
    std::vector<InHand*> waiting;
};

/// Notes who is asked now, for a receipt may be here before the answer; what a receipt of the first
/// one has ended meanwhile is not asked again.
Result<std::vector<InHand*>> handed_over(Transaction& transaction,
                                         const config::MessageGateway& gateway,
                                         const std::vector<InHand*>& waiting,
                                         std::int64_t part) {
    std::vector<InHand*> handed;
    for (InHand* one : waiting) {
        if (std::ssize(handed) == part) break;
        if (!knows(gateway, *one)) continue;
        YX_TRY(const bool is_ours,
               storage::hand_message_over(
                   transaction, one->claimed.id, one->claimed.fence, gateway.name));
        if (is_ours) handed.push_back(one);
    }
    return handed;
}

Result<Second> begin_second(const MessageRoom& room,
                            const Effort& first,
                            const std::vector<InHand*>& waiting) {
    const Instant now = room.clock.now();
    return room.store.write_now([&](Transaction& transaction) -> Result<Second> {
        YX_TRY(const auto standings, storage::list_gateways(transaction));
        for (const config::MessageGateway& gateway : room.gateways.gateways) {
            const GatewayStanding* standing = find(standings, gateway.name);
            if (gateway.channel != room.channel || &gateway == first.gateway ||
                standing == nullptr || standing->is_paused(now)) {
                continue;
            }
            YX_TRY(const std::int64_t part,
                   take_part(transaction, gateway, *standing, std::ssize(waiting), now));
            if (part == 0) continue;
            YX_TRY(auto handed, handed_over(transaction, gateway, waiting, part));
            return Second{Effort{&gateway, standing->failures, part, 0, 0, now}, std::move(handed)};
        }
        return Second{};
    });
}

/// The end of a day's cap is an alarm as soon as it is reached: afterwards nobody asks any more.
Result<void> watch_cap(Transaction& transaction,
                       const config::MessageGateway& gateway,
                       Instant now) {
    YX_TRY(const auto standings, storage::list_gateways(transaction));
    const GatewayStanding* standing = find(standings, gateway.name);
    if (standing == nullptr || standing->left(gateway.daily_cap, now) > 0) return ok();
    return raise(transaction, gateway.name, "daily_cap", now);
}

Result<void> keep_health(Transaction& transaction, const Effort& effort, Instant now) {
    const std::string& name = effort.gateway->name;
    YX_CHECK(
        storage::give_back_to_day(transaction, name, effort.taken - effort.sent, effort.taken_at));
    if (effort.asked == 0) return ok();
    if (effort.sent > 0) YX_CHECK(watch_cap(transaction, *effort.gateway, now));
    if (effort.sent + effort.refused > 0) return storage::note_gateway_answer(transaction, name);
    const std::int64_t failures =
        effort.failures + std::min(effort.unanswered(), failures_until_pause);
    const std::chrono::seconds pause = gateway_pause(failures);
    YX_CHECK(storage::note_gateway_failure(
        transaction, name, failures, pause > 0s ? now + pause : Instant{}));
    if (pause == 0s) return ok();
    log::warning("message.gateway_paused", {{"gateway", name}, {"seconds", pause.count()}});
    return raise(transaction, name, "away", now);
}

Result<void> keep_one(Transaction& transaction, const InHand& one, Instant now) {
    const MessageEnd end{one.claimed.id, one.claimed.fence, one.gateway, one.answer.reason};
    if (one.answer.fate == MessageFate::taken) {
        return storage::finish_message(transaction, {end.id, end.fence, end.gateway, ""}, now);
    }
    const bool has_code = one.claimed.expires_at.has_value();
    const auto wait = message_retry(one.claimed.attempts, has_code);
    if (one.answer.fate == MessageFate::later && wait) {
        return storage::put_message_back(transaction, end, now + *wait);
    }
    log::warning("message.given_up",
                 {{"message", end.id.value}, {"name", one.claimed.name}, {"reason", end.reason}});
    return storage::finish_message(transaction, end, now);
}

void count(const std::vector<InHand>& all) {
    for (const InHand& one : all) {
        const bool is_lost =
            one.answer.fate == MessageFate::refused ||
            (one.answer.fate == MessageFate::later &&
             !message_retry(one.claimed.attempts, one.claimed.expires_at.has_value()));
        if (one.answer.fate == MessageFate::taken) observe::live_counter(sent, one.gateway).add();
        if (is_lost) observe::live_counter(failed, one.gateway).add();
    }
}

bool takes_messages(const MessageRoom& room,
                    const std::vector<GatewayStanding>& standings,
                    Instant now) {
    return std::ranges::any_of(room.gateways.gateways, [&](const config::MessageGateway& gateway) {
        const GatewayStanding* standing = find(standings, gateway.name);
        return gateway.channel == room.channel && standing != nullptr &&
               !standing->is_paused(now) && standing->left(gateway.daily_cap, now) > 0;
    });
}

/// Asked twice a second, so it only reads: while every gateway is left alone or has carried all it
/// may, a round has nothing to write but the end of codes that are over.
Result<bool> has_work(const MessageRoom& room, Instant now) {
    return room.store.read_now([&](Reader& reader) -> Result<bool> {
        YX_TRY(const auto standings, storage::list_gateways(reader));
        show_pauses(standings, now);
        YX_TRY(const bool is_any_over, storage::has_expired_message(reader, room.channel, now));
        if (is_any_over) return true;
        if (!takes_messages(room, standings, now)) return false;
        return storage::has_due_message(reader, room.channel, now);
    });
}

}  // namespace

std::optional<std::chrono::seconds> message_retry(int attempts, bool has_code) noexcept {
    const auto& list = has_code ? code_waits : waits;
    if (attempts < 1 || static_cast<std::size_t>(attempts) > list.size()) return std::nullopt;
    return list.at(static_cast<std::size_t>(attempts) - 1);
}

std::chrono::seconds gateway_pause(std::int64_t failures) noexcept {
    constexpr std::chrono::seconds longest{300};
    if (failures < failures_until_pause) return std::chrono::seconds(0);
    const auto doublings = std::min<std::int64_t>(failures - failures_until_pause, 4);
    return std::min(longest, std::chrono::seconds(30) * (1 << doublings));
}

Result<std::int64_t> send_messages(const MessageRoom& room) {
    const Instant now = room.clock.now();
    YX_TRY(const bool is_any, has_work(room, now));
    if (!is_any) return std::int64_t{0};
    YX_TRY(Turn turn, room.store.write_now([&](Transaction& transaction) {
        return begin(transaction, room, now);
    }));
    if (!turn.effort || turn.claimed.empty()) return std::int64_t{0};
    std::vector<InHand> all = opened(room.keys, std::move(turn.claimed));
    for (InHand& one : all) {
        if (one.post) one.answer = before_asking(room, one);
    }
    std::vector<Effort> efforts{*turn.effort};
    ask(room, efforts.front(), unanswered(all));
    if (const auto left = unanswered(all); !left.empty()) {
        YX_TRY(Second second, begin_second(room, efforts.front(), left));
        if (second.effort) {
            ask(room, *second.effort, std::move(second.waiting));
            efforts.push_back(*second.effort);
        }
    }
    const Instant after = room.clock.now();
    YX_CHECK(room.store.write_now([&](Transaction& transaction) -> Result<void> {
        for (const InHand& one : all)
            YX_CHECK(keep_one(transaction, one, after));
        for (const Effort& effort : efforts)
            YX_CHECK(keep_health(transaction, effort, after));
        return ok();
    }));
    count(all);
    return static_cast<std::int64_t>(all.size());
}

}  // namespace yinxin::jobs
