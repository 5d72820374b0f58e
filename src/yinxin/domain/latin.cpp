// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/latin.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace yinxin::domain::fold {
namespace {

/// A combining mark with the letters it composes with: base, composed, base, composed, …
struct Compositions {
    char32_t mark;
    std::u32string_view pairs;
};

// The canonical compositions of Unicode for U+00C0 to U+024F and U+1E00 to U+1EFF, generated with
// the unicodedata module of Python 3.11 (Unicode 14).
// clang-format off
constexpr std::array<Compositions, 25> compositions{{
    {0x0300,
     U"AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờ"
     U"ƯỪưừYỲyỳ"},
    {0x0301,
     U"AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻ"
     U"ÆǼæǽØǾøǿÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêế"
     U"ÔỐôốƠỚơớƯỨưứ"},
    {0x0302,
     U"AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệ"
     U"ỌỘọộ"},
    {0x0303,
     U"AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"},
    {0x0304,
     U"AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳGḠgḡ"
     U"ḶḸḷḹṚṜṛṝ"},
    {0x0306,
     U"AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭȨḜȩḝẠẶạặ"},
    {0x0307,
     U"CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠ"
     U"sṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎyẏſẛ"},
    {0x0308,
     U"AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸHḦhḧÕṎõṏŪṺūṻWẄwẅXẌxẍtẗ"},
    {0x0309,
     U"AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ"},
    {0x030A,
     U"AÅaåUŮuůwẘyẙ"},
    {0x030B,
     U"OŐoőUŰuű"},
    {0x030C,
     U"CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧ"
     U"KǨkǩƷǮʒǯjǰHȞhȟ"},
    {0x030F,
     U"AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕ"},
    {0x0311,
     U"AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"},
    {0x031B,
     U"OƠoơUƯuư"},
    {0x0323,
     U"BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹ"
     U"IỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ"},
    {0x0324,
     U"UṲuṳ"},
    {0x0325,
     U"AḀaḁ"},
    {0x0326,
     U"SȘsșTȚtț"},
    {0x0327,
     U"CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"},
    {0x0328,
     U"AĄaąEĘeęIĮiįUŲuųOǪoǫ"},
    {0x032D,
     U"DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ"},
    {0x032E,
     U"HḪhḫ"},
    {0x0330,
     U"EḚeḛIḬiḭUṴuṵ"},
    {0x0331,
     U"BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"},
}};
// clang-format on

struct CasePairs {
    char32_t first;  ///< a capital; every second one from here to last is
    char32_t last;
};

constexpr std::array<CasePairs, 11> case_pairs{{
    {0x0100, 0x012E},
    {0x0132, 0x0136},
    {0x0139, 0x0147},
    {0x014A, 0x0176},
    {0x0179, 0x017D},
    {0x01CD, 0x01DB},
    {0x01DE, 0x01EE},
    {0x01F8, 0x021E},
    {0x0222, 0x0232},
    {0x1E00, 0x1E94},
    {0x1EA0, 0x1EFE},
}};

}  // namespace

bool is_combining_mark(char32_t point) noexcept {
    return point >= 0x0300 && point <= 0x036F;
}

std::optional<char32_t> compose(char32_t base, char32_t mark) noexcept {
    const auto found = std::ranges::find(compositions, mark, &Compositions::mark);
    if (found == compositions.end()) return std::nullopt;
    for (std::size_t i = 0; i + 1 < found->pairs.size(); i += 2) {
        if (found->pairs[i] == base) return found->pairs[i + 1];
    }
    return std::nullopt;
}

char32_t to_lower_latin(char32_t point) noexcept {
    if (point >= 'A' && point <= 'Z') return point + 0x20;
    if (point >= 0xC0 && point <= 0xDE && point != 0xD7) return point + 0x20;
    if (point == 0x0178) return 0xFF;
    for (const CasePairs& pairs : case_pairs) {
        if (point >= pairs.first && point <= pairs.last && (point - pairs.first) % 2 == 0) {
            return point + 1;
        }
    }
    return point;
}

}  // namespace yinxin::domain::fold
