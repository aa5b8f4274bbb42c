#include "core/io/metadata.h"
#include "core/io/xmp_depth.h"
#include "tests/core/io/make_dng.h"
#include "tests/core/io/make_jpeg.h"

#include <QTest>
#include <exiv2/exiv2.hpp>

#include <algorithm>
#include <thread>

using namespace kerf;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes encode(const Exiv2::ExifData& data) {
    Exiv2::Blob blob;
    Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, data);
    return blob;
}

Exiv2::ExifData decode(const Bytes& exif) {
    Exiv2::ExifData data;
    Exiv2::ExifParser::decode(data, exif.data(), static_cast<std::uint32_t>(exif.size()));
    return data;
}

// What a camera writes into a photo turned to the right.
Exiv2::ExifData cameraExif() {
    Exiv2::ExifData data;
    data["Exif.Image.Make"] = "Kerf";
    data["Exif.Image.Model"] = "Kerf One";
    data["Exif.Image.Orientation"] = std::uint16_t{6};
    data["Exif.Image.Artist"] = "A. Person";
    data["Exif.Photo.DateTimeOriginal"] = "2024:05:01 12:00:00";
    data["Exif.Photo.ExposureTime"] = Exiv2::URational(1, 250);
    data["Exif.Photo.FNumber"] = Exiv2::URational(28, 10);
    data["Exif.Photo.ISOSpeedRatings"] = std::uint16_t{400};
    data["Exif.Photo.LensModel"] = "Normal 50mm F1.8";
    data["Exif.Photo.PixelXDimension"] = std::uint32_t{6000};
    data["Exif.Photo.PixelYDimension"] = std::uint32_t{4000};
    data["Exif.Photo.ColorSpace"] = std::uint16_t{1};
    data["Exif.GPSInfo.GPSLatitudeRef"] = "N";
    data["Exif.GPSInfo.GPSLatitude"] = "48/1 12/1 30/1";
    data["Exif.GPSInfo.GPSLongitudeRef"] = "E";
    data["Exif.GPSInfo.GPSLongitude"] = "16/1 22/1 0/1";
    const std::vector<std::uint8_t> picture(900, 0x55);
    Exiv2::ExifThumb(data).setJpegThumbnail(picture.data(), static_cast<long>(picture.size()));
    return data;
}

std::string xmpWith(const std::string& properties) {
    return "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
           "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''"
           " xmlns:tiff='http://ns.adobe.com/tiff/1.0/' xmlns:exif='http://ns.adobe.com/exif/1.0/'"
           " xmlns:dc='http://purl.org/dc/elements/1.1/' " +
           properties + "/></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";
}

std::string valueOf(const Exiv2::ExifData& data, const char* key) {
    const auto found = data.findKey(Exiv2::ExifKey(key));
    return found == data.end() ? "none" : found->toString();
}

} // namespace

class MetadataTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsTheOrientation_data() {
        QTest::addColumn<int>("exif"); // -1: no EXIF
        QTest::addColumn<int>("xmp");
        QTest::addColumn<int>("wanted");
        for (int i = 1; i <= 8; ++i) {
            QTest::addRow("EXIF %d", i) << i << -1 << i;
            QTest::addRow("XMP %d", i) << -1 << i << i;
        }
        QTest::newRow("neither") << -1 << -1 << 1;
        QTest::newRow("EXIF 0") << 0 << -1 << 1;
        QTest::newRow("EXIF 9") << 9 << -1 << 1;
        QTest::newRow("XMP 9") << -1 << 9 << 1;
        QTest::newRow("EXIF goes first") << 3 << 6 << 3;
        QTest::newRow("XMP where EXIF is invalid") << 0 << 6 << 6;
    }

    void tellsTheOrientation() {
        QFETCH(int, exif);
        QFETCH(int, xmp);
        QFETCH(int, wanted);
        Metadata metadata;
        if (exif >= 0) {
            metadata.exif = test::makeExif(exif);
        }
        if (xmp >= 0) {
            metadata.xmp = xmpWith("tiff:Orientation='" + std::to_string(xmp) + "'");
        }
        QCOMPARE(orientationOf(metadata), wanted);
    }

    void onlyTheFirstDirectoryCounts() {
        Exiv2::ExifData data;
        data["Exif.Image.Make"] = "Kerf";
        data["Exif.Thumbnail.Orientation"] = std::uint16_t{6};
        data["Exif.Thumbnail.Compression"] = std::uint16_t{6};
        QCOMPARE(orientationOf({.exif = encode(data), .xmp = {}}), 1);
    }

    void describesThePhoto() {
        PhotoInfo info;
        describe({.exif = encode(cameraExif()), .xmp = xmpWith("dc:format='image/jpeg'")}, info);
        QCOMPARE(info.camera, std::string("Kerf One"));
        QCOMPARE(info.lens, std::string("Normal 50mm F1.8"));
        QCOMPARE(info.taken, std::string("2024:05:01 12:00:00"));
        QCOMPARE(info.exposure, std::string("1/250 s f/2.8 ISO 400"));
        QCOMPARE(info.orientation, 6);
        QVERIFY(info.hasExif && info.hasXmp && info.hasLocation);
    }

    void writesExposureAsPhotographersDo_data() {
        QTest::addColumn<unsigned>("numerator");
        QTest::addColumn<unsigned>("denominator");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("short") << 10U << 40'000U << "1/4000 s";
        QTest::newRow("long") << 25U << 10U << "2.5 s";
        QTest::newRow("half") << 1U << 2U << "0.5 s";
        QTest::newRow("not a number") << 1U << 0U << "";
    }

    void writesExposureAsPhotographersDo() {
        QFETCH(unsigned, numerator);
        QFETCH(unsigned, denominator);
        QFETCH(QString, wanted);
        Exiv2::ExifData data;
        data["Exif.Photo.ExposureTime"] = Exiv2::URational(numerator, denominator);
        PhotoInfo info;
        describe({.exif = encode(data), .xmp = {}}, info);
        QCOMPARE(info.exposure, wanted.toStdString());
    }

    void textFromACameraIsMadeOneLine() {
        Exiv2::ExifData data;
        data["Exif.Image.Model"] = "  Bad\nName\x1b[31m  ";
        PhotoInfo info;
        describe({.exif = encode(data), .xmp = {}}, info);
        QCOMPARE(info.camera, std::string("Bad Name [31m"));
    }

    void nothingSaysNothing() {
        PhotoInfo info;
        describe({}, info);
        QVERIFY(!info.hasExif && !info.hasXmp && !info.hasLocation);
        QCOMPARE(info.orientation, 1);
        QVERIFY(info.camera.empty() && info.exposure.empty());
        std::string notice = "stale";
        const Metadata out = forOutput({}, 10, 10, true, &notice);
        QVERIFY(out.exif.empty() && out.xmp.empty() && notice.empty());
    }

    void correctsWhatTheOutputChanges() {
        std::string notice;
        const Metadata out = forOutput({.exif = encode(cameraExif()), .xmp = {}}, 4000, 6001, false, &notice);

        QVERIFY(notice.empty());
        const Exiv2::ExifData data = decode(out.exif);
        QCOMPARE(valueOf(data, "Exif.Image.Orientation"), std::string("1"));
        QCOMPARE(valueOf(data, "Exif.Photo.PixelXDimension"), std::string("4000"));
        QCOMPARE(valueOf(data, "Exif.Photo.PixelYDimension"), std::string("6001"));
        QCOMPARE(valueOf(data, "Exif.Photo.ColorSpace"), std::string("65535"));
        for (const Exiv2::Exifdatum& datum : data) {
            QVERIFY2(datum.groupName() != "Thumbnail", datum.key().c_str());
        }
        QCOMPARE(orientationOf(out), 1);
    }

    void keepsWhatTheCameraWrote() {
        const Exiv2::ExifData before = cameraExif();
        const Metadata out = forOutput({.exif = encode(before), .xmp = {}}, 10, 10, true, nullptr);
        const Exiv2::ExifData after = decode(out.exif);
        for (const char* key :
             {"Exif.Image.Make", "Exif.Image.Model", "Exif.Image.Artist", "Exif.Photo.DateTimeOriginal",
              "Exif.Photo.ExposureTime", "Exif.Photo.FNumber", "Exif.Photo.ISOSpeedRatings",
              "Exif.Photo.LensModel", "Exif.GPSInfo.GPSLatitude", "Exif.GPSInfo.GPSLongitude"}) {
            QCOMPARE(valueOf(after, key), valueOf(before, key));
        }
    }

    void correctsTheXmp() {
        const std::string xmp = xmpWith(
            "tiff:Orientation='6' tiff:ImageWidth='6000' exif:PixelXDimension='6000' tiff:Compression='1' "
            "dc:format='image/jpeg'");
        const Metadata out = forOutput({.exif = {}, .xmp = xmp}, 123, 456, true, nullptr);

        Exiv2::XmpData data;
        QCOMPARE(Exiv2::XmpParser::decode(data, out.xmp), 0);
        QCOMPARE(data["Xmp.tiff.Orientation"].toString(), std::string("1"));
        QCOMPARE(data["Xmp.tiff.ImageWidth"].toString(), std::string("123"));
        QCOMPARE(data["Xmp.exif.PixelXDimension"].toString(), std::string("123"));
        QCOMPARE(data["Xmp.dc.format"].toString(), std::string("image/jpeg"));
        QVERIFY(data.findKey(Exiv2::XmpKey("Xmp.tiff.Compression")) == data.end());
        QVERIFY(out.exif.empty());
    }

    void dropsWhatBelongsToARawFile() {
        const Bytes dng = test::makeDng({});
        const Metadata metadata = metadataOfFile(dng);
        const Metadata out = forOutput(metadata, 10, 10, true, nullptr);
        for (const Metadata& each : {metadata, out}) {
            const Exiv2::ExifData data = decode(each.exif);
            QCOMPARE(valueOf(data, "Exif.Image.Make"), std::string("Kerf"));
            QCOMPARE(valueOf(data, "Exif.Image.UniqueCameraModel"), std::string("Kerf Testcam"));
            for (const char* key :
                 {"Exif.Image.StripOffsets", "Exif.Image.DNGVersion", "Exif.Image.CFAPattern",
                  "Exif.Image.ImageWidth", "Exif.Image.ColorMatrix1"}) {
                QCOMPARE(valueOf(data, key), std::string("none"));
            }
        }
    }

    void malformedMetadataAreLeftOutAndSaid_data() {
        QTest::addColumn<QByteArray>("exif");
        QTest::addColumn<QByteArray>("xmp");
        QTest::newRow("EXIF of nothing") << QByteArray("garbage, not TIFF") << QByteArray();
        QTest::newRow("EXIF cut in its header") << QByteArray("II*\0\x08", 5) << QByteArray();
        QTest::newRow("EXIF with an offset outside")
            << QByteArray("II*\0\xff\xff\xff\x7f", 8) << QByteArray();
        QTest::newRow("XMP that is not XML") << QByteArray() << QByteArray("<x:xmpmeta><rdf");
        QTest::newRow("XMP with a document type")
            << QByteArray() << QByteArray("<!DOCTYPE a [<!ENTITY b 'c'>]>") + xmpWith("").c_str();
    }

    void malformedMetadataAreLeftOutAndSaid() {
        QFETCH(QByteArray, exif);
        QFETCH(QByteArray, xmp);
        const Metadata metadata{.exif = Bytes(exif.begin(), exif.end()), .xmp = xmp.toStdString()};
        std::string notice;
        const Metadata out = forOutput(metadata, 10, 10, true, &notice);
        QVERIFY(out.exif.empty() && out.xmp.empty());
        QVERIFY(notice.find(exif.isEmpty() ? "XMP" : "EXIF") != std::string::npos);
        QCOMPARE(orientationOf(metadata), 1);
    }

    void cutExifNeverEndsBadly() {
        const Bytes whole = encode(cameraExif());
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            const Metadata metadata{
                .exif = Bytes(whole.begin(), whole.begin() + std::ptrdiff_t(size)), .xmp = {}};
            PhotoInfo info;
            describe(metadata, info);
            const Metadata out = forOutput(metadata, 10, 10, true, nullptr);
            QVERIFY(out.exif.empty() || orientationOf(out) == 1);
        }
    }

    void flippedExifNeverEndsBadly() {
        const Bytes whole = encode(cameraExif());
        for (std::size_t i = 0; i < whole.size() * 2; ++i) {
            Bytes bytes = whole;
            bytes[i / 2] = std::uint8_t(bytes[i / 2] ^ (i % 2 == 0 ? 0xffU : 0x01U));
            const Metadata out = forOutput({.exif = bytes, .xmp = {}}, 10, 10, true, nullptr);
            QVERIFY(out.exif.empty() || orientationOf(out) == 1);
        }
    }

    void deepXmpIsNotParsed() {
        std::string deep;
        for (int i = 0; i < 200'000; ++i) {
            deep += "<a>";
        }
        QCOMPARE(io::xmlDepth(deep), 200'000);
        QCOMPARE(orientationOf({.exif = {}, .xmp = xmpWith("") + deep}), 1);
        PhotoInfo info;
        describe({.exif = {}, .xmp = deep}, info);
        QVERIFY(!info.hasXmp);
    }

    void depthIsNotHidden_data() {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<int>("depth");
        QTest::newRow("plain") << QByteArray("<a><b/><c></c></a>") << 2;
        QTest::newRow("closed in a comment") << QByteArray("<a><!-- </a></a> --><b><c>") << 3;
        QTest::newRow("closed in CDATA") << QByteArray("<a><![CDATA[</a>]]><b>") << 2;
        QTest::newRow("end in an attribute") << QByteArray("<a x='/>'><b y=\"/>\"><c>") << 3;
        QTest::newRow("closed before") << QByteArray("</a></a><a><b>") << 2;
        QTest::newRow("empty") << QByteArray() << 0;
        QTest::newRow("unfinished") << QByteArray("<a><!--") << 1;
    }

    void depthIsNotHidden() {
        QFETCH(QByteArray, xml);
        QFETCH(int, depth);
        QCOMPARE(io::xmlDepth({xml.data(), std::size_t(xml.size())}), depth);
    }

    void manyThreadsMayAsk() {
        const Metadata metadata{
            .exif = encode(cameraExif()), .xmp = xmpWith("tiff:Orientation='8' dc:format='image/png'")};
        std::vector<std::jthread> threads;
        std::atomic<int> good = 0;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                for (int k = 0; k < 20; ++k) {
                    PhotoInfo info;
                    describe(metadata, info);
                    const Metadata out = forOutput(metadata, 10, 20, true, nullptr);
                    good += info.hasXmp && info.orientation == 6 && !out.xmp.empty() && !out.exif.empty();
                }
            });
        }
        threads.clear();
        QCOMPARE(good.load(), 160);
    }
};

QTEST_GUILESS_MAIN(MetadataTest)
#include "metadata_test.moc"
