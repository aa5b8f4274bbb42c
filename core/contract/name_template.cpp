#include "core/contract/name_template.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace kerf {
namespace {

constexpr std::string_view kDefaultDate = "YYYY-MM-DD";
constexpr std::string_view kFallback = "photo"; // where nothing is left of a name

constexpr std::array<std::pair<std::string_view, NamePart>, 9> kParts{{
    {"name", NamePart::name},
    {"stage", NamePart::stage},
    {"scale", NamePart::scale},
    {"date", NamePart::date},
    {"counter", NamePart::counter},
    {"model", NamePart::model},
    {"width", NamePart::width},
    {"height", NamePart::height},
    {"parent", NamePart::parent},
}};

struct DateCode {
    std::string_view code;
    int CivilTime::*value;
    int digits;
};
// The longer of two that begin alike first.
constexpr std::array<DateCode, 7> kDateCodes{{
    {"YYYY", &CivilTime::year, 4},
    {"YY", &CivilTime::year, 2},
    {"MM", &CivilTime::month, 2},
    {"DD", &CivilTime::day, 2},
    {"hh", &CivilTime::hour, 2},
    {"mm", &CivilTime::minute, 2},
    {"ss", &CivilTime::second, 2},
}};

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorCode::invalid_option, "the name template: " + what);
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

const DateCode* codeAt(std::string_view text) {
    const auto found =
        std::ranges::find_if(kDateCodes, [&](const DateCode& code) { return text.starts_with(code.code); });
    return found == kDateCodes.end() ? nullptr : &*found;
}

void checkDate(std::string_view form) {
    if (form.empty()) {
        refuse("a date needs a form, such as {date:YYYYMMDD}");
    }
    while (!form.empty()) {
        const DateCode* code = codeAt(form);
        if (code == nullptr && isLetter(form.front()) && form.front() != 'T') {
            refuse(fmt::format(
                "a date has no '{}'; it is made of YYYY, YY, MM, DD, hh, mm, ss and signs", form.front()));
        }
        form.remove_prefix(code != nullptr ? code->code.size() : 1);
    }
}

std::string formatted(const CivilTime& time, std::string_view form) {
    std::string text;
    while (!form.empty()) {
        if (const DateCode* code = codeAt(form)) {
            const int value = time.*(code->value);
            text += fmt::format("{:0{}}", code->digits == 2 ? value % 100 : value, code->digits);
            form.remove_prefix(code->code.size());
        } else {
            text += form.front();
            form.remove_prefix(1);
        }
    }
    return text;
}

int digitsOf(std::string_view text) {
    if (text.size() != 1 || text.front() < '1' || text.front() > '9') {
        refuse("a counter's digits are a number from 1 to 9, such as {counter:4}");
    }
    return text.front() - '0';
}

void checkText(std::string_view text) {
    if (text.empty()) {
        refuse("it is empty; {name} alone keeps the photos' names");
    }
    if (text.size() > NameTemplate::kMaxBytes) {
        refuse(fmt::format("it is longer than {} bytes", NameTemplate::kMaxBytes));
    }
    if (!isUtf8(text)) {
        refuse("it is not UTF-8");
    }
    for (const char c : text) {
        if (c == '/') {
            refuse("a name can't hold '/'; folders are made as the photos have them");
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            refuse("it holds a control character");
        }
    }
}

bool readNumber(std::string_view text, int least, int most, int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value >= least && value <= most;
}

} // namespace

std::optional<CivilTime> parseExifTime(std::string_view text) noexcept {
    constexpr std::string_view kForm = "0000:00:00 00:00:00";
    CivilTime time;
    if (text.size() != kForm.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < kForm.size(); ++i) {
        const bool isDigit = text[i] >= '0' && text[i] <= '9';
        if (kForm[i] == '0' ? !isDigit : text[i] != kForm[i]) {
            return std::nullopt;
        }
    }
    const bool isDate = readNumber(text.substr(0, 4), 1, 9999, time.year) &&
                        readNumber(text.substr(5, 2), 1, 12, time.month) &&
                        readNumber(text.substr(8, 2), 1, 31, time.day) &&
                        readNumber(text.substr(11, 2), 0, 23, time.hour) &&
                        readNumber(text.substr(14, 2), 0, 59, time.minute) &&
                        readNumber(text.substr(17, 2), 0, 60, time.second);
    return isDate ? std::optional(time) : std::nullopt;
}

