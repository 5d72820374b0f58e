// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/bulk_files.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/bulk_result.hpp"
#include "yinxin/service/found_codes.hpp"
#include "yinxin/service/receipts.hpp"
#include "yinxin/service/sandbox_register.hpp"
#include "yinxin/service/verification.hpp"

#include <algorithm>
#include <set>

namespace yinxin::service {
namespace {

using domain::BulkVerdict;
using storage::Reader;

BulkAnswer answer_for(const storage::BulkFile& file, Instant now) {
    BulkAnswer answer;
    answer.is_row = false;
    answer.source = file.name;
    answer.at = now;
    return answer;
}

AnsweredFile one_answer(const storage::BulkFile& file,
                        BulkVerdict verdict,
                        std::string_view reason,
                        Instant now) {
    AnsweredFile answered;
    answered.answers.push_back({verdict, answer_for(file, now), LineId{}});
    answered.answers.back().answer.reason = reason;
    return answered;
}

FoundCheck check_of(const RegisterEntry& entry, verify::Verdict outcome) {
    FoundCheck check{entry.key.holder,
                     entry.line,
                     entry.key.copy,
                     entry.copy.copy_no,
                     std::string(domain::key(outcome)),
                     entry.counted};
    check.counted.detail = "bulk";
    return check;
}

std::string reason_of(const verify::Report& report) {
    if (report.verdict == verify::Verdict::valid) return "";
    return std::string(verify::deciding_code(report));
}

/// A file as a whole. What the register knows is told only of the very file: one that merely names
/// a copy must not open it.
JudgedAnswer whole_file(const storage::BulkFile& file, const verify::Report& report, Instant now) {
    JudgedAnswer judged{bulk_verdict(report.verdict), answer_for(file, now), LineId{}};
    judged.answer.reason = reason_of(report);
    if (!report.copy) return judged;
    if (report.authenticity == verify::Authenticity::issued) {
        tell_copy(judged.answer, *report.copy);
    } else {
        judged.answer.copy_no = report.copy->copy_no;
    }
    return judged;
}

/// A picture proves nothing, whatever the register says of the copy its code leads to.
JudgedAnswer picture_of(const storage::BulkFile& file,
                        const verify::RegisteredCopy& copy,
                        std::size_t page,
                        Instant now) {
    const verify::Report report = judge_registered(copy, std::nullopt, now);
    JudgedAnswer judged{bulk_verdict(report.verdict), answer_for(file, now), LineId{}};
    judged.answer.reason = reason_of(report);
    if (judged.verdict == BulkVerdict::valid) {
        judged.verdict = BulkVerdict::compare;
        judged.answer.reason = "code.copy";
    }
    judged.answer.place = static_cast<std::int64_t>(page);
    tell_copy(judged.answer, copy);
    judged.answer.copy_token = copy.token;
    return judged;
}

/// A code that leads to no copy of ours.
JudgedAnswer other_code(const storage::BulkFile& file,
                        const CodeText& read,
                        std::size_t page,
                        Instant now) {
    JudgedAnswer judged{BulkVerdict::unsealed, answer_for(file, now), LineId{}};
    judged.answer.place = static_cast<std::int64_t>(page);
    switch (read.target) {
        case CodeTarget::copy:
        case CodeTarget::unknown:
            judged.verdict = BulkVerdict::not_found;
            judged.answer.reason = "code.unknown";
            break;
        case CodeTarget::elsewhere:
            judged.answer.reason = "code.elsewhere";
            judged.answer.field = read.host;
            break;
        case CodeTarget::offline:
            judged.answer.reason = "code.offline";
            break;
        case CodeTarget::other:
            judged.answer.reason = "code.other";
            break;
    }
    return judged;
}

constexpr std::size_t most_pages_named = 20;

/// "2, 5": pages on which nothing was found, though something was on others.
std::string pages_without_code(const verify::Report& report) {
    std::set<std::size_t> with_code;
    for (const verify::FoundCode& code : report.codes)
        with_code.insert(code.page);
    std::string pages;
    std::size_t named = 0;
    for (std::size_t page = 1; page <= report.pages_searched; ++page) {
        if (with_code.contains(page)) continue;
        if (++named > most_pages_named) return pages + ", \u2026";
        pages += (pages.empty() ? "" : ", ") + std::to_string(page);
    }
    return pages;
}

/// What was not looked at, or showed nothing, is said in rows of its own: nobody counts the pages
/// of a scan against the rows of a result.
void add_silent_pages(AnsweredFile& answered,
                      const storage::BulkFile& file,
                      const verify::Report& report,
                      Instant now) {
    const auto add = [&](BulkVerdict verdict, std::string_view reason, std::string field) {
        answered.answers.push_back({verdict, answer_for(file, now), LineId{}});
        answered.answers.back().answer.reason = reason;
        answered.answers.back().answer.field = std::move(field);
    };
    std::string silent = pages_without_code(report);
    if (!report.codes.empty() && !silent.empty()) {
        add(BulkVerdict::unsealed, "code.none_on_pages", std::move(silent));
    }
    const auto has = [&](std::string_view code) {
        return std::ranges::find(report.findings, code, &verify::Finding::code) !=
               report.findings.end();
    };
    for (const std::string_view code : {"picture.pages_left_out", "picture.unreadable"}) {
        if (has(code)) add(BulkVerdict::not_checked, code, "");
    }
}

/// The codes of a file, each once. Beside a code that is an address of ours or pretends to be one,
/// codes that are no address say nothing.
class CodesOfFile {
  public:
    CodesOfFile(const Services& services, const storage::BulkFile& file, Instant now)
        : services_(services), file_(file), now_(now) {}

