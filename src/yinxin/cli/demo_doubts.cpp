// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_doubts.hpp"

#include "yinxin/cli/portrait.hpp"
#include "yinxin/domain/doubt_directory.hpp"
#include "yinxin/service/doubt_directory.hpp"
#include "yinxin/storage/doubt_files.hpp"
#include "yinxin/storage/doubts.hpp"
#include "yinxin/storage/paper_register.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>

namespace yinxin::cli {
namespace {

using domain::DoubtField;
using domain::DoubtMessageKind;
using domain::DoubtState;
using storage::Transaction;

constexpr std::string_view exam_centre = "demo_exam_centre";
constexpr std::string_view correspondent = "correspondent1";
constexpr std::string_view clerk = "clerk1";
constexpr std::string_view with_every_status = "demo05";
constexpr std::uint32_t another_face = 907;
constexpr std::size_t holders_per_commit = 400;

/// One doubt as it stands today; times in days ago.
struct Scene {
    std::vector<DoubtField> fields;
    const char* text;
    Days reported{};
    DoubtState state = DoubtState::open;
    const char* question = nullptr;  ///< asked after a day in hand, and not replied to
    const char* answer = nullptr;
    bool has_photo = false;
};

std::vector<Scene> scenes() {
    return {
        {{DoubtField::photo},
         "演示：照片是旧的，请换成附件里的这一张。",
         Days(5),
         DoubtState::taken,
         "演示：附件与报名照片不一致，请说明拍摄的时间。",
         nullptr,
         true},
        {{DoubtField::name}, "演示：姓名第二个字印错了，应与身份证一致。", Days(30)},
        {{DoubtField::photo, DoubtField::sex},
         "演示：照片和性别都不对，证件照见附件。",
         Days(2),
         DoubtState::open,
         nullptr,
         nullptr,
         true},
        {{DoubtField::birth_month},
         "演示：出生月份早了一个月，以身份证为准。",
         Days(12),
         DoubtState::accepted,
         nullptr,
         "演示：经核对报名资料，出生月份确有错误，将更正后重新制发。"},
        {{DoubtField::dates},
         "演示：批准日期应当是考试当天。",
         Days(40),
         DoubtState::refused,
         nullptr,
         "演示：批准日期是批准部门发文的日期，不是考试的日期，现有信息无误。"},
        {{DoubtField::numbers}, "演示：管理号与准考证上的不同。", Days(1)},
    };
}

domain::DoubtDirectory directory() {
    return {domain::usual_answer_days,
            {{{"华北组（演示）", "North desk (demonstration)"}, {}, {"11", "12", "13", "14", "15"}},
             {{"建造师组（演示）", "Constructors’ desk (demonstration)"}, {"constructor_1"}, {}}}};
}

/// A certificate somebody may have doubts about: valid, of the examination centre, with an account.
struct Subject {
    const DemoHolder* holder = nullptr;
    const storage::NewCertificate* certificate = nullptr;
};

std::vector<Subject> find_subjects(const std::vector<DemoHolder>& holders) {
    std::vector<Subject> subjects;
    const auto add = [&subjects](const DemoHolder& holder) {
        for (const DemoLine& line : holder.lines) {
            const storage::NewCertificate& last = line.versions.back();
            const bool fits = last.status == domain::CertificateStatus::valid &&
                              last.face.issuer_id == exam_centre;
            if (!fits) continue;
            subjects.push_back({&holder, &last});
            return;
        }
    };
    const auto is_first = [](const DemoHolder& holder) {
        return holder.login && holder.login->login_name == with_every_status;
    };
    const auto first = std::ranges::find_if(holders, is_first);
    if (first != holders.end()) add(*first);
    for (const DemoHolder& holder : holders) {
        // Printed accounts are there to show something else.
        const bool is_crowd =
            holder.login && holder.login->is_bound && !holder.login->is_printed() && holder.person;
        if (is_crowd) add(holder);
    }
    return subjects;
}

/// Plays one scene in the order in which it happened.
class Stage {
  public:
    Stage(Transaction& transaction,
          DataDirectory& data,
          domain::StaffId staff,
          const Subject& subject,
          Instant now)
        : transaction_(transaction),
          data_(data),
          staff_(staff),
          certificate_(*subject.certificate),
          login_(*subject.holder->login),
          now_(now) {}

    Result<void> play(const Scene& scene) {
        const Instant reported = now_ - scene.reported;
        YX_TRY(const auto account, storage::find_account_by_login(transaction_, login_.login_name));
        if (!account) return Error(ErrorCode::not_found, login_.login_name);
        YX_TRY(const auto doubt, report(scene, account->account, reported));
        if (scene.has_photo) YX_CHECK(attach(doubt, account->account, reported));
        if (scene.state == DoubtState::open) return ok();
        const Instant taken = reported + Days(1);
        YX_CHECK(storage::take_doubt(transaction_, doubt.id, staff_, taken));
        if (scene.question != nullptr) {
            YX_CHECK(storage::set_doubt_asked(transaction_, doubt.id, taken));
            YX_CHECK(say(doubt, DoubtMessageKind::question, scene.question, taken));
        }
        if (scene.answer == nullptr) return ok();
        const Instant answered = taken + Days(3);
        YX_CHECK(storage::answer_doubt(transaction_, doubt, scene.state, staff_, answered));
        return say(doubt, DoubtMessageKind::answer, scene.answer, answered);
    }

