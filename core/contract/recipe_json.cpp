#include "core/contract/recipe_json.h"

#include "core/base/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace kerf {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kVersionName = "kerf-recipe";
constexpr int kVersion = 1;
constexpr int kMaxDepth = 8; // a point of a stroke of the recipe lies at 5
constexpr std::size_t kMaxText = 200;
constexpr std::size_t kMaxFileName = 4096;
constexpr std::size_t kMaxLines = 10'000;
constexpr std::size_t kMaxPoints = 100'000;

[[noreturn]] void refuse(const std::string& where, std::string_view what) {
    throw Error(ErrorCode::invalid_option, fmt::format("the recipe: {} {}", where, what));
}

// One value of an object: how it is written (null: as by default) and read.
template <typename Object>
struct Field {
    std::string_view name;
    std::function<Json(const Object&)> write;
    std::function<void(Object&, const Json&, const std::string& where)> read;
};

template <typename Object>
using Fields = std::vector<Field<Object>>;

// ---- single values -----------------------------------------------------------------------------------

Json write(bool value) {
    return value;
}
Json write(int value) {
    return value;
}
Json write(double value) {
    return value;
}
Json write(const std::string& value) {
    return value;
}
Json write(Color value) {
    return toString(value);
}
Json write(const Rect& r) {
    return fmt::format("{},{},{},{}", r.x, r.y, r.width, r.height);
}
Json write(const Point& point) {
    return Json::array({point.x, point.y});
}
Json write(const StrokePoint& point) {
    return Json::array({point.x, point.y, point.pressure});
}
Json write(const Stroke& value);
Json write(const MatteStroke& value);
Json write(const EdgeSettings& value);
Json write(const BwSettings& value);
Json write(const Background& value);
Json write(const Shadow& value);
Json write(const Framing& value);
Json write(const CanvasSize& value) {
    return toString(value);
}
Json write(const Aspect& value) {
    return toString(value);
}

template <typename Value>
Json write(const std::optional<Value>& value) {
    return value ? write(*value) : Json();
}

template <typename Value>
Json write(const std::vector<Value>& values) {
    Json list = Json::array();
    for (const Value& value : values) {
        list.push_back(write(value));
    }
    return list;
}

void read(bool& value, const Json& json, const std::string& where) {
    if (!json.is_boolean()) {
        refuse(where, "is neither true nor false");
    }
    value = json.get<bool>();
}

void read(int& value, const Json& json, const std::string& where) {
    constexpr double kMost = 2e9;
    if (!json.is_number_integer() || std::abs(json.get<double>()) > kMost) {
        refuse(where, "is not a whole number of this size");
    }
    value = json.get<int>();
}

void read(double& value, const Json& json, const std::string& where) {
    if (!json.is_number() || !std::isfinite(json.get<double>())) {
        refuse(where, "is not a number");
    }
    value = json.get<double>();
}

void read(std::string& value, const Json& json, const std::string& where) {
    if (!json.is_string() || json.get_ref<const std::string&>().size() > kMaxText) {
        refuse(where, fmt::format("is not a text of at most {} bytes", kMaxText));
    }
    value = json.get<std::string>();
}

template <typename Value, typename Parse>
void readWord(Value& value, const Json& json, const std::string& where, Parse&& parse) {
    const std::optional<Value> parsed =
        json.is_string() ? parse(std::string_view(json.get_ref<const std::string&>())) : std::nullopt;
    if (!parsed) {
        const std::string shown = json.dump(-1, ' ', true, Json::error_handler_t::replace);
        refuse(where, fmt::format("can't be {}", shown.substr(0, kMaxText)));
    }
    value = *parsed;
}

void read(Color& value, const Json& json, const std::string& where) {
    readWord(value, json, where, parseColor);
}
void read(Rect& value, const Json& json, const std::string& where) {
    readWord(value, json, where, parseRect);
}

template <std::size_t N>
std::array<double, N> readNumbers(const Json& json, const std::string& where) {
    if (!json.is_array() || json.size() != N) {
        refuse(where, fmt::format("is not a list of {} numbers", N));
    }
    std::array<double, N> numbers{};
    for (std::size_t i = 0; i < N; ++i) {
        read(numbers[i], json[i], where);
    }
    return numbers;
}

