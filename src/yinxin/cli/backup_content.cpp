// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/backup_content.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <boost/json.hpp>

namespace yinxin::cli {
namespace {

namespace json = boost::json;
using storage::BackupEntries;
using storage::BackupFault;

constexpr int form = 1;
constexpr std::size_t longest_manifest = std::size_t{64} * 1024 * 1024;
constexpr std::size_t piece_size = std::size_t{256} * 1024;

Error wrong(std::string detail) {
    return Error(ErrorCode::malformed, std::move(detail))
        .with("fault", std::string(domain::key(BackupFault::content_wrong)));
}

/// Members are looked up by exceptions of the library; outside there is only whether it was right.
template <class Fill>
Result<void> filled(std::string_view text, std::string_view what, Fill fill) {
    try {
        const json::value parsed = json::parse(text);
        const json::object& object = parsed.as_object();
        if (object.at("form").to_number<int>() != form) {
            return Error(ErrorCode::unsupported, std::string(what) + " of another form")
                .with("fault", std::string(domain::key(BackupFault::other_version)));
        }
        fill(object);
        return ok();
    } catch (const std::exception&) {
        return wrong(std::string(what) + " cannot be read");
    }
}

/// Compares entry after entry; the sums come last.
struct Reading {
    std::map<std::string, std::string> seen;
    std::int64_t blobs = 0;
    BackupFacts facts;