CivilTime utcTime(std::int64_t seconds) noexcept {
    constexpr std::int64_t kFirst = -62'167'219'200; // 0000-01-01
    constexpr std::int64_t kLast = 253'402'300'799;  // 9999-12-31 23:59:59
    constexpr std::int64_t kDay = 86'400;
    seconds = std::clamp(seconds, kFirst, kLast);
    const std::int64_t rest = ((seconds % kDay) + kDay) % kDay;
    // Days to a date as in the proleptic Gregorian calendar: years begin in March, eras have 400 years.
    const std::int64_t days = (seconds - rest) / kDay + 719'468;
    const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
    const std::int64_t ofEra = days - era * 146'097;
    const std::int64_t year = (ofEra - ofEra / 1460 + ofEra / 36'524 - ofEra / 146'096) / 365;
    const std::int64_t ofYear = ofEra - (365 * year + year / 4 - year / 100);
    const std::int64_t month = (5 * ofYear + 2) / 153;
    const bool isNextYear = month >= 10; // January and February
    return {
        .year = int(year + era * 400 + (isNextYear ? 1 : 0)),
        .month = int(isNextYear ? month - 9 : month + 3),
        .day = int(ofYear - (153 * month + 2) / 5 + 1),
        .hour = int(rest / 3600),
        .minute = int(rest / 60 % 60),
        .second = int(rest % 60)};
}

NameTemplate::NameTemplate(std::string_view text) {
    checkText(text);
    std::string plain;
    const auto endPlain = [&] {
        if (!plain.empty()) {
            m_pieces.push_back({.text = std::exchange(plain, {})});
        }
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool isDoubled = at + 1 < text.size() && text[at + 1] == c;
        if ((c == '{' || c == '}') && isDoubled) {
            plain += c;
            ++at;
            continue;
        }
        if (c == '}') {
            refuse("a '}' has no '{' before it; write }} for the sign itself");
        }
        if (c != '{') {
            plain += c;
            continue;
        }
        const std::size_t end = text.find('}', at);
        if (end == std::string_view::npos) {
            refuse("a '{' has no '}' behind it; write {{ for the sign itself");
        }
        const std::string_view inside = text.substr(at + 1, end - at - 1);
        const std::size_t colon = inside.find(':');
        const std::string_view word = inside.substr(0, colon);
        const auto found = std::ranges::find(kParts, word, [](const auto& part) { return part.first; });
        if (found == kParts.end()) {
            refuse(fmt::format(
                "there is no {{{}}}; there are {{name}}, {{stage}}, {{scale}}, {{date}}, {{date:YYYYMMDD}}, "
                "{{counter}}, {{counter:4}}, {{model}}, {{width}}, {{height}} and {{parent}}",
                word));
        }
        endPlain();
        Piece piece{.part = found->second, .text = {}};
        const bool hasForm = colon != std::string_view::npos;
        const std::string_view form = hasForm ? inside.substr(colon + 1) : std::string_view();
        if (piece.part == NamePart::date) {
            piece.text = hasForm ? form : kDefaultDate;
            checkDate(piece.text);
        } else if (piece.part == NamePart::counter) {
            piece.digits = hasForm ? digitsOf(form) : 1;
        } else if (hasForm) {
            refuse(fmt::format("{{{}}} takes nothing behind a ':'", word));
        }
        m_pieces.push_back(std::move(piece));
        at = end;
    }
    endPlain();
}

bool NameTemplate::uses(NamePart part) const noexcept {
    return std::ranges::find(m_pieces, part, &Piece::part) != m_pieces.end();
}

std::string NameTemplate::stem(const NameFacts& facts) const {
    std::string stem;
    for (const Piece& piece : m_pieces) {
        switch (piece.part) {
        case NamePart::text:
            stem += piece.text;
            break;
        case NamePart::name:
            stem += facts.name;
            break;
        case NamePart::stage:
            stem += facts.stage;
            break;
        case NamePart::scale:
            stem += std::to_string(facts.scale);
            break;
        case NamePart::date:
            stem += formatted(facts.taken, piece.text);
            break;
        case NamePart::counter:
            stem += fmt::format("{:0{}}", facts.counter, piece.digits);
            break;
        case NamePart::model:
            stem += facts.model;
            break;
        case NamePart::width:
            stem += std::to_string(facts.width);
            break;
        case NamePart::height:
            stem += std::to_string(facts.height);
            break;
        case NamePart::parent:
            stem += facts.parent;
            break;
        }
    }
    std::ranges::replace_if(
        stem, [](char c) { return c == '/' || c == '\0'; }, '_');
    if (stem.empty()) {
        return std::string(kFallback);
    }
    // Such a file would be taken for what a killed run left behind.
    return stem.starts_with(kTemporaryPrefix) ? '_' + stem : stem;
}

} // namespace kerf