  private:
    Result<storage::DoubtCase> report(const Scene& scene, AccountId account, Instant at) {
        const domain::FaceData& face = certificate_.face;
        storage::NewDoubt doubt;
        doubt.holder = certificate_.holder;
        doubt.line = certificate_.line;
        doubt.version = face.version;
        doubt.account = account;
        doubt.issuer_id = face.issuer_id;
        doubt.item_id = face.qualification_id;
        doubt.province = domain::province_of({face.id_type, face.id_number});
        const domain::DoubtDirectory known = directory();
        const auto* desk = domain::find_desk(known, doubt.item_id, doubt.province);
        if (desk != nullptr) doubt.desk = desk->name.zh;
        doubt.fields = scene.fields;
        doubt.text = scene.text;
        doubt.reported_at = at;
        doubt.due_on = domain::doubt_due_on(civil_day(at), domain::usual_answer_days);
        YX_TRY(const auto id, storage::insert_doubt(transaction_, data_.keys, doubt));
        YX_TRY(const auto entered, storage::find_doubt(transaction_, id));
        if (!entered) return Error(ErrorCode::internal, "doubt");
        return *entered;
    }

    Result<void> attach(const storage::DoubtCase& doubt, AccountId account, Instant at) {
        const Bytes picture = draw_portrait(another_face);
        const auto sealed = storage::seal_doubt_file(data_.keys, picture);
        YX_CHECK(data_.blobs->put(sealed.blob, sealed.content));
        const storage::DoubtUploadKey key{doubt.holder, doubt.line, account};
        YX_CHECK(storage::insert_doubt_file(
            transaction_,
            data_.keys,
            {key, "证件照（演示）.jpg", "image/jpeg", picture, at, at + Days(1)},
            sealed));
        return storage::send_doubt_file(transaction_, key, sealed.id, {doubt.id, 0, at});
    }

    Result<void> say(const storage::DoubtCase& doubt,
                     DoubtMessageKind kind,
                     const char* text,
                     Instant at) {
        storage::DoubtMessage message;
        message.kind = kind;
        message.author = staff_.value;
        message.text = text;
        message.written_at = at;
        YX_CHECK(storage::add_doubt_message(transaction_, data_.keys, doubt, message));
        return ok();
    }

    Transaction& transaction_;
    DataDirectory& data_;
    domain::StaffId staff_;
    const storage::NewCertificate& certificate_;
    const DemoLogin& login_;
    Instant now_;
};

Result<domain::StaffId> find_staff(storage::Reader& reader, std::string_view login_name) {
    YX_TRY(const auto found, storage::find_staff_by_login(reader, login_name));
    if (!found) return Error(ErrorCode::not_found, std::string(login_name));
    return found->id;
}

Result<void> enter_history(Transaction& transaction,
                           const storage::DataKeys& keys,
                           const DemoLine& line,
                           domain::StaffId staff) {
    const storage::NewCertificate& last = line.versions.back();
    storage::PaperEvent event;
    event.serial = line.paper->serial;
    event.staff = staff;
    event.at = last.created_at;
    YX_CHECK(storage::add_paper_event(transaction, keys, {last.holder, last.line}, event));
    const auto step = domain::parse_key<domain::PaperStep>(domain::key(line.paper->state));
    if (line.paper->state == domain::PaperState::printed || !step) return ok();
    event.kind = *step;
    event.before = domain::PaperState::printed;
    event.state = line.paper->state;
    event.at = last.created_at + Days(20);
    if (event.kind == domain::PaperStep::handed_out) {
        event.collector = domain::PaperCollector::holder;
    }
    return storage::add_paper_event(transaction, keys, {last.holder, last.line}, event);
}

}  // namespace

Result<void> write_demo_doubts(DataDirectory& data,
                               const std::vector<DemoHolder>& holders,
                               Instant now) {
    const std::vector<Subject> subjects = find_subjects(holders);
    const std::vector<Scene> played = scenes();
    return data.store->write_now([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(
            service::publish_doubt_directory(transaction, exam_centre, 1, directory(), Instant{}));
        YX_TRY(const domain::StaffId staff, find_staff(transaction, correspondent));
        const std::size_t count = std::min(subjects.size(), played.size());
        for (std::size_t i = 0; i < count; ++i) {
            Stage stage(transaction, data, staff, subjects[i], now);
            YX_CHECK(stage.play(played[i]));
        }
        return ok();
    });
}

Result<void> write_demo_papers(DataDirectory& data, const std::vector<DemoHolder>& holders) {
    for (std::size_t from = 0; from < holders.size(); from += holders_per_commit) {
        const std::size_t until = std::min(from + holders_per_commit, holders.size());
        YX_CHECK(data.store->write_now([&](Transaction& transaction) -> Result<void> {
            YX_TRY(const domain::StaffId staff, find_staff(transaction, clerk));
            for (std::size_t i = from; i < until; ++i) {
                for (const DemoLine& line : holders[i].lines) {
                    if (!line.paper) continue;
                    YX_CHECK(enter_history(transaction, data.keys, line, staff));
                }
            }
            return ok();
        }));
    }
    return ok();
}

}  // namespace yinxin::cli
