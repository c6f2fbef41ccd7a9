import Foundation

/// What votes and boards cost by the length of the log, drawn on logarithmic axes.
struct CostPlot {
    private let points: [GrowthBench.Point]

    init(_ points: [GrowthBench.Point]) { self.points = points }

    private static let series:
        [(name: String, colour: String, value: any KeyPath<GrowthBench.Point, Double> & Sendable)] = [
            ("vote until confirmed (median)", "#1d5fa8", \.vote),
            ("commit of a batch (mean)", "#b3541e", \.commit),
            ("board of 400 models (mean)", "#3b7a3b", \.fit),
        ]

    /// The drawing.
    var svg: String {
        let ticks = [0.1, 1, 10, 100]
        let grid = ticks.map { tick in
            """
            <line x1="70" x2="460" y1="\(y(tick))" y2="\(y(tick))" stroke="#ddd"/>
            <text x="62" y="\((yValue(tick) + 4).digits(1))" text-anchor="end">\(tick.formatted())</text>
            """
        }
        let sizes = points.map { point in
            "<text x=\"\(x(point))\" y=\"262\" text-anchor=\"middle\">\(Double(point.battles).grouped)</text>"
        }
        let lines = Self.series.enumerated().map { place, series in
            let path = points.map { "\(x($0)),\(y($0[keyPath: series.value]))" }.joined(separator: " ")
            let dots = points.map { point in
                let value = point[keyPath: series.value]
                return """
                    <circle cx="\(x(point))" cy="\(y(value))" r="3.5" fill="\(series.colour)"/>
                    <text x="\(x(point))" y="\((yValue(value) - 8).digits(1))" text-anchor="middle">\(value.digits(1))</text>
                    """
            }
            return """
                <polyline points="\(path)" fill="none" stroke="\(series.colour)" stroke-width="2"/>
                \(dots.joined(separator: "\n"))
                <text x="480" y="\(60 + 22 * place)" fill="\(series.colour)">\(series.name)</text>
                """
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 300" font-family="sans-serif" font-size="12">
            <title>Cost by battles in the log</title>
            <rect width="700" height="300" fill="#fff"/>
            <text x="70" y="22">milliseconds</text>
            \((grid + sizes + lines).joined(separator: "\n"))
            <text x="265" y="286" text-anchor="middle">battles in the log</text>
            </svg>

            """
    }

    private func x(_ point: GrowthBench.Point) -> String {
        let logs = points.map { log10(Double($0.battles)) }
        let (low, high) = (logs.min() ?? 0, logs.max() ?? 1)
        let share = high > low ? (log10(Double(point.battles)) - low) / (high - low) : 0.5
        return (100 + 330 * share).digits(1)
    }

    private func y(_ value: Double) -> String { yValue(value).digits(1) }

    /// From 0.1 ms at the bottom to 100 ms at the top.
    private func yValue(_ value: Double) -> Double { 240 - 65 * (log10(min(max(value, 0.1), 100)) + 1) }
}
