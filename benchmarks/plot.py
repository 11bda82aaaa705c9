#!/usr/bin/env python3
"""Draws results of benchmarks/target/results: plot.py peers.json peers.svg, or plot.py long.json long.svg

Peers and drain: bars are medians, dots are the rounds. Long drain: rate over time. Needs only Python 3.
"""
import json
import math
import statistics
import sys

PANELS = (
    ("warmCpu", "CPU seconds per 1,000 messages, second half"),
    ("cpu", "CPU seconds per 1,000 messages, start included"),
    ("middleRate", "messages per second, middle"),
    ("rate", "messages per second, start included"),
    ("firstCommit", "seconds until the first commit"),
    ("memory", "peak memory, MiB"),
)
COLORS = ("#4878a8", "#c04848", "#48a060", "#a07820")
LIGHT = "#9dbad6"
OVER_TLS = "-over-tls"
WIDTH, BAR, GAP, RIGHT, TOP = 760, 14, 4, 60, 26
COLUMNS, PANEL, LETTER = 2, 480, 7.2


def values(rounds, key):
    """The rounds that have a number: not all cases have times of commits."""
    return [each[key] for each in rounds if isinstance(each.get(key), (int, float))]


def panel(results, key, title, x, y):
    most = max(number for rounds in results.values() for number in values(rounds, key))
    labels = {name: name.replace(OVER_TLS, ", TLS") for name in results}
    width = 8 + LETTER * max(len(label) for label in labels.values())
    scale = (PANEL - width - RIGHT) / most
    left = x + width
    yield f'<text x="{x}" y="{y + 14}" font-weight="bold">{title}</text>'
    y += TOP
    for name, rounds in results.items():
        numbers = values(rounds, key)
        if not numbers:
            continue
        median = statistics.median(numbers)
        color = LIGHT if name.endswith(OVER_TLS) else COLORS[0]
        yield f'<text x="{left - 8}" y="{y + 11}" text-anchor="end">{labels[name]}</text>'
        yield f'<rect x="{left}" y="{y}" width="{median * scale:.1f}" height="{BAR}" fill="{color}"/>'
        for number in numbers:
            yield f'<circle cx="{left + number * scale:.1f}" cy="{y + BAR / 2}" r="2" fill="#202020"/>'
        text = f"{median:,.0f}" if median >= 100 else f"{median:.2f}"
        yield f'<text x="{left + max(numbers) * scale + 6:.1f}" y="{y + 11}">{text}</text>'
        y += BAR + GAP


def drain(results):
    # Each consumer without TLS is followed by the same over TLS.
    order = list(dict.fromkeys(name.removesuffix(OVER_TLS) for name in results))
    names = sorted(results, key=lambda name: order.index(name.removesuffix(OVER_TLS)))
    results = {name: results[name] for name in names}
    height = TOP + len(results) * (BAR + GAP) + 14
    panels = [each for each in PANELS if any(values(rounds, each[0]) for rounds in results.values())]
    lines = []
    for number, (key, title) in enumerate(panels):
        lines += panel(results, key, title, number % COLUMNS * PANEL, number // COLUMNS * height + 4)
    return COLUMNS * PANEL, math.ceil(len(panels) / COLUMNS) * height, lines


def over_time(results):
    """Lines that show the rate of every ten seconds."""
    left, bottom, top = 60, 300, TOP + 20 * len(results)
    most = 500 * math.ceil(max(bucket["rate"] for each in results.values() for bucket in each["buckets"]) / 500)
    longest = 10 * max(len(each["buckets"]) for each in results.values())
    x = (WIDTH - left - 20) / longest
    y = (bottom - top) / most
    yield '<text x="0" y="18" font-weight="bold">messages per second, over seconds since the start</text>'
    for rate in range(0, most + 1, 500):
        yield f'<line x1="{left}" x2="{WIDTH - 20}" y1="{bottom - rate * y:.1f}" y2="{bottom - rate * y:.1f}" stroke="#dddddd"/>'
        yield f'<text x="{left - 8}" y="{bottom - rate * y + 4:.1f}" text-anchor="end">{rate:,}</text>'
    for second in range(0, longest + 1, 60):
        yield f'<text x="{left + second * x:.1f}" y="{bottom + 18}" text-anchor="middle">{second}</text>'
    for number, (name, each) in enumerate(results.items()):
        color = COLORS[number % len(COLORS)]
        points = " ".join(f'{left + (10 * at + 5) * x:.1f},{bottom - bucket["rate"] * y:.1f}'
                          for at, bucket in enumerate(each["buckets"]))
        yield f'<line x1="{left}" x2="{left + 30}" y1="{TOP + 20 * number}" y2="{TOP + 20 * number}" stroke="{color}" stroke-width="2"/>'
        yield f'<text x="{left + 38}" y="{TOP + 20 * number + 5}">{name}</text>'
        yield f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>'


def main(source, target):
    with open(source, encoding="utf-8") as file:
        results = json.load(file)["results"]
    if all("buckets" in each for each in results.values()):
        width, height, lines = WIDTH, 330, over_time(results)
    else:
        width, height, lines = drain(results)
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
           '<rect width="100%" height="100%" fill="white"/>', *lines, "</svg>"]
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(svg) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
