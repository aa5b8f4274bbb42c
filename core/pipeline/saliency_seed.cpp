#include "core/pipeline/saliency_seed.h"

#include "core/base/check.h"
#include "core/image/mat_view.h"

#include <opencv2/imgproc.hpp>
#include <queue>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace kerf {
namespace {

constexpr int kSuperpixels = 250;
constexpr int kSlicRounds = 6;
constexpr float kCompactness = 18.0F; // Lab units that a superpixel's whole width weighs

struct Superpixel {
    cv::Vec3f color; // mean Lab
    cv::Point2f center;
    float count = 0.0F;
    bool onFrame = false;
};

struct Graph {
    cv::Mat labels; // CV_32S
    std::vector<Superpixel> nodes;
    std::vector<std::vector<int>> neighbours;
};

float colorDistance(const cv::Vec3f& a, const cv::Vec3f& b) {
    return float(cv::norm(a - b));
}

// Joins stray fragments with the neighbour they were met beside, so that each label is one region.
int makeConnected(cv::Mat& labels, int leastSize) {
    cv::Mat result(labels.size(), CV_32S, cv::Scalar(-1));
    int count = 0;
    std::vector<cv::Point> region;
    for (int y = 0; y < labels.rows; ++y) {
        for (int x = 0; x < labels.cols; ++x) {
            if (result.at<int>(y, x) >= 0) {
                continue;
            }
            const int old = labels.at<int>(y, x);
            int beside = count > 0 ? (x > 0 ? result.at<int>(y, x - 1) : result.at<int>(y - 1, x)) : 0;
            region.assign(1, {x, y});
            result.at<int>(y, x) = count;
            for (std::size_t i = 0; i < region.size(); ++i) {
                for (const cv::Point step : {cv::Point(1, 0), {-1, 0}, {0, 1}, {0, -1}}) {
                    const cv::Point q = region[i] + step;
                    if (!cv::Rect({}, labels.size()).contains(q) || result.at<int>(q) >= 0 ||
                        labels.at<int>(q) != old) {
                        continue;
                    }
                    result.at<int>(q) = count;
                    region.push_back(q);
                }
            }
            if (int(region.size()) < leastSize && count > 0) {
                for (const cv::Point& q : region) {
                    result.at<int>(q) = beside;
                }
            } else {
                ++count;
            }
        }
    }
    labels = result;
    return count;
}

// SLIC on a grid of about kSuperpixels cells.
cv::Mat slic(const cv::Mat& lab, int& count) {
    const double side = std::max(2.0, std::sqrt(double(lab.total()) / kSuperpixels));
    const int columns = std::max(1, int(std::lround(lab.cols / side)));
    const int rows = std::max(1, int(std::lround(lab.rows / side)));
    std::vector<Superpixel> centers;
    for (int i = 0; i < columns * rows; ++i) {
        const int column = i % columns;
        const int row = i / columns;
        const cv::Point2f at(
            (float(column) + 0.5F) * float(lab.cols) / float(columns),
            (float(row) + 0.5F) * float(lab.rows) / float(rows));
        centers.push_back({lab.at<cv::Vec3f>(int(at.y), int(at.x)), at});
    }
    const float weight = kCompactness / float(side);
    cv::Mat labels(lab.size(), CV_32S, cv::Scalar(0));
    for (int round = 0; round < kSlicRounds; ++round) {
        cv::Mat best(lab.size(), CV_32F, cv::Scalar(std::numeric_limits<float>::max()));
        for (std::size_t i = 0; i < centers.size(); ++i) {
            const int reach = int(2 * side);
            const cv::Rect window = cv::Rect(
                                        int(centers[i].center.x) - reach, int(centers[i].center.y) - reach,
                                        2 * reach + 1, 2 * reach + 1) &
                                    cv::Rect({}, lab.size());
            for (int y = window.y; y < window.br().y; ++y) {
                for (int x = window.x; x < window.br().x; ++x) {
                    const cv::Vec3f d = lab.at<cv::Vec3f>(y, x) - centers[i].color;
                    const cv::Point2f p = cv::Point2f(float(x), float(y)) - centers[i].center;
                    const float distance = d.dot(d) + weight * weight * p.dot(p);
                    if (distance < best.at<float>(y, x)) {
                        best.at<float>(y, x) = distance;
                        labels.at<int>(y, x) = int(i);
                    }
                }
            }
        }
        std::vector<Superpixel> sums(centers.size());
        for (int y = 0; y < lab.rows; ++y) {
            for (int x = 0; x < lab.cols; ++x) {
                Superpixel& s = sums[std::size_t(labels.at<int>(y, x))];
                s.color += lab.at<cv::Vec3f>(y, x);
                s.center += cv::Point2f(float(x), float(y));
                s.count += 1.0F;
            }
        }
        for (std::size_t i = 0; i < centers.size(); ++i) {
            if (sums[i].count > 0.0F) {
                centers[i] = {sums[i].color / sums[i].count, sums[i].center / sums[i].count, sums[i].count};
            }
        }
    }
    count = makeConnected(labels, int(side * side / 4));
    return labels;
}

Graph makeGraph(const cv::Mat& lab) {
    Graph graph;
    int count = 0;
    graph.labels = slic(lab, count);
    graph.nodes.resize(std::size_t(count));
    graph.neighbours.resize(std::size_t(count));
    const auto join = [&](int a, int b) {
        if (a != b) {
            graph.neighbours[std::size_t(a)].push_back(b);
            graph.neighbours[std::size_t(b)].push_back(a);
        }
    };
    for (int y = 0; y < lab.rows; ++y) {
        for (int x = 0; x < lab.cols; ++x) {
            const int label = graph.labels.at<int>(y, x);
            Superpixel& node = graph.nodes[std::size_t(label)];
            node.color += lab.at<cv::Vec3f>(y, x);
            node.center += cv::Point2f(float(x), float(y));
            node.count += 1.0F;
            node.onFrame |= x == 0 || y == 0 || x == lab.cols - 1 || y == lab.rows - 1;
            if (x > 0) {
                join(label, graph.labels.at<int>(y, x - 1));
            }
            if (y > 0) {
                join(label, graph.labels.at<int>(y - 1, x));
            }
        }
    }
    const auto scale = float(std::max(lab.cols, lab.rows));
    for (Superpixel& node : graph.nodes) {
        node.color /= node.count;
        node.center /= node.count * scale;
    }
    for (std::vector<int>& list : graph.neighbours) {
        std::ranges::sort(list);
        list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    return graph;
}

// Along the cheapest chain of neighbours, a step costing the colour difference beyond `free`. Superpixels of
// the frame are neighbours of one another: background cut in two by the subject is still one.
std::vector<float> geodesicFrom(const Graph& graph, int start, float free, const std::vector<int>& frame) {
    using Entry = std::pair<float, int>;
    std::vector<float> distance(graph.nodes.size(), std::numeric_limits<float>::max());
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    distance[std::size_t(start)] = 0.0F;
    open.push({0.0F, start});
    while (!open.empty()) {
        const Entry top = open.top();
        open.pop();
        const auto at = std::size_t(top.second);
        if (top.first > distance[at]) {
            continue;
        }
        const auto relax = [&](int to) {
            const auto target = std::size_t(to);
            const float step = colorDistance(graph.nodes[at].color, graph.nodes[target].color);
            const float length = top.first + std::max(0.0F, step - free);
            if (length < distance[target]) {
                distance[target] = length;
                open.push({length, to});
            }
        };
        std::ranges::for_each(graph.neighbours[at], relax);
        if (graph.nodes[at].onFrame) {
            std::ranges::for_each(frame, relax);
        }
    }
    return distance;
}

// The step that most neighbours differ by at least: texture, not an edge.
float freeStep(const Graph& graph) {
    double sum = 0.0;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        float least = std::numeric_limits<float>::max();
        for (const int j : graph.neighbours[i]) {
            least = std::min(least, colorDistance(graph.nodes[i].color, graph.nodes[std::size_t(j)].color));
        }
        sum += graph.neighbours[i].empty() ? 0.0F : least;
    }
    return float(sum / double(graph.nodes.size()));
}

std::vector<float> backgroundProbability(const Graph& graph) {
    constexpr float kGeodesicSigma = 7.0F;
    std::vector<int> frame;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].onFrame) {
            frame.push_back(int(i));
        }
    }
    const float free = freeStep(graph);
    std::vector<float> result;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const std::vector<float> distance = geodesicFrom(graph, int(i), free, frame);
        float area = 0.0F;
        float outline = 0.0F;
        for (std::size_t j = 0; j < distance.size(); ++j) {
            const float near =
                std::exp(-distance[j] * distance[j] / (2.0F * kGeodesicSigma * kGeodesicSigma));
            area += near;
            outline += graph.nodes[j].onFrame ? near : 0.0F;
        }
        const float connectivity = outline / std::sqrt(area);
        result.push_back(1.0F - std::exp(-connectivity * connectivity / 2.0F));
    }
    return result;
}

