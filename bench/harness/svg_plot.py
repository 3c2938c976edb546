"""Line plots as SVG text, for a page that must be readable without a network."""

import html
import math

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 40, 50
COLOURS = ("#1f6fb4", "#d1495b", "#2a9d5c", "#b8860b", "#7b5ea7", "#5f6b76")
TICKS = 5


class Axis:
    """Maps values onto a stretch of pixels, and knows where its ticks stand."""

    def __init__(self, values, pixels, log=False):
        self.log = log and min(values, default=0) > 0
        low = min(values, default=0) if self.log else min(0, min(values, default=0))
        high = max(values, default=1)
        if self.log:
            self.low, self.high = math.floor(math.log10(low)), math.ceil(math.log10(high))
        else:
            self.low, self.high = low, nice_end(high)
        if self.high <= self.low:
            self.high = self.low + 1
        self.begin, self.end = pixels

    def place(self, value):
        scaled = math.log10(value) if self.log else value
        share = (scaled - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)

    def ticks(self):
        if self.log:
            return [10 ** power for power in range(self.low, self.high + 1)]
        step = (self.high - self.low) / TICKS
        return [self.low + step * i for i in range(TICKS + 1)]


def nice_end(value):
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below the value."""
    if value <= 0:
        return 1
    power = 10 ** math.floor(math.log10(value))
    return next(power * each for each in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
                if power * each >= value)


def spell(value):
    if value >= 1_000_000:
        return f"{value / 1_000_000:g}M"
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.3g}"


def line_plot(title, labels, series, log=False):
    """`labels` are those of x and y; `series` maps a name to [[x, y], ...]."""
    points = [point for line in series.values() for point in line if not log or point[1] > 0]
    x_axis = Axis([point[0] for point in points], (LEFT, WIDTH - RIGHT))
    y_axis = Axis([point[1] for point in points], (HEIGHT - BOTTOM, TOP), log)
    parts = [f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(title)}">',
             f'<text class="title" x="{LEFT}" y="18">{html.escape(title)}</text>']
    parts += grid(x_axis, y_axis)
    parts += [f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" '
              f'text-anchor="middle">{html.escape(labels[0])}</text>',
              f'<text transform="translate(14 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" '
              f'text-anchor="middle">{html.escape(labels[1])}</text>']
    for place, (name, line) in enumerate(series.items()):
        kept = [point for point in line if not log or point[1] > 0]
        parts += drawn(kept, (x_axis, y_axis), place)
        parts.append(f'<text x="{WIDTH - RIGHT - 90 * (len(series) - place)}" y="34" '
                     f'fill="{COLOURS[place % len(COLOURS)]}">{html.escape(name)}</text>')
    return "\n".join([*parts, "</svg>"])


def grid(x_axis, y_axis):
    for value in y_axis.ticks():
        y = round(y_axis.place(value), 1)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{spell(value)}</text>'
    for value in x_axis.ticks():
        x = round(x_axis.place(value), 1)
        yield f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{spell(value)}</text>'


def drawn(line, axes, place):
    colour = COLOURS[place % len(COLOURS)]
    spots = [(round(axes[0].place(x), 1), round(axes[1].place(y), 1)) for x, y in line]
    path = " ".join(f"{x},{y}" for x, y in spots)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    if len(spots) <= 20:
        for x, y in spots:
            yield f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'
