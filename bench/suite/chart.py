"""Draws the two pictures of a run as SVG text: time against documents, and recall against speed. No library; dark and light by the reader's setting."""

import html
import math

COLORS = ["#2563eb", "#15803d", "#7c3aed", "#b45309", "#0e7490", "#be185d", "#4d7c0f", "#64748b", "#9333ea", "#0f766e", "#a16207"]
OURS = "#dc2626"
STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #1f2937 } .title { font-size: 16px; font-weight: 600 } .ours { font-weight: 700 }
.ground { fill: #ffffff } .grid { stroke: #e5e7eb } .axis { stroke: #9ca3af }
@media (prefers-color-scheme: dark) { text { fill: #e5e7eb } .ground { fill: #111827 } .grid { stroke: #374151 } .axis { stroke: #6b7280 } }
</style>"""
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 900, 560, 80, 50, 60
LINE = 17  # from one label to the next
LETTER = 7.4  # width of one, at most


class Axis:
    """From values to places; logarithmic ones from a power of ten to a power of ten."""

    def __init__(self, values, begin, end, log=True):
        self.begin, self.end, self.log = begin, end, log
        low, high = min(values), max(values)
        if log:
            self.low, self.high = math.floor(math.log10(low)), max(math.ceil(math.log10(high)), math.floor(math.log10(low)) + 1)
            self.ticks = [10.0 ** k for k in range(self.low, self.high + 1)]
        else:
            self.low, self.high = math.floor(low * 10) / 10, 1.0
            if self.low >= self.high:
                self.low = 0.9
            steps = round((self.high - self.low) * 10)
            self.ticks = [self.low + i / 10 for i in range(steps + 1)]
            self.low -= 0.02
            self.high += 0.02

    def at(self, value):
        value = math.log10(value) if self.log else value
        return self.begin + (value - self.low) / (self.high - self.low) * (self.end - self.begin)


def short(value):
    if 0 < value < 1:
        return f"{value:g}"
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def text(x, y, words, anchor="start", kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}>{html.escape(words)}</text>'


def frame(title, x_title, y_title, x, y, x_words=short, y_words=short):
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{html.escape(title)}">',
           STYLE, f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>', text(LEFT, 26, title, kind="title")]
    for tick in x.ticks:
        at = x.at(tick)
        out.append(f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>' + text(at, HEIGHT - BOTTOM + 20, x_words(tick), "middle"))
    for tick in y.ticks:
        at = y.at(tick)
        out.append(f'<line class="grid" x1="{LEFT}" x2="{x.end:.1f}" y1="{at:.1f}" y2="{at:.1f}"/>' + text(LEFT - 8, at + 4, y_words(tick), "end"))
    out.append(f'<line class="axis" x1="{LEFT}" x2="{x.end:.1f}" y1="{HEIGHT - BOTTOM}" y2="{HEIGHT - BOTTOM}"/>')
    out.append(text((LEFT + x.end) / 2, HEIGHT - 16, x_title, "middle"))
    out.append(f'<text transform="translate(20 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">{html.escape(y_title)}</text>')
    return out


def program_of(name):
    return name.split(",")[0]


def color_of(names):
    """One color a program, whatever its number of threads."""
    programs = list(dict.fromkeys(program_of(name) for name in names if not name.startswith("nuskha")))
    return {name: OURS if name.startswith("nuskha") else COLORS[programs.index(program_of(name)) % len(COLORS)] for name in names}


def spread(places, least, most):
    """Labels' heights moved apart to LINE, in their order, within bounds."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    out = list(places)
    last = -math.inf
    for i in order:
        out[i] = last = max(out[i], last + LINE, least)
    limit = most
    for i in reversed(order):
        out[i] = limit = min(out[i], limit)
        limit -= LINE
    return out


def time_chart(series):
    """series: {program: [(documents, seconds), …]}; one line a program, its name at its end."""
    series = {name: sorted(points) for name, points in series.items() if points}
    right = WIDTH - 220
    x = Axis([n for points in series.values() for n, _ in points], LEFT, right)
    y = Axis([s for points in series.values() for _, s in points], HEIGHT - BOTTOM, TOP)
    out = frame("Wall time of a whole search, by the number of documents", "documents of 100 to 500 words", "seconds", x, y)
    colors = color_of(series)
    ends = [y.at(points[-1][1]) for points in series.values()]
    for (name, points), label in zip(series.items(), spread(ends, TOP + 6, HEIGHT - BOTTOM)):
        ours = name.startswith("nuskha")
        places = [(x.at(n), y.at(s)) for n, s in points]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        end = places[-1]
        dashes = ' stroke-dasharray="7 4"' if "threads" in name else ""
        out.append(f'<polyline points="{line}" fill="none" stroke="{colors[name]}" stroke-width="{3 if ours else 1.8}"{dashes}/>')
        out += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{4 if ours else 3}" fill="{colors[name]}"/>' for a, b in places]
        out.append(f'<line x1="{end[0] + 5:.1f}" y1="{end[1]:.1f}" x2="{right + 12}" y2="{label:.1f}" stroke="{colors[name]}" stroke-width="0.8" stroke-dasharray="2 2"/>')
        out.append(text(right + 16, label + 4, name, kind="ours" if ours else ""))
    return "\n".join(out) + "\n</svg>\n"


def recall_chart(points, threshold, documents):
    """points: {program: (documents a second, recall)}; names beside the points, where there is room."""
    x = Axis([speed for speed, _ in points.values()], LEFT, WIDTH - 40)
    y = Axis([recall for _, recall in points.values()], HEIGHT - BOTTOM, TOP, log=False)
    out = frame(f"Recall of pairs with Jaccard ≥ {threshold}, by speed ({documents:,} documents)", "documents a second, from files to the answer", "recall", x, y,
                y_words=lambda value: f"{value:.1f}")
    colors = color_of(points)
    taken = [(x.at(s) - 6, y.at(r) - 6, x.at(s) + 6, y.at(r) + 6) for s, r in points.values()]
    for name, (speed, recall) in sorted(points.items(), key=lambda item: item[1]):
        a, b = x.at(speed), y.at(recall)
        width = (LETTER + (1 if name.startswith("nuskha") else 0)) * len(name)
        tries = [(dx, dy) for dy in (4, -12, 20, -30, 38, -48, 56, -66, 74, 92) for dx in (10, -10 - width, -width / 2)]

        def box(shift):
            left, base = a + shift[0], b + shift[1]
            return (left, base - 12, left + width, base + 4)

        def is_free(one):
            inside = one[0] >= LEFT and one[2] <= WIDTH - 4 and one[1] >= TOP - 14 and one[3] <= HEIGHT - BOTTOM
            return inside and not any(one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3] for other in taken)

        shift = next((one for one in tries if is_free(box(one))), tries[0])
        place = box(shift)
        taken.append(place)
        ours = name.startswith("nuskha")
        if abs(shift[1]) > 20:
            out.append(f'<line x1="{a:.1f}" y1="{b:.1f}" x2="{min(max(a, place[0]), place[2]):.1f}" y2="{place[1] if shift[1] > 0 else place[3]:.1f}" stroke="{colors[name]}" stroke-width="0.8"/>')
        out.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{6 if ours else 5}" fill="{colors[name]}"/>' + text(place[0], place[3] - 4, name, kind="ours" if ours else ""))
    return "\n".join(out) + "\n</svg>\n"