    Result<AnsweredFile> answer(Reader& reader, const verify::Report& report) {
        std::set<std::string> seen;
        bool is_cut = false;
        for (const verify::FoundCode& code : report.codes) {
            if (seen.contains(code.text)) continue;
            is_cut = seen.size() == most_codes_of_file;
            if (is_cut) break;
            seen.insert(code.text);
            YX_CHECK(add(reader, code));
        }
        if (answered_.answers.empty()) answered_.answers = std::move(others_);
        if (is_cut) {
            answered_.answers.push_back(
                {BulkVerdict::not_checked, answer_for(file_, now_), LineId{}});
            answered_.answers.back().answer.reason = "code.too_many";
        }
        add_silent_pages(answered_, file_, report, now_);
        return std::move(answered_);
    }

  private:
    Result<void> add(Reader& reader, const verify::FoundCode& code) {
        const std::string& url = services_.settings.public_url;
        const CodeText read = read_code_text(code.text, url);
        if (read.target == CodeTarget::copy) {
            YX_TRY(const auto key, find_copy_by_name(reader, url, read.token));
            if (key) {
                YX_TRY(const auto entry, read_register(reader, services_.keys, *key));
                if (entry) return add_copy(*entry, code.page);
            }
        }
        const bool is_silent =
            read.target == CodeTarget::other || read.target == CodeTarget::offline;
        (is_silent ? others_ : answered_.answers)
            .push_back(other_code(file_, read, code.page, now_));
        return ok();
    }

    Result<void> add_copy(const RegisterEntry& entry, std::size_t page) {
        answered_.answers.push_back(picture_of(file_, entry.copy, page, now_));
        answered_.answers.back().line = entry.line;
        answered_.found.push_back(check_of(entry, verify::Verdict::unsealed));
        return ok();
    }

    const Services& services_;
    const storage::BulkFile& file_;
    Instant now_;
    AnsweredFile answered_;
    std::vector<JudgedAnswer> others_;
};

AnsweredFile whole_answer(const storage::BulkFile& file, const JudgedFile& judged, Instant now) {
    const verify::Report& report = judged.report;
    AnsweredFile answered;
    answered.answers.push_back(whole_file(file, report, now));
    if (judged.entry) {
        answered.answers.back().line = judged.entry->line;
        answered.found.push_back(check_of(*judged.entry, report.verdict));
    }
    if (report.verdict == verify::Verdict::not_issued) answered.alarm = report;
    return answered;
}

}  // namespace

Task<Result<AnsweredFile>> answer_file(Services& services, storage::BulkFile file, Instant now) {
    if (!file.fault.empty()) {
        co_return one_answer(file, BulkVerdict::rejected, file.fault, now);
    }
    const crypto::Digest32 sha256 = crypto::sha256(file.content);
    YX_CO_TRY(const auto receipt, co_await recognise_receipt(services, sha256));
    YX_CO_TRY(const auto summary, co_await recognise_bulk_document(services, sha256));
    // Sealed by us, too, but a letter and no copy.
    if (receipt || summary)
        co_return one_answer(file, BulkVerdict::indeterminate, "file.receipt", now);
    Bytes content = std::move(file.content);
    YX_CO_TRY(const JudgedFile judged,
              co_await judge_file(services, std::move(content), std::nullopt, now));
    const bool is_unsealed = judged.report.verdict == verify::Verdict::unsealed;
    if (!is_unsealed || judged.report.codes.empty()) {
        AnsweredFile answered = whole_answer(file, judged, now);
        if (is_unsealed) add_silent_pages(answered, file, judged.report, now);
        co_return answered;
    }
    co_return co_await services.store.read([&](Reader& reader) {
        return CodesOfFile(services, file, now).answer(reader, judged.report);
    });
}

AnsweredFile answer_sandbox_file(const storage::BulkFile& file, Instant now) {
    if (!file.fault.empty()) return one_answer(file, BulkVerdict::rejected, file.fault, now);
    const SandboxFile judged = judge_sandbox_file(file.content, {std::nullopt, now}, now);
    AnsweredFile answered;
    answered.answers.push_back(whole_file(file, judged.report, now));
    if (judged.certificate) answered.answers.back().line = judged.certificate->line;
    return answered;
}

AnsweredFile file_not_checked(const storage::BulkFile& file, std::string_view reason, Instant now) {
    return one_answer(file, BulkVerdict::not_checked, reason, now);
}

}  // namespace yinxin::service
