#include "core/io/reader.h"
#include "core/io/writer.h"
#include "tests/support/test_images.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>
#include <exiv2/exiv2.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

using namespace kerf;
namespace fs = std::filesystem;

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint32_t kLatitude = 0x2eadf1d7;  // a numerator that nothing else has
constexpr std::uint32_t kLongitude = 0x3c5ab7e9; // and another
constexpr std::array kTypes{FileType::jpeg, FileType::png, FileType::tiff, FileType::webp};

// Each kind of place has a word of its own, which must be in no output.
constexpr std::array kPlaces{"48,12.7311N",    "16,22.9137E",   "PlaceCity",     "PlaceState",
                             "PlaceCountry",   "PlaceXK",       "PlaceSublocn",  "PlaceShown",
                             "PlaceDroneLat",  "PlaceIptcCity", "PlaceIptcSub",  "PlaceThumb",
                             "PlaceMakerNote", "PlaceAreaInfo", "PlaceGpsDatum", "PlaceXmpThumb"};

bool holds(const Bytes& file, std::string_view text) {
    const Bytes wanted(text.begin(), text.end());
    return std::ranges::search(file, wanted).begin() != file.end();
}

// The number in either byte order.
bool holds(const Bytes& file, std::uint32_t number) {
    std::array<char, 4> bytes{};
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[i] = char(number >> (8 * i));
    }
    const std::string little(bytes.begin(), bytes.end());
    return holds(file, little) || holds(file, std::string(little.rbegin(), little.rend()));
}

Bytes bytesOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void setExif(Exiv2::ExifData& exif) {
    exif["Exif.Image.Make"] = "KerfCam";
    exif["Exif.Image.Artist"] = "A. Person";
    exif["Exif.Photo.DateTimeOriginal"] = "2024:05:01 12:00:00";
    exif["Exif.GPSInfo.GPSLatitudeRef"] = "N";
    exif["Exif.GPSInfo.GPSLatitude"] = Exiv2::URational(kLatitude, 10'000'000);
    exif["Exif.GPSInfo.GPSLongitudeRef"] = "E";
    exif["Exif.GPSInfo.GPSLongitude"] = Exiv2::URational(kLongitude, 10'000'000);
    exif["Exif.GPSInfo.GPSMapDatum"] = "PlaceGpsDatum";
    exif["Exif.GPSInfo.GPSAreaInformation"] = "PlaceAreaInfo";
    exif["Exif.Photo.MakerNote"] = "80 108 97 99 101 77 97 107 101 114 78 111 116 101"; // PlaceMakerNote
    const std::string thumbnail = "\xff\xd8PlaceThumb\xff\xd9";
    const Bytes picture(thumbnail.begin(), thumbnail.end());
    Exiv2::ExifThumb(exif).setJpegThumbnail(picture.data(), static_cast<long>(picture.size()));
}

std::string xmpPacket() {
    return "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
           "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
           " <rdf:Description rdf:about='' xmlns:exif='http://ns.adobe.com/exif/1.0/' "
           "xmlns:xmp='http://ns.adobe.com/xap/1.0/'"
           " xmlns:xmpGImg='http://ns.adobe.com/xap/1.0/g/img/' "
           "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/'"
           " xmlns:Iptc4xmpCore='http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/'"
           " xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'"
           " xmlns:drone-dji='http://www.dji.com/drone-dji/1.0/' "
           "xmlns:xmpRights='http://ns.adobe.com/xap/1.0/rights/'"
           " exif:GPSLatitude='48,12.7311N' exif:GPSLongitude='16,22.9137E' xmp:Rating='4' "
           "photoshop:City='PlaceCity'"
           " photoshop:State='PlaceState' photoshop:Country='PlaceCountry' Iptc4xmpCore:CountryCode='PlaceXK'"
           " Iptc4xmpCore:Location='PlaceSublocn' drone-dji:GpsLatitude='PlaceDroneLat'"
           " xmpRights:WebStatement='https://example.org/rights'>"
           " <Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType='Resource'>"
           " <Iptc4xmpExt:City>PlaceShown</Iptc4xmpExt:City></rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>"
           " <xmp:Thumbnails><rdf:Alt><rdf:li "
           "rdf:parseType='Resource'><xmpGImg:image>PlaceXmpThumb</xmpGImg:image></rdf:li>"
           " </rdf:Alt></xmp:Thumbnails></rdf:Description></rdf:RDF></x:xmpmeta>";
}

} // namespace

class LocationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesNoPlaceInAnyFormat_data();
    void leavesNoPlaceInAnyFormat();

private:
    // A photo of that type that knows in every way where it was taken.
    fs::path photoWithPlaces(FileType type) const;

    QTemporaryDir m_folder;
};

fs::path LocationTest::photoWithPlaces(FileType type) const {
    const fs::path file = fs::path(m_folder.path().toStdString()) /
                          ("source-" + std::string(name(type)) + std::string(extension(type)));
    if (fs::exists(file)) {
        return file;
    }
    WriteRequest request;
    request.image = test::makeImage(32, 24, 3, PixelType::u8, [](int x, int y) {
        return std::array<double, 4>{x / 31.0, y / 23.0, 0.5, 1.0};
    });
    request.output = file;
    request.options.type = type;
    if (type == FileType::png) { // Exiv2 0.27 knows the EXIF of old PNGs only
        Exiv2::ExifData exif;
        setExif(exif);
        Exiv2::ExifParser::encode(request.metadata.exif, Exiv2::littleEndian, exif);
        request.metadata.xmp = xmpPacket();
        writePhoto(request, Progress());
        return file;
    }
    writePhoto(request, Progress());
    const auto image = Exiv2::ImageFactory::open(file.native());
    image->readMetadata();
    setExif(image->exifData());
    image->setXmpPacket(xmpPacket());
    image->writeXmpFromPacket(true);
    if (image->checkMode(Exiv2::mdIptc) == Exiv2::amReadWrite) {
        image->iptcData()["Iptc.Application2.City"] = "PlaceIptcCity";
        image->iptcData()["Iptc.Application2.SubLocation"] = "PlaceIptcSub";
    }
    image->writeMetadata();
    return file;
}

void LocationTest::leavesNoPlaceInAnyFormat_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    for (const FileType from : kTypes) {
        for (const FileType to : kTypes) {
            QTest::addRow("%s to %s", std::string(name(from)).c_str(), std::string(name(to)).c_str())
                << int(from) << int(to);
        }
    }
}

void LocationTest::leavesNoPlaceInAnyFormat() {
    QFETCH(int, from);
    QFETCH(int, to);
    const fs::path source = photoWithPlaces(FileType(from));
    const Bytes before = bytesOf(source);
    QVERIFY(holds(before, kLatitude));
    QVERIFY(holds(before, "48,12.7311N") && holds(before, "PlaceShown"));
    const Photo photo = readPhoto(source, Limits(), Progress());
    QVERIFY(photo.info.hasLocation);

    for (const MetadataChoice choice :
         {MetadataChoice::all, MetadataChoice::no_location, MetadataChoice::none}) {
        WriteRequest request{.image = photo.image, .metadata = photo.metadata};
        request.output =
            fs::path(m_folder.path().toStdString()) /
            ("out" + std::to_string(from) + std::string(name(choice)) + std::string(extension(FileType(to))));
        request.options.type = FileType(to);
        request.options.metadata = choice;
        const Written written = writePhoto(request, Progress());
        QVERIFY(written.notices.empty());
        const Bytes file = bytesOf(written.file);
        const PhotoInfo info = readInfo(written.file, Limits());

        QVERIFY(!holds(file, "PlaceThumb") && !holds(file, "PlaceXmpThumb") && !holds(file, "PlaceIptc"));
        if (choice == MetadataChoice::all) {
            QVERIFY(info.hasLocation && holds(file, kLatitude) && holds(file, "PlaceShown"));
            QVERIFY(holds(file, "48,12.7311N") && holds(file, "PlaceAreaInfo"));
            continue;
        }
        QVERIFY(!info.hasLocation);
        for (const char* place : kPlaces) {
            QVERIFY2(!holds(file, place), place);
        }
        QVERIFY(!holds(file, kLatitude) && !holds(file, kLongitude));
        const bool isKept = choice == MetadataChoice::no_location;
        QCOMPARE(info.camera, std::string(isKept ? "KerfCam" : ""));
        QCOMPARE(info.taken, std::string(isKept ? "2024:05:01 12:00:00" : ""));
        QCOMPARE(holds(file, "A. Person"), isKept);
        QCOMPARE(holds(file, "https://example.org/rights"), isKept);
        QCOMPARE(holds(file, "Rating"), isKept);
    }
}

QTEST_GUILESS_MAIN(LocationTest)

#include "location_test.moc"