    Result<void> compare() const {
        if (facts.sums.sha256 != seen) return wrong("its files are not those that were written");
        if (facts.sums.blobs != blobs) return wrong("not as many blobs as were written");
        return ok();
    }
};

Result<std::string> pass_on(BackupEntries& entries,
                            const storage::ByteSink& sink,
                            BackupFacts& facts,
                            const std::function<void(std::int64_t)>& progress) {
    Bytes piece(piece_size);
    crypto::Sha256 digest;
    for (;;) {
        YX_TRY(const std::size_t got, entries.read(piece));
        const BytesView read = BytesView(piece).first(got);
        YX_CHECK(sink(read));
        if (got == 0) return to_hex(digest.finish());
        digest.update(read);
        facts.bytes += static_cast<std::int64_t>(got);
        if (progress) progress(facts.bytes);
    }
}

Result<void> read_entry(BackupEntries& entries,
                        const BackupEntries::Entry& entry,
                        Reading& reading,
                        const EntryOpener& open,
                        const std::function<void(std::int64_t)>& progress) {
    if (entry.name == manifest_entry || entry.name == sums_entry) {
        YX_TRY(const Bytes content, entries.read_all(longest_manifest));
        if (entry.name == sums_entry) {
            YX_TRY(reading.facts.sums, BackupSums::parse(as_text(content)));
            return ok();
        }
        YX_TRY(reading.facts.manifest, BackupManifest::parse(as_text(content)));
        reading.seen[entry.name] = to_hex(crypto::sha256(content));
        return ok();
    }
    YX_TRY(const storage::ByteSink sink, open(entry));
    YX_TRY(const std::string sha256, pass_on(entries, sink, reading.facts, progress));
    const auto blob = blob_name_of(entry.name);
    if (!blob) {
        if (!reading.seen.emplace(entry.name, sha256).second) return wrong("a file twice");
        return ok();
    }
    ++reading.blobs;
    return sha256 == to_hex(*blob) ? ok() : wrong("a blob is another one than its name");
}

}  // namespace

std::string BackupManifest::text() const {
    json::array steps;
    for (const std::string& step : schema_steps)
        steps.emplace_back(step);
    json::object counted;
    for (const auto& [table, count] : rows)
        counted[table] = count;
    return json::serialize(json::object{{"form", form},
                                        {"made_at", format_utc(made_at)},
                                        {"suite", suite},
                                        {"schema_steps", std::move(steps)},
                                        {"rows", std::move(counted)},
                                        {"audit_seq", audit_seq},
                                        {"audit_chain", audit_chain},
                                        {"generation", generation}});
}

Result<BackupManifest> BackupManifest::parse(std::string_view text) {
    BackupManifest manifest;
    std::string made_at;
    YX_CHECK(filled(text, "the manifest", [&](const json::object& object) {
        made_at = std::string(object.at("made_at").as_string());
        manifest.suite = std::string(object.at("suite").as_string());
        for (const json::value& step : object.at("schema_steps").as_array())
            manifest.schema_steps.emplace_back(step.as_string());
        for (const auto& row : object.at("rows").as_object())
            manifest.rows[std::string(row.key())] = row.value().to_number<std::int64_t>();
        manifest.audit_seq = object.at("audit_seq").to_number<std::int64_t>();
        manifest.audit_chain = std::string(object.at("audit_chain").as_string());
        manifest.generation = object.at("generation").to_number<std::int64_t>();
    }));
    const auto at = parse_instant(made_at);
    if (!at) return wrong("the manifest has no time");
    manifest.made_at = *at;
    return manifest;
}

std::string BackupSums::text() const {
    json::object sums;
    for (const auto& [name, sum] : sha256)
        sums[name] = sum;
    json::array gone;
    for (const std::string& name : ended)
        gone.emplace_back(name);
    return json::serialize(json::object{
        {"form", form}, {"sha256", std::move(sums)}, {"blobs", blobs}, {"ended", std::move(gone)}});
}

Result<BackupSums> BackupSums::parse(std::string_view text) {
    BackupSums sums;
    YX_CHECK(filled(text, "the list of sums", [&](const json::object& object) {
        for (const auto& sum : object.at("sha256").as_object())
            sums.sha256[std::string(sum.key())] = std::string(sum.value().as_string());
        sums.blobs = object.at("blobs").to_number<std::int64_t>();
        for (const json::value& name : object.at("ended").as_array())
            sums.ended.emplace_back(name.as_string());
    }));
    return sums;
}

std::optional<crypto::Digest32> blob_name_of(std::string_view entry) {
    if (!entry.starts_with(blob_prefix)) return std::nullopt;
    const auto bytes = parse_hex(entry.substr(blob_prefix.size()));
    crypto::Digest32 name{};
    if (!bytes || bytes->size() != name.size()) return std::nullopt;
    std::ranges::copy(*bytes, name.begin());
    return name;
}

Result<storage::ByteSource> open_source(const std::filesystem::path& path) {
    std::shared_ptr<std::FILE> file(std::fopen(path.c_str(), "rbe"), [](std::FILE* opened) {
        if (opened != nullptr) std::fclose(opened);
    });
    if (file == nullptr) {
        return Error(errno == ENOENT ? ErrorCode::file_missing : ErrorCode::file_io,
                     path.string() + ": " + std::strerror(errno));
    }
    return storage::ByteSource([file, path](std::span<std::uint8_t> target) -> Result<std::size_t> {
        const std::size_t got = std::fread(target.data(), 1, target.size(), file.get());
        if (got == 0 && std::ferror(file.get()) != 0) {
            return Error(ErrorCode::file_io, "read " + path.string());
        }
        return got;
    });
}

Result<BackupFacts> read_backup(storage::SealedSource source,
                                const EntryOpener& open,
                                const std::function<void(std::int64_t)>& progress) {
    auto kept = std::make_shared<storage::SealedSource>(std::move(source));
    BackupEntries entries([kept](std::span<std::uint8_t> target) { return kept->read(target); });
    Reading reading;
    bool is_first = true;
    for (;;) {
        YX_TRY(const auto entry, entries.next());
        if (!entry) break;
        if (is_first != (entry->name == manifest_entry)) {
            return wrong("the manifest is not the first in it");
        }
        is_first = false;
        YX_CHECK(read_entry(entries, *entry, reading, open, progress));
    }
    YX_CHECK(reading.compare());
    return std::move(reading.facts);
}

Result<BackupFacts> look_through(storage::SealedSource source,
                                 const std::function<void(std::int64_t)>& progress) {
    const auto keep_nothing = [](const BackupEntries::Entry&) -> Result<storage::ByteSink> {
        return storage::ByteSink([](BytesView) { return ok(); });
    };
    return read_backup(std::move(source), keep_nothing, progress);
}

}  // namespace yinxin::cli
