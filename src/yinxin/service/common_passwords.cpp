// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/common_passwords.hpp"

#include <vector>

namespace yinxin::service {
namespace {

/// Keyboard walks, forwards and back.
constexpr std::string_view keyboard_walks = R"(
qwertyuiop qwertyuio qwertyui qwerty qwert qwer asdfghjkl asdfghjk asdfghj asdfgh asdfg asdf
zxcvbnm zxcvbn zxcvb zxcv qazwsxedc qazwsx 1qaz2wsx3edc 1qaz2wsx 1qaz 2wsx 3edc 4rfv 5tgb 6yhn
7ujm !qaz@wsx !qaz @wsx #edc zaq12wsx zaq1 xsw2 cde3 1q2w3e4r5t6y 1q2w3e4r5t 1q2w3e4r 1q2w3e
q1w2e3r4 q1w2e3 poiuytrewq poiuy lkjhgfdsa lkjhg mnbvcxz mnbvc qweasdzxc qweasd asdzxc wasd
147258369 258369 741852963 852963 159357 159753 1357924680 13579 24680 1472583690 789456123
456123 112233 11223344 1122334455 121212 123123 123321 1234321 520520 5201314 1314520 1314 520
147147 147258 168168 7758521 7758258 987987 135790 246810 010203 100200 999888 666888 888666
!@#$%^&*() !@#$%^&* !@#$%^ !@#$% !@#$ !@# #$% @@@ !!!
)";

/// English.
constexpr std::string_view english = R"(
password passwort passw0rd p@ssw0rd p@ssword pa55word pa$$word passcode passphrase secret
letmein welcome admin administrator root toor guest user username login logon master default
changeme change system manager test testing temp temporary demo sample example hello helloworld
world iloveyou loveyou love lover lovely forever always sunshine princess prince dragon monkey
football baseball basketball soccer hockey superman batman spiderman pokemon pikachu starwars
trustno1 whatever freedom shadow michael jordan jennifer jessica ashley charlie daniel thomas
robert andrew matthew george william computer internet network server windows microsoft google
apple samsung huawei xiaomi tencent alibaba baidu taobao wechat weixin alipay facebook linkedin
twitter summer winter spring autumn monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december china chinese
beijing shanghai guangzhou shenzhen tianjin chongqing chengdu hangzhou nanjing wuhan xian
hongkong macau taiwan money lucky happy family mother father baby angel flower orange banana
coffee cheese cookie silver golden diamond purple yellow black white green blue tiger eagle lion
horse phoenix killer hunter ranger access private public security secure account service mobile
phone number abc123 abcd1234 abcdef abcdefg abcd abc aabbcc a1b2c3d4 a1b2c3 abc xyz xyzzy the
and you your mine this that for not one two three four five six seven eight nine zero new old
good best super mega ultra really very long longer enough please thanks thankyou correct battery
staple horsebattery
)";

/// Pinyin.
constexpr std::string_view pinyin = R"(
woaini woaiwo woaiwojia woai aini ainiyiwannian wobuzhidao woshishui nihao nihaoma zhongguo
zhonghua zhongguoren woaizhongguo beijinghuanyingni mima wodemima denglu yonghu yonghuming
guanliyuan ceshi shiyan wode nide tade women baobao baobei xiaobao laopo laogong mama baba gege
jiejie didi meimei erzi nver haizi jiating xingfu kuaile shengri shengrikuaile xinniankuaile
facai gongxifacai wansui dashabi wangyi zhangsan lisi wangwu zhaoliu xiaoming wang zhang liu
chen yang huang zhao zhou xuxu sunsun zhuzhu gaogao linlin liang
)";

/// This service and what brings people here.
constexpr std::string_view this_service = R"(
yinxin zhengshu zhengshuchayan zhengshuxiazai xiazai chayan chaxun yanzheng jiazhu chizheng zige
zhiyezige zhiye zhicheng kaoshi renshikaoshi zhongguorenshikaoshi renshi renshe renshebu
rensheju kaoshiwang baoming zhuce chengji hege jianzaoshi yijian erjian yiji erji jianlishi
xiaofang anquan zaojiashi jingjishi kuaiji kuaijishi shuiwushi yaoshi gongchengshi jianzhu
jianzhushi jiegou shejishi guihuashi certificate certification credential qualification
endorsement examination exam exams engineer engineering builder constructor architect accountant
pharmacist professional technical license licence download verify register registration holder
issuer cpta mohrss chinacpta 中国人事考试网 中国人事考试 人事考试 人社部 人力资源 社会保障 资格证书 职业资格 证书查验 证书下载 登录密码 我的密码 密码
用户名 中国 北京 上海 我爱你 我爱中国 生日快乐 新年快乐 恭喜发财 万事如意 一级建造师 二级建造师 建造师 工程师 考试 证书 加油
)";

/// Years people were born in or sat an examination in.
constexpr std::string_view years = R"(
1949 1950 1951 1952 1953 1954 1955 1956 1957 1958 1959 1960 1961 1962 1963 1964 1965 1966 1967
1968 1969 1970 1971 1972 1973 1974 1975 1976 1977 1978 1979 1980 1981 1982 1983 1984 1985 1986
1987 1988 1989 1990 1991 1992 1993 1994 1995 1996 1997 1998 1999 2000 2001 2002 2003 2004 2005
2006 2007 2008 2009 2010 2011 2012 2013 2014 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024
2025 2026 2027 2028 2029 2030
)";

void add_words(std::vector<std::string_view>& words, std::string_view text) {
    constexpr std::string_view separators = " \n";
    std::size_t begin = text.find_first_not_of(separators);
    while (begin != std::string_view::npos) {
        const std::size_t end = text.find_first_of(separators, begin);
        words.push_back(text.substr(begin, end - begin));
        begin = text.find_first_not_of(separators, end);
    }
}

std::vector<std::string_view> all_words() {
    std::vector<std::string_view> words;
    for (const std::string_view text : {keyboard_walks, english, pinyin, this_service, years}) {
        add_words(words, text);
    }
    return words;
}

}  // namespace

std::span<const std::string_view> common_password_parts() {
    static const std::vector<std::string_view> words = all_words();
    return words;
}

}  // namespace yinxin::service