void read(Point& value, const Json& json, const std::string& where) {
    const auto [x, y] = readNumbers<2>(json, where);
    value = {x, y};
}
void read(StrokePoint& value, const Json& json, const std::string& where) {
    const auto [x, y, pressure] = readNumbers<3>(json, where);
    value = {x, y, pressure};
}
void read(Stroke& value, const Json& json, const std::string& where);
void read(MatteStroke& value, const Json& json, const std::string& where);
void read(EdgeSettings& value, const Json& json, const std::string& where);
void read(BwSettings& value, const Json& json, const std::string& where);
void read(Background& value, const Json& json, const std::string& where);
void read(Shadow& value, const Json& json, const std::string& where);
void read(Framing& value, const Json& json, const std::string& where);
void read(CanvasSize& value, const Json& json, const std::string& where) {
    readWord(value, json, where, parseCanvasSize);
}
void read(Aspect& value, const Json& json, const std::string& where) {
    readWord(value, json, where, parseAspect);
}

template <typename Value>
void read(std::optional<Value>& value, const Json& json, const std::string& where) {
    read(value.emplace(), json, where);
}

template <typename Value>
void read(std::vector<Value>& values, const Json& json, const std::string& where) {
    const bool arePoints = std::is_same_v<Value, Point> || std::is_same_v<Value, StrokePoint>;
    const std::size_t most = arePoints ? kMaxPoints : kMaxLines;
    if (!json.is_array() || json.size() > most) {
        refuse(where, fmt::format("is not a list of at most {}", most));
    }
    values.clear();
    for (const Json& item : json) {
        const std::string place = fmt::format("{}[{}]", where, values.size());
        read(values.emplace_back(), item, place);
    }
}

// ---- objects -----------------------------------------------------------------------------------------

template <typename Object, typename Value>
Field<Object> field(std::string_view name, Value Object::*member) {
    return {
        name,
        [member](const Object& object) {
            return object.*member == Object().*member ? Json() : write(object.*member);
        },
        [member](Object& object, const Json& json, const std::string& where) {
            read(object.*member, json, where);
        }};
}

// One of several words, which kerf::name() and `parse` know.
template <typename Object, typename Value>
Field<Object>
word(std::string_view name, Value Object::*member, std::optional<Value> (*parse)(std::string_view) noexcept) {
    return {
        name,
        [member](const Object& object) {
            return object.*member == Object().*member ? Json() : Json(kerf::name(object.*member));
        },
        [member, parse](Object& object, const Json& json, const std::string& where) {
            readWord(object.*member, json, where, parse);
        }};
}

template <typename Object>
Json writeObject(const Object& object, const Fields<Object>& fields) {
    Json json = Json::object();
    for (const Field<Object>& each : fields) {
        if (Json value = each.write(object); !value.is_null()) {
            json[std::string(each.name)] = std::move(value);
        }
    }
    return json;
}

template <typename Object>
void readObject(Object& object, const Json& json, const std::string& where, const Fields<Object>& fields) {
    if (!json.is_object()) {
        refuse(where.empty() ? "it" : where, "is not a JSON object");
    }
    for (const auto& item : json.items()) {
        const std::string path = where.empty() ? item.key() : where + '.' + item.key();
        const auto found =
            std::ranges::find_if(fields, [&](const auto& each) { return each.name == item.key(); });
        if (found == fields.end()) {
            refuse(fmt::format("'{}'", path.substr(0, kMaxText)), "is not known");
        }
        found->read(object, item.value(), path);
    }
}

std::optional<StrokeMode> parseStrokeMode(std::string_view text) noexcept {
    for (const StrokeMode mode : {StrokeMode::add, StrokeMode::remove, StrokeMode::restore}) {
        if (name(mode) == text) {
            return mode;
        }
    }
    return std::nullopt;
}

// The tables: one line a value.

const Fields<Stroke>& strokeFields() {
    static const Fields<Stroke> fields{
        field("is-subject", &Stroke::isSubject),
        field("radius", &Stroke::radius),
        field("points", &Stroke::points),
    };
    return fields;
}

