#include "app/cli_help.h"

#include "app/version.h"

namespace kerf::cli {
namespace {

constexpr const char* kProgram = R"(kerf-cli - cleans photos up and cuts their subject out, on this machine

usage:
  kerf-cli run IN... --out DIR [option...]   photos and folders to cut-outs
  kerf-cli batch IN... --out DIR [option...] the same for thousands, with a journal to go on from
  kerf-cli resume DIR                        goes on with a batch that was stopped, killed or cut off
  kerf-cli merge DIR... [option...]          one report of a batch that several machines shared
  kerf-cli inspect FILE... [option...]       what photos say about themselves, what is wrong with their alpha
  kerf-cli compare A B [option...]           two runs, or a run and true mattes, picture by picture
  kerf-cli replay SIDECAR [option...]        makes a file again from its sidecar and compares it
  kerf-cli devices [--json]                  what nets can run on here
  kerf-cli models ACTION [ID|FILE...]        list, fetch, verify, import and remove the nets' weights
  kerf-cli COMMAND --help                    all options, with examples
  kerf-cli --version

example:
  kerf-cli run photo.jpg --out cutouts       writes cutouts/photo.png
)";

constexpr const char* kRun = R"(usage: kerf-cli run IN... --out DIR [option...]

Cleans photos up, cuts the subject out and writes DIR/NAME.png. IN: photos and folders; a folder's tree is
mirrored below DIR. Photos are told by their contents (JPEG, PNG, TIFF, WebP, HEIC, AVIF, camera RAW). The photos
themselves are never changed. Two photos that would get one name get two: NAME.png and NAME-2.png.

  --out DIR               where the results go; made when missing

what is done:
  --cleanup ENGINE        auto, esrgan, nlm, nlm-opencv or off      [auto: the best there is, and says which]
  --strength 0..100       how much of the clean-up to keep; below 100 the photo's own texture comes back  [100]
  --model-cleanup ID      the net to clean up with; see kerf-cli models list   [the best one installed]
  --scale 1|2|4           size of the result by a net; its own scale is resampled to it  [2]
  --tile N                side of a net's tile in pixels, 32 to 4096; 0: from the free memory  [0]
  --tile-scheme SCHEME    blended, or ai-forever for that program's own bytes  [blended]
  --h auto|N              the denoiser's strength in 8-bit levels   [auto: from the photo's noise]
  --mask ENGINE           auto, birefnet, mini, grabcut or off      [auto]
  --model-mask ID         the net to find the subject with          [the best one installed]
  --mask-upsampling HOW   bicubic as the net's authors do it, or guided by the photo's edges  [bicubic]
  --rect x,y,w,h          a box around the subject, in pixels of the upright photo
  --background WHAT       what lies behind the subject [none: transparent]; quote it for the shell:
                            '#rrggbb', 'linear:#rrggbb:#rrggbb[:DEGREES]' (180: from top to bottom),
                            'radial:#rrggbb:#rrggbb', cover:FILE, contain:FILE, 'contain:#rrggbb:FILE' (a picture,
                            cut off to fill, or whole on a colour), blur[:PERCENT] (the photo, without the subject)
  --shadow KEY=VALUE,...  soft, none, or some of angle=150 (where it falls to; 180 is down), distance=1.5, blur=4,
                          opacity=45, color=#000000; without a background it is part of the alpha   [none]
  --crop AROUND[:MARGIN]  photo or subject, with a margin: subject:5%, subject:40px   [photo]; a side where the photo
                          cuts the subject off stands on the frame's edge
  --canvas WxH            exactly this size in pixels: what is framed is scaled to fit within the margins
  --aspect A:B            the smallest frame of this shape: 1:1, 4:5, 16:9, ...
  --place WHERE           where in the frame: center, top, bottom-left, ... or X,Y in per cent of what is free [center]
  --finish FINISH         off, bw, or bw:PRESET: plain, pet-portrait, high-key, low-key   [off; bw is bw:plain]
  --bw KEY=VALUE,...      changes the black and white; see below
  --recipe FILE           all of this from a recipe's JSON; options behind it change what it says
  --device DEVICE         auto, cpu or cuda                         [auto]
  --precision TYPE        what nets compute in: auto, fp32, bf16 or fp16  [auto: the fastest that agrees with fp32]
  --threads N             of the nets on the CPU; 0: one a processor [0]
  --require-gpu           an error instead of a fallback to the CPU

Per cent of lengths (margins, distance, blur) are of the finished picture's shorter side. The frame is laid first,
then shadow and background are made in it, after the black and white.