void normalize(std::vector<float>& values) {
    const auto [least, most] = std::ranges::minmax(values);
    const float range = std::max(most - least, 1e-6F);
    for (float& v : values) {
        v = (v - least) / range;
    }
}

// How much each superpixel differs from what is background, near ones counting more.
std::vector<float> weightedContrast(const Graph& graph, const std::vector<float>& background) {
    constexpr float kSpatialSigma = 0.4F;
    std::vector<float> result(graph.nodes.size(), 0.0F);
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        for (std::size_t j = 0; j < graph.nodes.size(); ++j) {
            const cv::Point2f d = graph.nodes[i].center - graph.nodes[j].center;
            const float near = std::exp(-d.dot(d) / (2.0F * kSpatialSigma * kSpatialSigma));
            result[i] += colorDistance(graph.nodes[i].color, graph.nodes[j].color) * near * background[j];
        }
    }
    normalize(result);
    return result;
}

// The s that is near 1 where the foreground weighs, near 0 where the background does, and alike in
// neighbours of like colour: a linear system.
std::vector<float>
balance(const Graph& graph, const std::vector<float>& background, const std::vector<float>& foreground) {
    constexpr float kColorSigma = 10.0F;
    constexpr float kLeastBond = 0.1F;
    constexpr float kBackgroundWeight = 5.0F;
    const int n = int(graph.nodes.size());
    cv::Mat system = cv::Mat::zeros(n, n, CV_32F);
    cv::Mat right(n, 1, CV_32F);
    for (int i = 0; i < n; ++i) {
        const auto at = std::size_t(i);
        system.at<float>(i, i) += kBackgroundWeight * background[at] + foreground[at] + 1e-4F;
        right.at<float>(i) = foreground[at];
        for (const int j : graph.neighbours[at]) {
            const float d = colorDistance(graph.nodes[at].color, graph.nodes[std::size_t(j)].color);
            const float bond = std::exp(-d * d / (2.0F * kColorSigma * kColorSigma)) + kLeastBond;
            system.at<float>(i, i) += bond;
            system.at<float>(i, j) -= bond;
        }
    }
    cv::Mat solution;
    cv::solve(system, right, solution, cv::DECOMP_CHOLESKY);
    std::vector<float> result(solution.begin<float>(), solution.end<float>());
    normalize(result);
    return result;
}

} // namespace

Image saliencyMap(const Image& small) {
    KERF_CHECK(small.format().channels == 3 && small.format().type == PixelType::u8);
    cv::Mat lab;
    matView(small).convertTo(lab, CV_32F, 1.0 / 255.0);
    cv::cvtColor(lab, lab, cv::COLOR_RGB2Lab);
    const Graph graph = makeGraph(lab);
    const std::vector<float> background = backgroundProbability(graph);
    std::vector<float> foreground = weightedContrast(graph, background);
    const std::vector<float> saliency = balance(graph, background, foreground);

    ImageBuffer out(
        ImageFormat{.width = lab.cols, .height = lab.rows, .channels = 1, .type = PixelType::f32});
    for (int y = 0; y < lab.rows; ++y) {
        const auto* label = graph.labels.ptr<int>(y);
        std::ranges::transform(label, label + lab.cols, out.row<float>(y).begin(), [&](int l) {
            return saliency[std::size_t(l)];
        });
    }
    return Image(std::move(out));
}

} // namespace kerf