const Fields<MatteStroke>& matteStrokeFields() {
    static const Fields<MatteStroke> fields{
        word("mode", &MatteStroke::mode, parseStrokeMode),
        field("radius", &MatteStroke::radius),
        field("hardness", &MatteStroke::hardness),
        field("opacity", &MatteStroke::opacity),
        field("only-uncertain", &MatteStroke::onlyUncertain),
        field("edge-aware", &MatteStroke::isEdgeAware),
        field("points", &MatteStroke::points),
    };
    return fields;
}

const Fields<EdgeSettings>& edgeFields() {
    static const Fields<EdgeSettings> fields{
        field("black", &EdgeSettings::black),     field("white", &EdgeSettings::white),
        field("gamma", &EdgeSettings::gamma),     field("grow", &EdgeSettings::grow),
        field("feather", &EdgeSettings::feather),
    };
    return fields;
}

const Fields<BwSettings>& bwFields() {
    static const Fields<BwSettings> fields = [] {
        Fields<BwSettings> made{
            field("auto-mix", &BwSettings::autoMix),
            word("background", &BwSettings::background, parseBwBackground),
            word("toning", &BwSettings::toning, parseBwToning),
        };
        for (const BwNumber& number : bwNumbers()) {
            made.push_back(field(number.name, number.value));
        }
        return made;
    }();
    return fields;
}

const Fields<Background>& backgroundFields() {
    static const Fields<Background> fields{
        word("kind", &Background::kind, parseBackgroundKind),
        field("color", &Background::color),
        field("second", &Background::second),
        field("angle", &Background::angle),
        {"picture", [](const Background& b) { return b.picture.empty() ? Json() : Json(b.picture); },
         [](Background& b, const Json& json, const std::string& where) {
             if (!json.is_string() || json.get_ref<const std::string&>().size() > kMaxFileName) {
                 refuse(where, "is not the name of a file");
             }
             b.picture = json.get<std::string>();
         }},
        word("fit", &Background::fit, parsePictureFit),
        field("blur", &Background::blur),
    };
    return fields;
}

const Fields<Shadow>& shadowFields() {
    static const Fields<Shadow> fields{
        field("angle", &Shadow::angle), field("distance", &Shadow::distance),
        field("blur", &Shadow::blur),   field("opacity", &Shadow::opacity),
        field("color", &Shadow::color),
    };
    return fields;
}

const Fields<Framing>& framingFields() {
    static const Fields<Framing> fields{
        word("around", &Framing::around, parseFrameAround),
        field("margin", &Framing::margin),
        word("unit", &Framing::unit, parseMarginUnit),
        field("canvas", &Framing::canvas),
        field("aspect", &Framing::aspect),
        field("x", &Framing::x),
        field("y", &Framing::y),
    };
    return fields;
}

const Fields<PhotoEdits>& photoEditFields() {
    static const Fields<PhotoEdits> fields{
        field("rect", &PhotoEdits::subject),
        field("strokes", &PhotoEdits::strokes),
        field("edits", &PhotoEdits::edits),
    };
    return fields;
}

const Fields<Recipe>& recipeFields() {
    static const Fields<Recipe> fields{
        word("cleanup", &Recipe::cleanup, parseCleanupEngine),
        field("strength", &Recipe::strength),
        field("h", &Recipe::nlmH),
        field("model-cleanup", &Recipe::cleanupModel),
        field("scale", &Recipe::scale),
        field("tile", &Recipe::tile),
        word("tile-scheme", &Recipe::tileScheme, parseTileScheme),
        word("mask", &Recipe::mask, parseMaskEngine),
        field("model-mask", &Recipe::maskModel),
        word("mask-upsampling", &Recipe::maskUpsampling, parseMaskUpsampling),
        field("rect", &Recipe::subject),
        field("strokes", &Recipe::strokes),
        field("edges", &Recipe::edges),
        field("edits", &Recipe::edits),
        field("bw", &Recipe::finish),
        field("background", &Recipe::background),
        field("shadow", &Recipe::shadow),
        field("framing", &Recipe::framing),
        word("device", &Recipe::device, parseDeviceChoice),
        field("require-gpu", &Recipe::requireGpu),
        word("precision", &Recipe::precision, parsePrecision),
        field("threads", &Recipe::threads),
    };
    return fields;
}

