"""One rival of kerf-bench's nets: prepares itself, says so, then runs once for every line "run".

Answers are lines of JSON: {"ready": seconds}, {"error": text}, {"seconds": s, "cpu": processor seconds}, {"peak": bytes}. The peak is
of the whole process, from when it was ready.
"""

import argparse
import json
import os
import sys
import tempfile
import time
import warnings


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--refs", required=True)
    parser.add_argument("--net", choices=["lite", "large", "x2", "deform"], required=True)
    parser.add_argument("--engine", choices=["eager", "compiled", "onnxruntime"], required=True)
    parser.add_argument("--type", choices=["fp32", "bf16"], required=True)
    parser.add_argument("--threads", type=int, required=True)
    return parser.parse_args()


def module_and_input(options):
    import torch

    import official_nets

    torch.manual_seed(1)
    if options.net == "x2":
        return official_nets.rrdbnet(options.refs, 2), torch.rand(1, 3, 512, 512)
    net = official_nets.birefnet(options.refs, "swin_v1_t" if options.net == "lite" else "swin_v1_l")
    if options.type == "bf16":
        official_nets.let_deform_conv_run_in_bf16()
    return net, torch.randn(1, 3, 1024, 1024)


def torch_work(options):
    import torch

    torch.set_num_threads(options.threads)
    if options.net == "deform":
        return deform_work(options)
    net, x = module_and_input(options)
    dtype = torch.bfloat16 if options.type == "bf16" else torch.float32
    net = net.to(dtype).to(memory_format=torch.channels_last)
    x = x.to(dtype).to(memory_format=torch.channels_last)
    if options.engine == "compiled":
        import torch._inductor.config

        torch._inductor.config.freezing = True
        net = torch.compile(net)

    def work():
        with torch.no_grad():
            net(x)

    return work


def deform_work(options):
    import torch

    import official_nets

    blocks = [official_nets.DeformConvs(side).eval() for side in official_nets.DEFORM_SIDES]
    inputs = [block.inputs() for block in blocks]
    if options.engine == "onnxruntime":
        sessions = [session_of(options, block, tensors) for block, tensors in zip(blocks, inputs)]

        def ort_work():
            for session, feeds in sessions:
                session.run(None, feeds)

        return ort_work

    def work():
        with torch.no_grad():
            for block, tensors in zip(blocks, inputs):
                block(*tensors)

    return work


def session_of(options, module, inputs):
    import onnxruntime

    from onnx_export import export

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "net.onnx")
        export(module, inputs, path)
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = options.threads
        session = onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])
    names = [i.name for i in session.get_inputs()]
    return session, {name: tensor.numpy() for name, tensor in zip(names, inputs)}


def onnxruntime_work(options):
    if options.net == "deform":
        return deform_work(options)
    net, x = module_and_input(options)
    session, feeds = session_of(options, net, [x])
    return lambda: session.run(None, feeds)


def drop_what_setup_needed():
    import ctypes
    import gc

    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def peak_bytes():
    with open("/proc/self/status") as file:
        line = next(line for line in file if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def serve(work, answer):
    for line in sys.stdin:
        if line.strip() != "run":
            break
        start = time.perf_counter()
        busy = time.process_time()
        work()
        answer({"seconds": time.perf_counter() - start, "cpu": time.process_time() - busy})
    answer({"peak": peak_bytes()})


def main():
    options = parse()
    sys.dont_write_bytecode = True  # nothing is left in the source tree
    options.refs = os.path.abspath(options.refs)
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    warnings.filterwarnings("ignore")
    # What libraries print must not stand between the answers.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(value):
        out.write(json.dumps(value) + "\n")
        out.flush()

    start = time.perf_counter()
    try:
        work = onnxruntime_work(options) if options.engine == "onnxruntime" else torch_work(options)
        work()
        drop_what_setup_needed()
    except Exception as problem:  # whatever is missing or fails is the answer
        answer({"error": f"{type(problem).__name__}: {problem}".splitlines()[0][:200]})
        return
    answer({"ready": time.perf_counter() - start})
    serve(work, answer)


if __name__ == "__main__":
    main()
