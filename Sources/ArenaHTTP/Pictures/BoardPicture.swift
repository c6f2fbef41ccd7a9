public import ArenaCore
import Foundation
import Ranking

/// A board as a picture (SVG): each rating with its interval, drawn to scale, and how often each model should beat each other.
public struct BoardPicture {
    /// The colours.
    public enum Theme: Sendable {
        /// On white.
        case light
        /// On black.
        case dark

        var ground: String { self == .light ? "#ffffff" : "#14171c" }
        var ink: String { self == .light ? "#1f2430" : "#e8eaf0" }
        var interval: String { self == .light ? "#4a6fa5" : "#8fb3e8" }
        var grid: String { self == .light ? "#d7dbe3" : "#3a404b" }
    }

    private static let line = 18.0
    private static let plotWidth = 560.0
    private static let margin = 24.0
    /// Above this number of models the cells of the matrix could not be told apart.
    public static let matrixLimit = 80

    private let rows: [LeaderboardSnapshot.Row]
    private let total: Int
    private let caption: String
    /// The chance that each row's model beats each column's; nil for a picture without it.
    private let winMatrix: [[Double]]?
    private let theme: Theme
    private let labelWidth: Double

    /// A picture of a board.
    ///
    /// - Parameters:
    ///   - limit: the most models shown, the best first.
    ///   - winMatrix: the chance that each row's model beats each column's, to be drawn below, in the board's order.
    public init(
        _ board: LeaderboardSnapshot,
        theme: Theme = .light,
        limit: Int = .max,
        winMatrix: [[Double]]? = nil
    ) {
        rows = Array(board.rows.prefix(limit))
        total = board.rows.count
        caption =
            (board.slice == Slice.overall.name ? "" : "\(board.slice): ") + Self.caption(of: board.method)
            + (board.filters.isEmpty ? "" : " (\(board.filters.joined(separator: ", ")))")
        self.winMatrix = rows.count <= Self.matrixLimit ? winMatrix : nil
        self.theme = theme
        // A character is about seven units wide at this size.
        labelWidth = min(260, 7 * Double(rows.map { $0.model.name.count }.max() ?? 0) + 12)
    }

    /// The picture's text.
    public func svg() -> String {
        guard !rows.isEmpty else {
            return document(width: 400, height: 60, title: "No model can be rated yet", "")
        }
        let boardHeight = Double(rows.count) * Self.line + 60
        var body = board()
        var height = boardHeight + 2 * Self.margin
        let width = labelWidth + Self.plotWidth + 110 + 2 * Self.margin
        if let winMatrix {
            let side = min(Self.line, Self.plotWidth / Double(rows.count))
            body += matrix(winMatrix, top: height + 30, side: side)
            height += 30 + side * Double(rows.count) + 40
        }
        return document(width: width, height: height, title: "Ratings with their intervals", body)
    }

    private static func caption(of method: BoardMethod) -> String {
        let share = String(format: "%g", method.options.confidence * 100)
        guard let elo = method.elo else {
            let model =
                switch method.options.model {
                case .bradleyTerry: ""
                case .davidson: ", Davidson"
                case .raoKupper: ", Rao-Kupper"
                }
            let style = method.features.isEmpty ? "" : ", without \(method.features.joined(separator: ", "))"
            return "Rating points, intervals of \(share) %\(model)\(style)"
        }
        let intervals = elo.permutations == nil ? "" : ", intervals over \(share) % of the orders tried"
        return "Elo ratings, which depend on the order of the battles\(intervals)"
    }

