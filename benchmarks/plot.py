#!/usr/bin/env python3
"""Draws results of benchmarks/target/results: plot.py drain.json drain.svg, or plot.py long.json long.svg

Drain: bars are medians, dots are the rounds. Long drain: rate over time. Needs only Python 3.
"""
import json
import math
import statistics
import sys

PANELS = (("rate", "messages per second, the start included"), ("cpu", "CPU seconds per 1,000 messages"))
COLORS = ("#4878a8", "#c04848", "#48a060", "#a07820")
WIDTH, BAR, GAP, LEFT, RIGHT, TOP = 760, 18, 8, 190, 80, 34


def panel(results, key, title, y):
    most = max(each[key] for rounds in results.values() for each in rounds)
    scale = (WIDTH - LEFT - RIGHT) / most
    yield f'<text x="0" y="{y + 14}" font-weight="bold">{title}</text>'
    y += TOP - 8
    for name, rounds in results.items():
        median = statistics.median(each[key] for each in rounds)
        yield f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end">{name}</text>'
        yield f'<rect x="{LEFT}" y="{y}" width="{median * scale:.1f}" height="{BAR}" fill="#4878a8"/>'
        for each in rounds:
            yield f'<circle cx="{LEFT + each[key] * scale:.1f}" cy="{y + BAR / 2}" r="2.5" fill="#202020"/>'
        text = f"{median:,.0f}" if median >= 100 else f"{median:.2f}"
        yield f'<text x="{WIDTH - RIGHT + 12}" y="{y + 13}">{text}</text>'
        y += BAR + GAP


def drain(results):
    height = TOP + len(results) * (BAR + GAP) + 10
    lines = []
    for number, (key, title) in enumerate(PANELS):
        lines += panel(results, key, title, number * height + 4)
    return len(PANELS) * height, lines


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
        height, lines = 330, over_time(results)
    else:
        height, lines = drain(results)
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
           '<rect width="100%" height="100%" fill="white"/>', *lines, "</svg>"]
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(svg) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
