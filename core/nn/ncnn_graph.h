#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::nn {

// A layer of ncnn that has weights, in the order in which the .bin holds them.
struct NcnnLayer {
    bool isPrelu = false;
    std::int64_t outputs = 0; // channels; of a PReLU, its slopes
    std::int64_t side = 0;    // of the kernel
    std::int64_t weights = 0; // number of a convolution's weights
    bool hasBias = false;
};

// What a net computes, as expressions: two that compute the same in the same way are the same number.
// Internal to nn.
class NcnnExpressions {
public:
    int input() { return intern("input"); }
    int conv(int layer, int from) { return intern(named("conv", layer, from)); }
    int prelu(int layer, int from) { return intern(named("prelu", layer, from)); }
    int leaky(double slope, int from);         // slope 1: nothing, 0: ReLU
    int scaled(double factor, int from);       // factor 1: nothing
    int sum(int one, int other);               // in any order
    int nearest(double factor, int from);      // upsampled
    int shuffled(int factor, int from);        // channels to pixels
    int unshuffled(int factor, int from);      // pixels to channels, as torch.pixel_unshuffle
    int joined(const std::vector<int>& parts); // channels one after the other

private:
    static std::string named(std::string_view what, int layer, int from);
    int intern(std::string key);

    std::map<std::string, int> m_numbers;
};

// A text .param of ncnn, which describes a net layer by layer.
struct NcnnGraph {
    std::vector<NcnnLayer> layers;
    int upsamplings = 0; // layers that double the sides
    int unshuffle = 1;   // how the input is folded
    int output = 0;      // what the net computes
};

// Only the layers that RRDBNet and SRVGGNetCompact are made of. Throws Error(model_corrupt) with the line
// that is broken or the layer that isn't known.
NcnnGraph readNcnnParam(std::string_view text, NcnnExpressions& expressions);

} // namespace kerf::nn