Json write(const Stroke& value) {
    return writeObject(value, strokeFields());
}
Json write(const MatteStroke& value) {
    return writeObject(value, matteStrokeFields());
}
Json write(const EdgeSettings& value) {
    return writeObject(value, edgeFields());
}
Json write(const BwSettings& value) {
    return writeObject(value, bwFields());
}
// An even colour is a word, as it was before there was anything else.
Json write(const Background& value) {
    return value == Background{.color = value.color} ? write(value.color)
                                                     : writeObject(value, backgroundFields());
}
Json write(const Shadow& value) {
    return writeObject(value, shadowFields());
}
Json write(const Framing& value) {
    return writeObject(value, framingFields());
}
void read(Stroke& value, const Json& json, const std::string& where) {
    readObject(value, json, where, strokeFields());
}
void read(MatteStroke& value, const Json& json, const std::string& where) {
    readObject(value, json, where, matteStrokeFields());
}
void read(EdgeSettings& value, const Json& json, const std::string& where) {
    readObject(value, json, where, edgeFields());
}
void read(BwSettings& value, const Json& json, const std::string& where) {
    readObject(value, json, where, bwFields());
}
void read(Background& value, const Json& json, const std::string& where) {
    if (json.is_object()) {
        readObject(value, json, where, backgroundFields());
    } else {
        read(value.color, json, where);
    }
}
void read(Shadow& value, const Json& json, const std::string& where) {
    readObject(value, json, where, shadowFields());
}
void read(Framing& value, const Json& json, const std::string& where) {
    readObject(value, json, where, framingFields());
}

// ---- documents ---------------------------------------------------------------------------------------

Json parse(std::string_view text) {
    if (text.size() > kMaxRecipeBytes) {
        throw Error(ErrorCode::invalid_option, "the recipe: it is longer than 16 MiB");
    }
    const auto limitDepth = [](int depth, Json::parse_event_t, Json&) {
        if (depth > kMaxDepth) {
            throw Error(ErrorCode::invalid_option, "the recipe: it is nested too deep");
        }
        return true;
    };
    Json json = Json::parse(text, limitDepth, false);
    if (json.is_discarded()) {
        throw Error(ErrorCode::invalid_option, "the recipe: this is not JSON, or is damaged");
    }
    if (!json.is_object()) {
        refuse("it", "is not a JSON object");
    }
    if (const auto version = json.find(kVersionName); version != json.end()) {
        int number = 0;
        read(number, *version, std::string(kVersionName));
        if (number > kVersion) {
            throw Error(
                ErrorCode::invalid_option,
                "the recipe: it was written by a newer Kerf; use that or a later one");
        }
        json.erase(version);
    }
    return json;
}

std::string dump(const Json& body, const std::string& title) {
    Json json{{kVersionName, kVersion}};
    if (!title.empty()) {
        json["title"] = title;
    }
    json.update(body);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace

std::string toJson(const NamedRecipe& recipe) {
    return dump(writeObject(recipe.recipe, recipeFields()), recipe.title);
}

NamedRecipe recipeFromJson(std::string_view text) {
    Json json = parse(text);
    NamedRecipe named;
    if (const auto title = json.find("title"); title != json.end()) {
        read(named.title, *title, "title");
        json.erase(title);
    }
    readObject(named.recipe, json, {}, recipeFields());
    named.recipe.check();
    return named;
}

std::string toJson(const PhotoEdits& edits) {
    return dump(writeObject(edits, photoEditFields()), {});
}

PhotoEdits photoEditsFromJson(std::string_view text) {
    PhotoEdits edits;
    readObject(edits, parse(text), {}, photoEditFields());
    Recipe{.subject = edits.subject, .strokes = edits.strokes, .edits = edits.edits}.check();
    return edits;
}

} // namespace kerf
