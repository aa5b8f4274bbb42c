#include "core/pipeline/prior_cut.h"

#include "core/base/check.h"
#include "core/image/mat_view.h"

// The second isn't in OpenCV's manual, but installed since 3.0: cv::grabCut's own graph, header-only.
#include <opencv2/imgproc.hpp>
#include <opencv2/imgproc/detail/gcgraph.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace kerf {
namespace {

constexpr float kLeastVariance = 4.0F; // Lab units squared: below that it's noise
constexpr float kMostLogOdds = 12.0F;
constexpr double kSure = 1e4;

cv::Mat labOf(const Image& small) {
    cv::Mat lab;
    matView(small).convertTo(lab, CV_32F, 1.0 / 255.0);
    cv::cvtColor(lab, lab, cv::COLOR_RGB2Lab);
    return lab;
}

} // namespace

float ColorModel::Component::logDensity(const std::array<float, 3>& lab) const noexcept {
    const float x = lab[0] - mean[0];
    const float y = lab[1] - mean[1];
    const float z = lab[2] - mean[2];
    return logWeight - 0.5F * (x * x * inverse[0] + y * y * inverse[3] + z * z * inverse[5]) -
           (x * y * inverse[1] + x * z * inverse[2] + y * z * inverse[4]);
}

float ColorModel::logDensity(const std::array<float, 3>& lab) const noexcept {
    float density = 0.0F;
    for (const Component& component : m_components) {
        density += std::exp(component.logDensity(lab));
    }
    return std::log(density + 1e-12F);
}

// Fits mixtures: k-means first, then hard assignment and moments, as GrabCut does.
class ColorModelTrainer {
public:
    static ColorModel fit(const cv::Mat& samples) {
        constexpr int kMostSamples = 4000;
        const int step = std::max(1, samples.rows / kMostSamples);
        cv::Mat some((samples.rows + step - 1) / step, 3, CV_32F);
        for (int i = 0; i < some.rows; ++i) {
            samples.row(i * step).copyTo(some.row(i));
        }
        cv::Mat assignment;
        const int clusters = std::min(ColorModel::kComponents, some.rows);
        cv::kmeans(
            some, clusters, assignment, cv::TermCriteria(cv::TermCriteria::MAX_ITER, 10, 0.0), 1,
            cv::KMEANS_PP_CENTERS);
        ColorModel model = moments(some, assignment, clusters);
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < some.rows; ++i) {
                assignment.at<int>(i) = likeliest(model, colorAt(some, i));
            }
            model = moments(some, assignment, clusters);
        }
        return model;
    }

private:
    static std::array<float, 3> colorAt(const cv::Mat& samples, int i) {
        const auto* lab = samples.ptr<float>(i);
        return {lab[0], lab[1], lab[2]};
    }

    static int likeliest(const ColorModel& model, const std::array<float, 3>& lab) {
        const auto& components = model.m_components;
        const auto best = std::ranges::max_element(
            components, {}, [&](const ColorModel::Component& c) { return c.logDensity(lab); });
        return int(best - components.begin());
    }

    static ColorModel moments(const cv::Mat& samples, const cv::Mat& assignment, int clusters) {
        ColorModel model;
        for (int k = 0; k < clusters; ++k) {
            cv::Matx33d square = cv::Matx33d::zeros();
            cv::Vec3d sum{};
            int count = 0;
            for (int i = 0; i < samples.rows; ++i) {
                if (assignment.at<int>(i) == k) {
                    const cv::Vec3d v(*samples.ptr<cv::Vec3f>(i));
                    sum += v;
                    square += v * v.t();
                    ++count;
                }
            }
            if (count == 0) {
                continue;
            }
            const cv::Vec3d mean = sum / count;
            cv::Matx33d covariance = square * (1.0 / count) - mean * mean.t();
            covariance += cv::Matx33d::eye() * double(kLeastVariance);
            const cv::Matx33d inverse = covariance.inv(cv::DECOMP_CHOLESKY);
            ColorModel::Component c;
            c.logWeight = float(
                std::log(double(count) / samples.rows) - 0.5 * std::log(cv::determinant(covariance)) -
                1.5 * std::log(2.0 * CV_PI));
            c.mean = {float(mean[0]), float(mean[1]), float(mean[2])};
            c.inverse = {float(inverse(0, 0)), float(inverse(0, 1)), float(inverse(0, 2)),
                         float(inverse(1, 1)), float(inverse(1, 2)), float(inverse(2, 2))};
            model.m_components.push_back(c);
        }
        return model;
    }
};