black and white (--bw), in per cent, 0 does nothing unless told otherwise; the subject's tones alone decide:
  mix=auto|R/G/B          shares of red, green and blue light; 21/72/7 is the photo's own lightness
  black, white=0..100     how far the subject's darkest and lightest tones are pulled to black and white
  clip=0..50              thousandths of the subject that may lie beyond each of the two  [5]
  local-contrast=0..100   differences to the surroundings; noise is left alone
  brightness, contrast, shadows, highlights=-100..100
  background=WHAT         cutout (as --background says, with alpha), or the scene: same, dimmed, white, black,
                          color (kept as it is)
  dim=0..100              how dark the dimmed one gets
  toning=TONE             neutral, selenium or sepia; toning-strength=0..100
  grain=0..100            the same for the same seed=0..9999; grain-size=10..100
  vignette=-100..100      darkens, or below 0 lightens, what is far from the subject

what is written:
  --format TYPE           png, tiff, jpeg or webp                   [png]
  --depth 8|16            bits a sample, PNG and TIFF               [as the photo]
  --quality 1..100        JPEG and WebP; WebP 100 is lossless       [92]
  --png EFFORT            fast, or smallest: a few per cent smaller, far slower [fast]
  --alpha-only            the matte as a grey picture instead of the cut-out
  --name TEMPLATE         what the files are called; parts: {name} {parent} {stage} {scale} {model} {width} {height}
                          {counter} {counter:4} {date} {date:YYYYMMDD-hhmmss}; see below  [{name}]
  --outputs LIST          result, matte, clean: what is written of each photo, NAME-matte.png and NAME-clean.png
                          beside NAME.png; these two are never framed  [result]
  --profile PROFILE       keep, srgb, p3 or adobe                   [keep]
  --metadata WHAT         of EXIF and XMP: all, none, or no-location: without GPS position, place names and the
                          maker's own notes, which can hold places; thumbnails are never kept  [all]
  --no-metadata           as --metadata none
  --no-sidecar            don't write NAME.png.kerf.json: the recipe, engines, models and versions that it takes to
                          make the file again with kerf-cli replay; no paths are in it
  --existing POLICY       where the file is there already: fail, skip, rename or replace [fail]

names (--name), always in DIR, below it as the photos' folders are:
  {name}      the photo's, without its ending    {parent}  of the folder that it lies in
  {stage}     cutout, bw (with --finish), matte, clean; several outputs need no ending of their own then
  {model}     what runs: realesrgan-x2+birefnet  {scale}   1, 2 or 4; {width} and {height} are the photo's
  {counter}   its place among the photos, from 1; {counter:4} with zeros to four digits
  {date}      when it was taken (EXIF; else the file's last change, in UTC): 2024-05-01; {date:...} with YYYY YY
              MM DD hh mm ss and signs between them. Names too long for a file system are cut, equal ones numbered.

what is said:
  --json                  one JSON object a line on standard output, in the order they end:
                            {"type":"done","input","output","bytes","width","height","seconds","stages","notices"}
                            {"type":"failed","input","file","error":{"code","message"}}
                            {"type":"skipped","input","output"}   {"type":"cancelled","input"}
                            {"type":"summary","done","failed","skipped","cancelled","duplicates","unsupported",
                             "seconds","exit_code"}   (always the last)
                          a stage: {"stage","engine","device","requested","reason","settings","seconds"}.
                          Names that are no UTF-8 get a second field with their exact bytes, percent-encoded:
                          "input_bytes", "output_bytes", "file_bytes".
  --quiet                 nothing but errors (and the lines of --json)
  --                      all that follows are names, even those that start with '-'

exit codes:
  0 all done or skipped   1 some photos failed   2 the command line is wrong   130 interrupted
  3 nothing could run: no photo found, an engine or GPU that was asked for isn't there, DIR can't be written

examples:
  kerf-cli run photo.jpg --out out                                a clean cut-out: out/photo.png
  kerf-cli run photo.jpg --out out --rect 120,80,600,900          with a box around the subject
  kerf-cli run shoot/ --out out --format tiff --depth 16 --existing skip
  kerf-cli run photo.jpg --out out --background '#ffffff' --format jpeg
  kerf-cli run shoot/ --out shop --background '#ffffff' --crop subject:5% --canvas 2000x2000 --shadow soft
  kerf-cli run photo.jpg --out mattes --alpha-only
  kerf-cli run photo.jpg --out clean --mask off                   clean-up only
  kerf-cli run dog.jpg --out bw --finish bw:pet-portrait --bw toning=selenium,grain=15
)";

