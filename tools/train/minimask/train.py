"""Trains the net: python -m minimask.train --cache DIR --run DIR --plan 160x24x20000,224x16x12000,288x12x6000

The plan is sizes x batches x steps. The rate is constant behind a warm-up and falls to nothing over the last
`--cooldown` steps of the plan, so a plan may be made longer while it runs: stop (SIGTERM or Ctrl-C: the state is
saved), start again with the longer plan. Examples are functions of their numbers, so a run that was stopped goes on
as if it had not been.

In the run's folder: state.pt (all of it), ema.pt (what is exported), log.jsonl, plot.png.
"""

import argparse
import copy
import json
import os
import signal
import time
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from minimask import judge
from minimask.cache import Cache
from minimask.compose import Composer
from minimask.drawings import Drawings
from minimask.infer import alpha_of
from minimask.loss import loss
from minimask.net import MiniMask, normalised
from minimask.plot import plot

WARM_UP = 500
MOST_AVERAGING = 0.999
LOG_EVERY = 50


@dataclass(frozen=True)
class Stage:
    size: int
    batch: int
    steps: int


def parse_plan(text: str) -> list[Stage]:
    return [Stage(*map(int, part.split("x"))) for part in text.split(",")]


def stage_at(plan: list[Stage], step: int) -> tuple[Stage, int, int]:
    """The stage of a step, how many of its steps are left, and how many examples came before the step."""
    examples = 0
    for stage in plan:
        if step < stage.steps:
            return stage, stage.steps - step, examples + step * stage.batch
        step -= stage.steps
        examples += stage.steps * stage.batch
    return plan[-1], 0, examples


def rate_at(step: int, total: int, cooldown: int, peak: float) -> float:
    return peak * min(1.0, (step + 1) / WARM_UP, max(0.0, (total - step) / max(1, cooldown)))


class Examples(Dataset):
    def __init__(self, cache: str, seed: int, first: int, count: int, size: int) -> None:
        self.cache, self.seed, self.first, self.count, self.size = cache, seed, first, count, size
        self.composer: Composer | None = None

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        if self.composer is None:
            cv2.setNumThreads(1)
            self.composer = Composer(Cache(self.cache), Drawings(self.cache))
        return self.composer.example(self.seed, self.first + index, self.size)


def keep_working(_: int) -> None:
    """A worker ends with the run, not by the signal that asks the run to save and stop."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def average(kept: MiniMask, net: MiniMask, step: int) -> None:
    decay = min(MOST_AVERAGING, (1 + step) / (10 + step))
    with torch.no_grad():
        for mean, value in zip(kept.state_dict().values(), net.state_dict().values()):
            if mean.dtype.is_floating_point:
                mean.lerp_(value, 1 - decay)
            else:
                mean.copy_(value)


def validate(net: MiniMask, cache: Cache, side: int) -> dict[str, float]:
    net.eval()
    scores = []
    for entry in cache.entries("validation"):
        item = cache.item(entry)
        counted = (item.mask == 0) | (item.mask == 255)
        scores.append(judge.score(alpha_of(net, item.picture, side), item.mask > 127, counted))
    return judge.summary(scores)


class Run:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.plan = parse_plan(options.plan)
        self.total = sum(stage.steps for stage in self.plan)
        torch.manual_seed(options.seed)
        self.device = torch.device(options.device)
        self.net = MiniMask().to(self.device, memory_format=torch.channels_last)
        self.kept = copy.deepcopy(self.net)
        decayed = [p for p in self.net.parameters() if p.ndim > 1]
        plain = [p for p in self.net.parameters() if p.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": options.decay}, {"params": plain, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, options.rate)
        self.cache = Cache(options.cache)
        self.step, self.seconds, self.stopped = 0, 0.0, False
        os.makedirs(options.run, exist_ok=True)
        self.load()

    def load(self) -> None:
        path = f"{self.options.run}/state.pt"
        if not os.path.exists(path):
            return
        state = torch.load(path, map_location=self.device, weights_only=True)
        if state["seed"] != self.options.seed:
            raise ValueError(f"{path} was begun with seed {state['seed']}")
        self.net.load_state_dict(state["net"])
        self.kept.load_state_dict(state["kept"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]
        print(f"goes on at step {self.step}", flush=True)

    def save(self) -> None:
        state = {
            "seed": self.options.seed,
            "net": self.net.state_dict(),
            "kept": self.kept.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
        }
        for name, value in (("state.pt", state), ("ema.pt", self.kept.state_dict())):
            torch.save(value, f"{self.options.run}/{name}.part")
            os.replace(f"{self.options.run}/{name}.part", f"{self.options.run}/{name}")

    def note(self, **values: float) -> None:
        line = {"step": self.step, "seconds": round(self.seconds), **values}
        with open(f"{self.options.run}/log.jsonl", "a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        print(line, flush=True)

    def learn(self, pictures: torch.Tensor, masks: torch.Tensor) -> float:
        rate = rate_at(self.step, self.total, self.options.cooldown, self.options.rate)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        with torch.autocast(self.device.type, torch.bfloat16):
            answers = self.net(normalised(pictures.to(self.device, non_blocking=True)))
        value = loss(answers, masks.to(self.device, non_blocking=True))
        self.optimizer.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 3.0)
        self.optimizer.step()
        self.step += 1
        average(self.kept, self.net, self.step)
        return value.item()

    def stage(self) -> None:
        stage, left, first = stage_at(self.plan, self.step)
        data = Examples(self.options.cache, self.options.seed, first, left * stage.batch, stage.size)
        workers = self.options.workers
        ahead = 6 if workers else None
        loader = DataLoader(
            data,
            stage.batch,
            num_workers=workers,
            prefetch_factor=ahead,
            worker_init_fn=keep_working,
            pin_memory=self.device.type == "cuda",
        )
        saved, since, sums = time.monotonic(), time.monotonic(), []
        self.net.train()
        for pictures, masks in loader:
            sums.append(self.learn(pictures, masks))
            if self.step % LOG_EVERY == 0:
                now = time.monotonic()
                speed = len(sums) * stage.batch / (now - since)
                self.seconds, since = self.seconds + now - since, now
                self.note(size=stage.size, loss=round(float(np.mean(sums)), 4), speed=round(speed, 1))
                sums = []
            if self.step % self.options.validate_every == 0:
                figures = validate(self.kept, self.cache, stage.size)
                self.note(**{k: round(v, 4) for k, v in figures.items()})
                plot(self.options.run)
            if self.stopped or time.monotonic() - saved > 180:
                self.save()
                saved = time.monotonic()
            if self.stopped:
                return

    def go(self) -> None:
        def stop(*_) -> None:
            self.stopped = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        while self.step < self.total and not self.stopped:
            self.stage()
        self.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--run", required=True)
    parser.add_argument("--plan", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--cooldown", type=int, default=4000)
    parser.add_argument("--validate-every", type=int, default=1000)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--workers", type=int, default=1, help="making examples; a GPU wants all the cores")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    Run(options).go()


if __name__ == "__main__":
    main()
