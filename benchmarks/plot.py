#!/usr/bin/env python3
"""Draws benchmarks/target/results/drain.json: plot.py drain.json drain.svg

Bars are medians, dots are the rounds. Needs nothing but Python 3.
"""
import json
import statistics
import sys

PANELS = (("rate", "messages per second, the start included"), ("cpu", "CPU seconds per 1,000 messages"))
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


def main(source, target):
    with open(source, encoding="utf-8") as file:
        results = json.load(file)["results"]
    height = TOP + len(results) * (BAR + GAP)
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {len(PANELS) * (height + 10)}" '
             'font-family="sans-serif" font-size="13">', '<rect width="100%" height="100%" fill="white"/>']
    for number, (key, title) in enumerate(PANELS):
        lines += panel(results, key, title, number * (height + 10) + 4)
    lines.append("</svg>")
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