constexpr const char* kBatch = R"(usage: kerf-cli batch IN... --out DIR [option...]
       kerf-cli resume DIR [--shard I/N] [--jobs N] [--json] [--quiet]

As kerf-cli run, for many photos: decoding, computing and writing overlap, memory stays within half of what is free,
and DIR/.kerf-batch/journal.jsonl says at any moment what is done. After a stop, a crash or a power cut, the same
command or kerf-cli resume DIR goes on: what is done and still as it was written is not done again. What failed is
tried again. A full disk makes the batch wait until there is room. One folder takes one batch at a time.

All options of kerf-cli run (see kerf-cli run --help), and:
  --jobs N                photos that are packed and written at a time [one a processor]
  --shard I/N             part I of N: each of N machines takes its own part of the photos and may write into the same
                          DIR; nothing else has to be agreed on

exit codes:
  0 all done or skipped
  1 some photos failed, or the journal could not be brought up to date: the same command tries them again
  2 the command line is wrong
  3 nothing could run: no photo found, an engine or GPU that was asked for isn't there, DIR can't be written, another
    Kerf writes into it, a batch with other settings is unfinished there, resume finds no batch
  130 stopped by a signal; what is written is whole, the rest is left for kerf-cli resume

examples:
  kerf-cli batch shoot/ --out cutouts --existing skip
  kerf-cli resume cutouts
  kerf-cli batch shoot/ --out cutouts --shard "$SLURM_ARRAY_TASK_ID/8"     one task of a Slurm array of 8
)";

constexpr const char* kMerge = R"(usage: kerf-cli merge DIR... [option...]

Joins the journals that kerf-cli batch left in DIR/.kerf-batch into one report: those of the shards that share a folder,
or of several folders. Every photo comes once, with its state, its files and their SHA-256; shards without a journal,
photos that are not done, files that are gone and photos that were done twice are named. Changes nothing.

  --verify  read the files again and compare their SHA-256; else their sizes are looked at
  --json    one JSON object a line:
              {"type":"photo","id","state","input","output","shard","files":[{"file","bytes","sha256","width","height",
               "unchanged"}],"error":{"code","message"},"done_twice_by":[]}
                "state": done, skipped, failed, cancelled or unfinished; "error" of failed ones only
              {"type":"summary","photos","done","skipped","failed","cancelled","unfinished","changed","done_twice",
               "journals","missing_shards":["3/8"],"unlisted_journals","damaged_lines","one_setting","exit_code"}
  --quiet   nothing but what is wrong (and the lines of --json)
  --        all that follows are names

exit codes: 0 every photo done or skipped, exactly once   1 not so: failed, unfinished, missing, gone or done twice
            2 the command line is wrong   3 a DIR holds no batch, or its journal can't be read

examples:
  kerf-cli merge cutouts                     after the shards of one folder
  kerf-cli merge --verify --json node*/out   after shards with a folder each
)";

constexpr const char* kInspect = R"(usage: kerf-cli inspect FILE... [option...]

Size, depth, profile, orientation and metadata of photos, read from their headers; what their alpha is like, in
numbers and without ground truth; with --source, what their clean-up did. Numbers beyond a threshold are flagged: there
is no single number for quality, since hair, glass and motion blur are rightly soft.

  --matte                 FILE is a matte: the grey of a picture without alpha is its alpha
  --source PLACE          the photo that FILE was made from, or a folder with a photo of that name: compares them
  --tile-grid WxH         FILE was made in tiles of this size: looks for seams
  --threshold NAME=NUMBER flag from there on; may be given several times. Shares are 0..1, lengths and areas pixels:
                            min_coverage 0.01, max_coverage 0.99, max_partial 0.3, max_haze 0.02, max_edge_width 24,
                            min_edge_width 0.5, soft_distance 8, max_interior_soft 0.002, min_spot_area 64, max_holes 0,
                            max_islands 0, max_ghosts 0, max_frame_contact 0.02, max_mask_scale 4, max_drift 1,
                            max_shift 0.25, max_detail_lost 2, max_seam 1.5
  --fail-on-flags         exit with 4 when anything is flagged
  --json    one JSON object a line: {"type":"photo","file","format","width","height","bits_per_sample",
            "channels","color_model","profile","orientation","has_exif","has_xmp","has_location","camera","lens",
            "taken","exposure","file_size","notices","alpha","self_check","findings","regions"}
              "alpha": null or {"width","height","coverage","transparent","opaque","partial","haze",
                "edge_width":{"p50","p90","max"},"interior_soft","soft_distance","holes","islands","ghosts"
                (each {"count","area","largest"}),"frame":{"left","top","right","bottom"},"histogram":[256 counts]}
              "self_check": {"redegrade":{"mean","max","drift","shift_x","shift_y","other_profile","removed",
                "structure"},"seams":{"borders","mean","worst","position","direction"}}, null where not made
              "findings": [{"code","severity","value","threshold","threshold_name","region","area"}]
              "regions": [{"kind","area","box"}], the places behind them, largest first
            or {"type":"failed", as for run}
  --        all that follows are names