CutModels learnModels(const Image& small, const Image& labels) {
    const cv::Mat lab = labOf(small);
    const cv::Mat label = matView(labels);
    std::vector<cv::Vec3f> subject;
    std::vector<cv::Vec3f> background;
    for (int y = 0; y < lab.rows; ++y) {
        for (int x = 0; x < lab.cols; ++x) {
            (label.at<std::uint8_t>(y, x) ? subject : background).push_back(lab.at<cv::Vec3f>(y, x));
        }
    }
    KERF_CHECK(!subject.empty() && !background.empty());
    const auto samples = [](std::vector<cv::Vec3f>& from) {
        return cv::Mat(int(from.size()), 3, CV_32F, from.data());
    };
    // k-means draws from this thread's generator, whose state depends on what ran on it before.
    const std::uint64_t before = cv::theRNG().state;
    cv::theRNG().state = 0x5eed;
    CutModels models{ColorModelTrainer::fit(samples(subject)), ColorModelTrainer::fit(samples(background))};
    cv::theRNG().state = before;
    return models;
}

namespace {

constexpr std::array<std::array<int, 2>, 4> kSteps{{{-1, 0}, {-1, -1}, {0, -1}, {1, -1}}};

double squaredDifference(const cv::Vec3f& a, const cv::Vec3f& b) {
    const cv::Vec3f d = a - b;
    return double(d.dot(d));
}

// Calls f(pixel's index, neighbour's index, squared difference, distance) once for each pair of 8-neighbours.
template <typename F>
void forEachPair(const cv::Mat& lab, F&& f) {
    for (int y = 0; y < lab.rows; ++y) {
        for (int x = 0; x < lab.cols; ++x) {
            for (const auto& step : kSteps) {
                const int u = x + step[0];
                const int v = y + step[1];
                if (u >= 0 && u < lab.cols && v >= 0) {
                    const double difference =
                        squaredDifference(lab.at<cv::Vec3f>(y, x), lab.at<cv::Vec3f>(v, u));
                    f(y * lab.cols + x, v * lab.cols + u, difference,
                      step[0] * step[1] == 0 ? 1.0 : std::sqrt(2.0));
                }
            }
        }
    }
}

} // namespace

Image cutOnce(
    const Image& small, const CutPriors& priors, const CutModels& models, const CutOptions& options) {
    const cv::Mat lab = labOf(small);
    const cv::Mat prior = matView(priors.odds);
    const cv::Mat fixed = matView(priors.fixed);
    double sum = 0.0;
    unsigned pairs = 0;
    forEachPair(lab, [&](int, int, double difference, double) {
        sum += difference;
        ++pairs;
    });
    const double beta = sum > 0.0 ? pairs / (2.0 * sum) : 0.0;

    cv::detail::GCGraph<double> graph(unsigned(lab.total()), 2 * pairs);
    for (int y = 0; y < lab.rows; ++y) {
        for (int x = 0; x < lab.cols; ++x) {
            const cv::Vec3f& c = lab.at<cv::Vec3f>(y, x);
            const std::array<float, 3> color{c[0], c[1], c[2]};
            const float colorOdds = std::clamp(
                models.subject.logDensity(color) - models.background.logDensity(color), -kMostLogOdds,
                kMostLogOdds);
            const double odds = options.colorWeight * double(colorOdds) + double(prior.at<float>(y, x));
            const int is = fixed.at<std::uint8_t>(y, x);
            const double weight = is == 1 ? -kSure : is == 2 ? kSure : odds;
            graph.addTermWeights(graph.addVtx(), std::max(weight, 0.0), std::max(-weight, 0.0));
        }
    }
    forEachPair(lab, [&](int a, int b, double difference, double distance) {
        const double bond = options.smoothness * std::exp(-beta * difference) / distance;
        graph.addEdges(a, b, bond, bond);
    });
    graph.maxFlow();

    ImageBuffer out(ImageFormat{.width = lab.cols, .height = lab.rows, .channels = 1});
    for (int y = 0; y < lab.rows; ++y) {
        const auto row = out.row<std::uint8_t>(y);
        for (int x = 0; x < lab.cols; ++x) {
            row[std::size_t(x)] = graph.inSourceSegment(y * lab.cols + x) ? 255 : 0;
        }
    }
    return Image(std::move(out));
}

} // namespace kerf