    private func board() -> String {
        let lowest = rows.map { $0.rating.lower ?? $0.rating.rating }.min() ?? 0
        let highest = rows.map { $0.rating.upper ?? $0.rating.rating }.max() ?? 1
        let step = Self.step(over: highest - lowest)
        let (start, end) = ((lowest / step).rounded(.down) * step, (highest / step).rounded(.up) * step)
        let left = Self.margin + labelWidth
        func x(_ rating: Double) -> Double {
            left + (end > start ? (rating - start) / (end - start) : 0.5) * Self.plotWidth
        }
        let top = Self.margin + 20
        let bottom = top + Double(rows.count) * Self.line
        var text = ""
        for tick in stride(from: start, through: end + step / 2, by: step) {
            text +=
                #"<line x1="\#(x(tick).short)" y1="\#(top.short)" x2="\#(x(tick).short)" y2="\#(bottom.short)" stroke="\#(theme.grid)"/>"#
            text += label(tick == tick.rounded() ? "\(Int(tick))" : "\(tick)", x(tick), bottom + 16, "middle")
        }
        for (place, row) in rows.enumerated() {
            let y = top + (Double(place) + 0.5) * Self.line
            let rating = row.rating
            text += label(row.model.name, left - 8, y + 4, "end", width: labelWidth)
            var figures = String(format: "%.0f", rating.rating)
            if let lower = rating.lower, let upper = rating.upper {
                text +=
                    #"<line x1="\#(x(lower).short)" y1="\#(y.short)" x2="\#(x(upper).short)" y2="\#(y.short)" stroke="\#(theme.interval)" stroke-width="3" stroke-linecap="round"/>"#
                figures += String(format: " (%.0f – %.0f)", lower, upper)
            }
            text += #"<circle cx="\#(x(rating.rating).short)" cy="\#(y.short)" r="4" fill="\#(theme.ink)"/>"#
            text += label(figures, left + Self.plotWidth + 10, y + 4, "start")
        }
        let part = rows.count < total ? ", the first \(rows.count) of \(total) models" : ""
        return text + label("\(caption)\(part)", left, Self.margin + 8, "start")
    }

    private func matrix(_ winMatrix: [[Double]], top: Double, side: Double) -> String {
        let left = Self.margin + labelWidth
        var text = label("Chance that the row beats the column, in percent", left, top - 10, "start")
        for (i, row) in winMatrix.enumerated() {
            let y = top + Double(i) * side
            let size = Int(max(5, min(12, side)))
            text += label(
                rows[i].model.name,
                left - 8,
                y + side / 2 + Double(size) / 3,
                "end",
                width: labelWidth,
                size: size
            )
            for (j, chance) in row.enumerated() {
                let x = left + Double(j) * side
                text +=
                    #"<rect x="\#(x.short)" y="\#(y.short)" width="\#(side.short)" height="\#(side.short)" fill="\#(i == j ? "#ffffff" : Self.shade(chance))"><title>\#(Self.escaped(rows[i].model.name)) – \#(Self.escaped(rows[j].model.name)): \#(String(format: "%.1f", chance * 100)) %</title></rect>"#
                if i != j, side >= 16 {
                    let isDark = abs(chance - 0.5) > 0.3
                    text += label(
                        String(format: "%.0f", chance * 100),
                        x + side / 2,
                        y + side / 2 + 3,
                        "middle",
                        size: 8,
                        fill: isDark ? "#ffffff" : Theme.light.ink
                    )
                }
            }
        }
        return text
    }

    /// From red at 0 over white at ½ to blue at 1, which people who do not see red from green tell apart.
    private static func shade(_ chance: Double) -> String {
        let strength = min(1, abs(chance - 0.5) * 2)
        let target = chance >= 0.5 ? (33, 102, 172) : (178, 24, 43)
        func channel(_ value: Int) -> Int { Int((255 + strength * (Double(value) - 255)).rounded()) }
        return String(format: "#%02x%02x%02x", channel(target.0), channel(target.1), channel(target.2))
    }

    /// A round distance between ticks, for about seven of them.
    private static func step(over range: Double) -> Double {
        guard range > 0 else { return 10 }
        let power = 1.0 * pow(10, (log10(range / 7)).rounded(.down))
        return [1.0, 2, 5, 10].map { $0 * power }.first { range / $0 <= 7 } ?? 10 * power
    }

    private func label(
        _ text: String,
        _ x: Double,
        _ y: Double,
        _ anchor: String,
        width: Double? = nil,
        size: Int = 12,
        fill: String? = nil
    ) -> String {
        var shown = text
        if let width {
            let most = max(4, Int(width / 7))
            if text.count > most { shown = text.prefix(most - 1) + "…" }
        }
        return
            #"<text x="\#(x.short)" y="\#(y.short)" text-anchor="\#(anchor)" font-size="\#(size)" fill="\#(fill ?? theme.ink)">\#(Self.escaped(shown))</text>"#
    }

    private static func escaped(_ text: String) -> String {
        var writer = HTMLWriter()
        writer.words(text)
        return writer.text
    }

    private func document(width: Double, height: Double, title: String, _ body: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width.short) \(height.short)" width="\(width.short)" \
        height="\(height.short)" font-family="system-ui, sans-serif" role="img"><title>\(title)</title>\
        <rect width="100%" height="100%" fill="\(theme.ground)"/>\(body.isEmpty ? label(title, 20, 36, "start") : body)</svg>

        """
    }
}

extension Double {
    /// To a tenth of a unit, as a picture needs it.
    fileprivate var short: String { String(format: "%.1f", self) }
}