exit codes: 0 all read   1 some could not be read   2 the command line is wrong   4 flagged, with --fail-on-flags

examples:
  kerf-cli inspect photo.jpg
  kerf-cli inspect --json out/*.png
  kerf-cli inspect out/*.png --source shoot/ --threshold max_edge_width=12 --fail-on-flags
)";

constexpr const char* kCompare = R"(usage: kerf-cli compare A B [option...]

Compares run B with run A: two folders (walked), or two files. Files are paired by their name below the folder, whatever
its ending; what is left is paired as renamed: the same bytes, or just one name but for a stage's suffix (dog.png,
dog-matte.png, dog_alpha.png). What is left then is missing in B, or extra there. The pairs that changed most come
first. A file that can't be read fails its pair with the reason; the others go on.

A file's matte is its alpha. A picture without alpha whose pixels are all grey is a matte itself, so A may be a folder
of true mattes and B the cut-outs made of them. Where sizes differ, B is brought to A's size; where the proportions
differ, nothing is measured, and the pair counts as beyond every metric of --fail-on.

  --truth                 A holds true mattes: without alpha, a picture's first channel is one, grey or not
  --fail-on 'NAME>NUMBER' exit with 4 when a pair is beyond it; NAME<NUMBER for what shall not be smaller. Quote it for
                          the shell. May be given several times. A number that no pair has counts as beyond. Names:
                            change         the larger of 100 x mae and color_mean
                            mae, sad, mse  of alpha 0..1: mean and sum / 1000 of |a - b|, mean of (a - b)^2
                            gradient, connectivity   Rhemann et al. 2009: sigma 1.4; steps of 0.1, theta 0.15; / 1000
                            iou            of alpha >= 0.5; 1 is the same
                            boundary_mean, boundary_p95   px between the contours at 0.5, both ways
                            color_mean, color_p95    CIEDE2000 where both are seen, weighted by alpha, through each
                                           file's profile
                          and how many pairs: failed, missing, extra, renamed, size_changed, depth_changed,
                            alpha_changed, profile_changed, exif_changed
  --report DIR            write report.json, report.csv and report.html there: all of it, and a contact sheet in one file
                          that needs no network; the 1000 pairs that changed most have pictures
  --json                  one JSON object a line: {"type":"pair","name","state" (compared, failed, only_a, only_b),"a",
                            "b","renamed","identical","other_shape","metrics","changes","judgement","error"}, then
                            {"type":"summary","compared","failed","missing","extra","renamed","changed","gates", ...}
  --quiet                 nothing but errors (and the lines of --json)
  --                      all that follows are names

Verdicts that were given in Kerf's window lie in B/.kerf-judgement.json and are told, too.

exit codes: 0 all compared, nothing beyond a --fail-on   1 some could not be read   2 the command line is wrong
            3 there was no pair to compare   4 beyond a --fail-on   130 interrupted

examples:
  kerf-cli compare run1/ run2/
  kerf-cli compare mattes/ cutouts/ --fail-on 'mae>0.01' --fail-on 'iou<0.97' --fail-on 'missing>0'
  kerf-cli compare run1/ run2/ --report report/     then open report/report.html
  kerf-cli compare before.png after.png --json
)";

constexpr const char* kReplay = R"(usage: kerf-cli replay SIDECAR [option...]

Makes the files again that SIDECAR (NAME.png.kerf.json, which run, batch and the window write beside a photo's first
file) tells of, with the engines, models, device and precision that ran then, and compares every byte. Where they
differ, it says what is not as it was: the photo, the background picture, a model, Kerf, a library, the device, what
an engine chose.

  --source FILE   the photo that it was made from        [a file of its name and contents beside SIDECAR]
  --picture FILE  the background picture, where there is one  [beside SIDECAR or the photo]
  --out FILE      write the result there, further pictures beside it; never over a file that is there
  --json          {"type":"replayed","same","differences":[text],"files":[{"picture","name","same","sha256","was",
                  "written"}]} or {"type":"failed", as for run}
  --quiet         nothing but errors (and the line of --json)

exit codes: 0 the same   1 something differs   2 the command line is wrong   3 it could not be made: the photo or a
            model isn't there, SIDECAR is none   130 interrupted

examples:
  kerf-cli replay out/photo.png.kerf.json --source shoot/photo.jpg
  kerf-cli replay out/photo.png.kerf.json --source shoot/photo.jpg --out again.png
)";

constexpr const char* kDevices = R"(usage: kerf-cli devices [--json]

What nets can run on here, the best first; for what can't be used, why, and what to do.

  --json    one JSON object a line: {"type":"device","id","name","detail","memory","free","usable","reason"},
            then {"type":"libtorch","version"}; without LibTorch: {"type":"libtorch","reason"}

example:
  kerf-cli devices
)";

constexpr const char* kModels = R"(usage: kerf-cli models ACTION [ID|FILE...] [option...]

The weights of the nets (Real-ESRGAN for clean-up, BiRefNet for masks). They lie in one folder: $KERF_MODELS, else
$XDG_DATA_HOME/kerf/models, else ~/.local/share/kerf/models. Nothing but 'fetch' ever connects to the network.
Kerf's own small net for masks (CC BY-SA 4.0) lies beside the programs of a build that comes with it: --mask mini.

  list                    the official models, the one that comes with Kerf and those you imported: state, size,
                          licence, input, what for
  fetch ID...             download official files over https; goes on where an earlier attempt stopped, and gives
                          a file its name only when its SHA-256 is right
  verify [ID...]          read the files again and compare them with the official or imported ones
  import FILE...          copy .safetensors, .pth or an ncnn .param + .bin pair into the folder; told by their
                          contents, official ones by their SHA-256, whatever their names
  remove ID...            delete a model's files, or what an unfinished download left
  path [ID]               the folder, or a model's file

  --all                   list: those too that can only be imported, with the reason
  --mirror PLACE          fetch: a folder or an https address that has the files under their official names
                          [$KERF_MODEL_MIRROR, else the official addresses]
  --as ID                 import: the official model that the file is, where Kerf doesn't know that one's SHA-256
  --patch-order ORDER     import: rows or columns, how an unknown BiRefNet was trained to see image patches: rows
                          since November 2024, columns before [rows]
  --json                  one JSON object a line: {"type":"model","id","kind","title","purpose","architecture",
                            "licence","source","bytes","installed","downloadable","shipped", "scale" or "width","height",
                            "patch_order", "url","sha256","import_only","file", "problem" (why one that comes
                            with Kerf can't be used)}
                            {"type":"fetched","id","file","bytes","sha256","was_there","seconds"}
                            {"type":"verified","id","file","good","sha256","verdict"}   {"type":"imported", as model}
                            {"type":"removed","id","files"}   {"type":"path","path"}
                            {"type":"failed","name","file","error":{"code","message"}}
  --quiet                 nothing but errors (and the lines of --json)
  --                      all that follows are names

The proxies of https_proxy, all_proxy and no_proxy are used.

exit codes: 0 all done   1 something failed or is not good   2 the command line is wrong   130 interrupted

examples:
  kerf-cli models fetch realesrgan-x2 birefnet-lite     what 'kerf-cli run' then uses by itself; Real-ESRGAN
                                                        without a GPU only with --cleanup esrgan
  kerf-cli models import ~/Downloads/model.safetensors
  kerf-cli models fetch birefnet --mirror /mnt/studio/models
  kerf-cli models verify
)";

} // namespace

std::string helpText(Command command) {
    switch (command) {
    case Command::run:
        return kRun;
    case Command::batch:
    case Command::resume:
        return kBatch;
    case Command::merge:
        return kMerge;
    case Command::inspect:
        return kInspect;
    case Command::compare:
        return kCompare;
    case Command::replay:
        return kReplay;
    case Command::devices:
        return kDevices;
    case Command::models:
        return kModels;
    case Command::help:
    case Command::version:
        break;
    }
    return kProgram;
}

std::string versionText() {
    const std::string revision = kRevision;
    return std::string("kerf-cli ") + kVersion + (revision.empty() ? "" : " (revision " + revision + ")");
}

} // namespace kerf::cli
