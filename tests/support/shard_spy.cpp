// SPDX-License-Identifier: Apache-2.0
#include "support/shard_spy.hpp"

#include "yinxin/base/bytes.hpp"

namespace yinxin::test {
namespace {

using storage::Columns;
using storage::Statement;
using storage::TableKind;
using storage::Value;

struct Inner : storage::Store {
    using Store::run_read;
    using Store::submit;
};
struct InnerReader : storage::Reader {
    using Reader::query;
};
struct InnerTransaction : storage::Transaction {
    using Transaction::change;
};

std::string text_of(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
    if (const auto* bytes = std::get_if<BytesView>(&value)) return to_hex(*bytes);
    return "nothing";
}

std::string name_of(const storage::WritePlace& place, std::span<const Value> values) {
    if (place.kind == TableKind::reference) return "every node";
    if (place.kind == TableKind::local) return "coordinator";
    const std::string key = place.key ? text_of(values[*place.key]) : "every shard";
    if (place.kind == TableKind::holder) return "holder " + key;
    if (place.kind == TableKind::account) return "account " + key;
    return std::string(place.table) + " " + key;
}

class WatchedTransaction final : public storage::Transaction {
  public:
    explicit WatchedTransaction(storage::Transaction& database) : database_(database) {}
    std::set<std::string> places;

  protected:
    Result<void> query(const Statement& statement,
                       std::span<const Value> values,
                       const std::function<void(const Columns&)>& visit) override {
        watch(statement, values);  // RETURNING: a change that answers
        return (database_.*&InnerReader::query)(statement, values, visit);
    }
    Result<std::int64_t> change(const Statement& statement,
                                std::span<const Value> values) override {
        watch(statement, values);
        return (database_.*&InnerTransaction::change)(statement, values);
    }

  private:
    void watch(const Statement& statement, std::span<const Value> values) {
        if (const auto place = storage::write_place(statement)) {
            places.insert(name_of(*place, values));
        }
    }
    storage::Transaction& database_;
};

}  // namespace

Result<void> ShardSpy::run_read(const std::function<void(storage::Reader&)>& work) {
    return (*database_.*&Inner::run_read)(work);
}

void ShardSpy::submit(Unit unit) {
    auto work = [this,
                 work = std::move(unit.work)](storage::Transaction& database) -> Result<void> {
        WatchedTransaction transaction(database);
        YX_CHECK(work(transaction));
        note(transaction.places);
        return ok();
    };
    (*database_.*&Inner::submit)(Unit{std::move(work), std::move(unit.done)});
}

void ShardSpy::note(const std::set<std::string>& places) {
    if (places.empty()) return;
    std::string joined;
    for (const std::string& place : places) {
        joined += (joined.empty() ? "" : " + ") + place;
    }
    const std::lock_guard guard(mutex_);
    noted_.push_back(std::move(joined));
}

}  // namespace yinxin::test
