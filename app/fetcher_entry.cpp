#include "app/fetcher_library.h"
#include "app/qt_fetcher.h"

#include <QCoreApplication>

namespace kerf {
namespace {

char programName[] = "kerf"; // Qt keeps pointers to the arguments
char* arguments[] = {programName, nullptr};
int argumentCount = 1;

// The fetcher of a program without Qt.
class OwnApplicationFetcher final : public models::Fetcher {
public:
    void
    fetch(const models::FetchRequest& request, models::FetchSink& sink, const Progress& progress) override {
        m_fetcher.fetch(request, sink, progress);
    }

private:
    QCoreApplication m_application{argumentCount, arguments};
    QtFetcher m_fetcher;
};

} // namespace
} // namespace kerf

extern "C" __attribute__((visibility("default"))) kerf::models::Fetcher* kerfCreateFetcher(int interface) {
    if (interface != kerf::kFetcherInterface) {
        return nullptr;
    }
    if (QCoreApplication::instance() != nullptr) {
        return new kerf::QtFetcher();
    }
    return new kerf::OwnApplicationFetcher();
}
